"""A place: a reply key that sends one, and below it the others as reply keys too."""

TYPE = "place"
FIELDS = {"within": 10}
SHOWN = {
    "ru": [["Отправить, где я"], ["Не хочу отвечать", "Пропустить"]],
    "en": [["Send where I am"], ["I’d rather not say", "Skip"]],
}
VALUES: list[object] = []
READ = {"Ереван": None, "40.2, 44.5": None, "0": None, "": None}
HINT = "hint.place"
TAKES = {"place"}
