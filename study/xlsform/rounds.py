"""How often a group is asked: `repeat_count`, or a question after each round."""

from typing import Any

from study.asked import Kind
from study.groups import MOST_ROUNDS
from study.xlsform.book import Row
from study.xlsform.known import Unsayable, View
from study.xlsform.layout import GroupPart
from study.xlsform.survey import SHEET
from study.xlsform.wording import Wording
from study.xlsform.xpath import Binary, Call, Ref, Value, XPath, XPathError, parse

ROUNDS = 10
"""Of a repeat, where the form does not say how many at most."""
AGAIN = {
    "en": "Is there another one?",
    "ru": "Есть ещё?",
    "uk": "Є ще?",
    "fr": "Y en a-t-il d’autres ?",
    "es": "¿Hay más?",
    "de": "Gibt es noch mehr?",
    "pl": "Czy jest jeszcze?",
}


def repeat(part: GroupPart, outside: View, inside: View, wording: Wording) -> dict[str, Any]:
    """`repeat` of a group. `outside` is what can be looked at before it, `inside` after its last question."""
    row, remarks = part.section.row, wording.remarks
    source, most = row.get("repeat_count"), _most(row)
    if source:
        try:
            name, limit = times(source, outside)
        except Unsayable as error:
            why = f"{error}; after each round it is asked whether there is more"
            remarks.lost(SHEET, row.number, f"repeat_count {source}", why)
        else:
            if not (most or limit):
                why = f"at most {MOST_ROUNDS} rounds are asked here"
                remarks.changed(SHEET, row.number, f"the repeat {part.id}", why)
            return {"times": name, "at-most": min(most or limit or MOST_ROUNDS, MOST_ROUNDS)}
    again: Any = wording.message(SHEET, row, inside, "again")
    if not again:
        why = f"after each of at most {most or ROUNDS} rounds it is asked whether there is more; `again` has the words"
        remarks.changed(SHEET, row.number, f"the repeat {part.id}", why)
        again = {one: AGAIN.get(one, AGAIN["en"]) for one in wording.tongues.codes}
    by = {"by": known_as(row.get("again_by"), inside)} if row.get("again_by") else {}
    return {"again": again, **by, "at-most": most or ROUNDS}


def known_as(name: str, view: View) -> str:
    """The id of what the form calls so."""
    return view.known[name].id if name in view.known else name


def _most(row: Row) -> int | None:
    said = row.get("at_most")
    return min(int(said), MOST_ROUNDS) if said.isdigit() and int(said) else None


def times(source: str, view: View) -> tuple[str, int | None]:
    """`${companions}`, `min(${companions}, 5)` or `if(${companions} > 5, 5, ${companions})`. Raises Unsayable."""
    try:
        tree = parse(source)
    except XPathError as error:
        raise Unsayable(str(error)) from None
    name, limit = _read(tree)
    one = view.answer(name)
    if one.means is not None or one.kind is not Kind.NUMBER:
        raise Unsayable(f"“{name}” is not answered with a number")
    if not one.whole:
        raise Unsayable(f"“{name}” is not answered with a whole number")
    return one.id, limit


def _read(tree: XPath) -> tuple[str, int | None]:
    match tree:
        case Ref(name) | Call("number" | "int", (Ref(name),)):
            return name, None
        case Call("min", (Ref(name), Value(int() as limit))) | Call(
            "min", (Value(int() as limit), Ref(name))
        ):
            return name, limit
        case Call("if", (Binary(">" | ">=", Ref(name), Value(int() as limit)), Value(then), Ref(other))):
            if name == other and then == limit:
                return name, limit
        case Call("if", (Binary("<" | "<=", Ref(name), Value(int() as limit)), Ref(other), Value(then))):
            if name == other and then == limit:
                return name, limit
        case Value():
            raise Unsayable("a fixed number of rounds cannot be said; ask a number first")
    raise Unsayable("a group is asked as often as one question says")
