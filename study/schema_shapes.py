"""The small shapes that the schema of the study file is made of.

A study file is read as texts (docs/study-file.md, "How values are read"); an editor reads YAML 1.2, where `1.0` is a
number and `true` a boolean. So what is a text to us may be any of these to an editor."""

from typing import Any

from study.languages import CODES

Shape = dict[str, Any]

SCALAR: Shape = {"type": ["string", "number", "boolean"]}
ID: Shape = {"type": ["string", "integer"], "pattern": "^[a-z0-9][a-z0-9_-]{0,39}$"}
IDS: Shape = {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]{0,39}$"}
FLAG: Shape = {"enum": [True, False, "yes", "no", "true", "false", "Yes", "No", "YES", "NO"]}
WHOLE: Shape = {"type": ["integer", "string"], "pattern": "^-?[0-9]{1,9}$"}
DAY: Shape = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
CLOCK: Shape = {"type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2}$"}
WINDOW: Shape = {"type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2} *[-–] *[0-9]{1,2}:[0-9]{2}$"}
DURATION: Shape = {"type": "string", "pattern": "^[0-9]{1,9}[smhdw]$"}
CONDITION: Shape = {"type": ["string", "boolean"], "maxLength": 2_000}
LANGUAGE: Shape = {"enum": sorted(CODES)}
FORMS: Shape = {
    "type": "object",
    "properties": dict.fromkeys(("zero", "one", "two", "few", "many", "other"), SCALAR),
    "required": ["other"],
    "additionalProperties": False,
}


def shape(base: Shape, description: str, **more: Any) -> Shape:
    """`base`, and the one sentence that an editor shows."""
    return {**base, **more, "description": description}


def text(description: str, *, bends: bool = False) -> Shape:
    """A text, written once or in each language; where it `bends`, also in the forms that a number asks for."""
    said: Shape = {"anyOf": [SCALAR, FORMS]} if bends else SCALAR
    each = {
        "type": "object",
        "propertyNames": LANGUAGE,
        "additionalProperties": said,
        "minProperties": 1,
    }
    return {"anyOf": [SCALAR, each, *([FORMS] if bends else [])], "description": description}


def keys(description: str, required: tuple[str, ...] = (), /, **properties: Shape) -> Shape:
    """A mapping with these keys and no others. `from_` and `at_least` stand for `from` and `at-least`."""
    named = {name.rstrip("_").replace("_", "-"): property for name, property in properties.items()}
    found: Shape = {
        "type": "object",
        "description": description,
        "properties": named,
        "additionalProperties": False,
    }
    return found | ({"required": list(required)} if required else {})


def by_name(names: Shape, each: Shape, description: str, **more: Any) -> Shape:
    """A mapping whose keys the author chooses."""
    return {
        "type": "object",
        "propertyNames": names,
        "additionalProperties": each,
        "description": description,
        **more,
    }


def several(item: Shape, description: str, **more: Any) -> Shape:
    return {"type": "array", "items": item, "description": description, **more}


def one_or_several(item: Shape, description: str) -> Shape:
    return {"anyOf": [item, {"type": "array", "items": item, "minItems": 1}], "description": description}


def part(name: str) -> Shape:
    """A part that stands under `$defs`."""
    return {"$ref": f"#/$defs/{name}"}
