"""Several of several options: each a row of its own, a key to finish, labels typed out with commas between them."""

TYPE = "choices"
FIELDS = {
    "options": (
        {"id": "visa", "label": {"ru": "Виза", "en": "A visa"}},
        {"id": "permit", "label": {"ru": "ВНЖ", "en": "A permit"}},
        {"id": "other", "label": {"ru": "Другое, и не одно", "en": "Other, and more than one"}},
        {"id": "none", "label": {"ru": "Ничего", "en": "None of these"}, "alone": True},
    ),
    "at_most": 2,
}
SHOWN = {
    "ru": [["Виза"], ["ВНЖ"], ["Другое, и не одно"], ["Ничего"], ["Готово"], ["Не хочу отвечать", "Пропустить"]],
    "en": [
        ["A visa"], ["A permit"], ["Other, and more than one"], ["None of these"], ["Done"],
        ["I’d rather not say", "Skip"],
    ],
}  # fmt: skip
VALUES: list[object] = []  # its keys tick; see test_handlers_asking
READ = {
    "виза": ("visa",),
    "ВНЖ, виза.": ("visa", "permit"),
    "a permit; Виза": ("visa", "permit"),
    "a permit\na visa": ("visa", "permit"),
    "виза, виза": ("visa",),
    "другое, и не одно": ("other",),
    "виза, другое, и не одно": ("visa", "other"),
    "other, and more than one,": ("other",),
    "ничего": ("none",),
    "visa": None,
    "виза и внж": None,
    "виза, паспорт": None,
    "": None,
    ",": None,
    ", ; \n": None,
    "😀" * 4096: None,
    "," * 4096: None,
}
REFUSED = {
    "виза, внж, другое, и не одно": "hint.at-most",
    "виза, ничего": "hint.alone",
    "готово": "hint.at-least",
    "Done": "hint.at-least",
}
HINT = "hint.choices-up-to"
TAKES: set[str] = set()
