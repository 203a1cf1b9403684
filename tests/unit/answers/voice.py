"""In one's own voice: no keys but skip, and nothing that is typed is an answer."""

TYPE = "voice"
FIELDS: dict[str, object] = {}
SHOWN = {"ru": [["Не хочу отвечать", "Пропустить"]], "en": [["I’d rather not say", "Skip"]]}
VALUES: list[object] = []
READ = {"Да": None, "0": None, "голос": None, "": None}
HINT = "hint.speak"
TAKES = {"voice"}
