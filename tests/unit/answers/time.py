"""A time of day, in the ways people write one."""

TYPE = "time"
FIELDS = {"first_time": "04:00", "last_time": "21:30"}
SHOWN = {"ru": [["Не хочу отвечать", "Пропустить"]], "en": [["I’d rather not say", "Skip"]]}
VALUES: list[object] = []
READ = {
    "9": "09:00",
    "9:30": "09:30",
    "09:30": "09:30",
    "9.30": "09:30",
    "21-15": "21:15",
    "9 30": "09:30",
    "930": "09:30",
    "0930": "09:30",
    "2115": "21:15",
    "9 ч 30": "09:30",
    "9ч": "09:00",
    "в 9:30": "09:30",
    "at 9": "09:00",
    "9 am": "09:00",
    "9:30 PM": "21:30",
    "12 p.m.": "12:00",
    "4:00": "04:00",
    "21:30": "21:30",
    "٩:٣٠": "09:30",
    "24:00": None,
    "9:60": None,
    "9:5": None,
    "13 pm": None,
    "0 am": None,
    "утром": None,
    "около 9": None,
    "9-10 утра": None,
    "9:30:15": None,
    "": None,
    ":": None,
    "9" * 5000: None,
    "😀": None,
}
REFUSED = dict.fromkeys(("3:59", "21:31", "0", "12 am"), "hint.time-between")
HINT = "hint.time-between"
TAKES: set[str] = set()
