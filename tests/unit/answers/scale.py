"""A point on a scale: rows that fit a phone, and a whole number typed out, with either minus."""

TYPE = "scale"
FIELDS = {
    "low": -3,
    "high": 7,
    "low_label": {"ru": "тяжело", "en": "hard"},
    "high_label": {"ru": "хорошо", "en": "good"},
}
SHOWN = {
    language: [["−3", "−2", "−1", "0", "1", "2"], ["3", "4", "5", "6", "7"], row]
    for language, row in (("ru", ["Не хочу отвечать", "Пропустить"]), ("en", ["I’d rather not say", "Skip"]))
}
VALUES = [-3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7]
READ = {
    "0": 0,
    "7": 7,
    " 5 \n": 5,
    "-3": -3,
    "−3": -3,
    "+2": 2,
    "٣": 3,
    "3.5": None,
    "3/10": None,
    "семь": None,
    "": None,
    "9" * 5000: None,
    "²": None,
    "True": None,
}
REFUSED = {"8": "hint.scale", "-4": "hint.scale", "15": "hint.scale"}
HINT = "hint.choose"
TAKES: set[str] = set()
