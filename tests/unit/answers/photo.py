"""A photo: nothing that is typed is one."""

TYPE = "photo"
FIELDS: dict[str, object] = {}
SHOWN = {"ru": [["Не хочу отвечать", "Пропустить"]], "en": [["I’d rather not say", "Skip"]]}
VALUES: list[object] = []
READ = {"Да": None, "0": None, "фото": None, "": None}
HINT = "hint.photo"
TAKES = {"photo"}
