"""One of several options: each a row of its own, and its label typed out in any language of the study."""

TYPE = "choice"
FIELDS = {
    "options": (
        {"id": "fine", "label": {"ru": "Всё в порядке", "en": "All in order"}},
        {"id": "hard", "label": {"ru": "Трудно", "en": "It is difficult"}},
        {"id": "all", "label": {"ru": "Все", "en": "Everyone"}},
        {"id": "everything", "label": {"ru": "Всё", "en": "Everything"}},
    )
}
SHOWN = {
    "ru": [["Всё в порядке"], ["Трудно"], ["Все"], ["Всё"], ["Не хочу отвечать", "Пропустить"]],
    "en": [
        ["All in order"],
        ["It is difficult"],
        ["Everyone"],
        ["Everything"],
        ["I’d rather not say", "Skip"],
    ],
}
VALUES = ["fine", "hard", "all", "everything"]
READ = {
    "Всё в порядке": "fine",
    "все в  порядке.": "fine",
    "ALL IN ORDER": "fine",
    "It is difficult": "hard",
    "«Трудно»": "hard",
    "everything": "everything",
    "всё": None,  # it could be either of two
    "fine": None,  # an id is ours, nobody sees it
    "Трудно, но держимся": None,
    "0": None,
    "1": None,
    "": None,
    ".": None,
    "\ud83d": None,
    "😀" * 4096: None,
}
HINT = "hint.choose"
TAKES: set[str] = set()
