"""In one's own words, written: no keys but skip, and nothing that is typed chooses anything."""

TYPE = "text"
FIELDS: dict[str, object] = {}
SHOWN = {"ru": [["Не хочу отвечать", "Пропустить"]], "en": [["I’d rather not say", "Skip"]]}
VALUES: list[object] = []
READ = {"Да": None, "0": None, "слово": None, "": None, "😀" * 4096: None, "\ud800": None}
HINT = "hint.write"
TAKES = {"text"}
