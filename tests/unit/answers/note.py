"""A note: it is said, and never on the screen to be answered."""

TYPE = "note"
FIELDS: dict[str, object] = {"required": True}
SHOWN: dict[str, list[list[str]]] = {"ru": [], "en": []}
VALUES: list[object] = []
READ = {"Да": None, "": None}
HINT = "hint.choose"
TAKES: set[str] = set()
