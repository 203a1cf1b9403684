"""Yes or no: two keys of the bot's own, in whichever language they are pressed or typed."""

TYPE = "yes-no"
FIELDS: dict[str, object] = {}
SHOWN = {
    "ru": [["Да", "Нет"], ["Не хочу отвечать", "Пропустить"]],
    "en": [["Yes", "No"], ["I’d rather not say", "Skip"]],
}
VALUES = [True, False]
READ = {
    "Да": True,
    "да": True,
    " ДА. ": True,
    "Да!": True,
    "«да»": True,
    "Yes": True,
    "yes": True,
    "Нет": False,
    "no": False,
    "да?": None,
    "да, но": None,
    "да нет": None,
    "угу": None,
    "1": None,
    "": None,
    "true": None,
    "\u202eДа": None,
    "👍": None,
}
HINT = "hint.choose"
TAKES: set[str] = set()
