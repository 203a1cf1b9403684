"""The small shapes that the schema of the study file is made of.

A study file is read as texts (docs/study-file.md, "How values are read"); an editor reads YAML 1.2, where `1.0` is a
number and `true` a boolean. So what is a text to us may be any of these to an editor."""

from typing import Any

from study import values
from study.conditions import LONGEST
from study.languages import CODES

Shape = dict[str, Any]

SCALAR: Shape = {"type": ["string", "number", "boolean"]}
ID: Shape = {"type": ["string", "integer"], "pattern": f"^{values.ID}$"}
IDS: Shape = {"type": "string", "pattern": f"^{values.ID}$"}
SITE: Shape = {"type": "string", "pattern": "^[A-Z]{2,3}$"}
FLAG: Shape = {"enum": [True, False, "yes", "no", "true", "false", "Yes", "No", "YES", "NO"]}
WHOLE: Shape = {"type": ["integer", "string"], "pattern": f"^{values.WHOLE}$"}
DAY: Shape = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
CLOCK: Shape = {"type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2}$"}
WINDOW: Shape = {"type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2} *[-–] *[0-9]{1,2}:[0-9]{2}$"}
DURATION: Shape = {"type": "string", "pattern": "^[0-9]{1,9}[smhdw]$"}
CONDITION: Shape = {"type": ["string", "boolean"], "maxLength": LONGEST}
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


def whole(least: int, most: int) -> Shape:
    """A whole number within these. One that stands in quotes is looked at by the reader alone."""
    return {**WHOLE, "minimum": least, "maximum": most}


def text(description: str, *, bends: bool = False, longest: int | None = None) -> Shape:
    """A text, written once or in each language; where it `bends`, also in the forms that a number asks for. `longest`
    are UTF-16 code units to the reader and characters here, which are never more."""
    one = SCALAR if longest is None else {**SCALAR, "maxLength": longest}
    said: Shape = {"anyOf": [one, FORMS]} if bends else one
    each = {
        "type": "object",
        "propertyNames": LANGUAGE,
        "additionalProperties": said,
        "minProperties": 1,
    }
    return {"anyOf": [one, each, *([FORMS] if bends else [])], "description": description}


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


def one_or_several(item: Shape, description: str, **more: Any) -> Shape:
    return {
        "anyOf": [item, {"type": "array", "items": item, "minItems": 1, **more}],
        "description": description,
    }


def part(name: str) -> Shape:
    """A part that stands under `$defs`."""
    return {"$ref": f"#/$defs/{name}"}
