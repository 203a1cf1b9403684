"""How the reading room puts a participant's words together."""

from datetime import UTC, datetime
from typing import Any

from conversation import sample
from test_desk_tables import PERSON

from desk.diary import Line, read_diary
from desk.filling import Filling
from desk.opening import Opened
from desk.wording import Wording
from storage.desk_rows import DeskRecord

NOON = datetime(2024, 3, 9, 12, tzinfo=UTC)


def opened(id: str, minute: int, kind: str = "entry", **content: Any) -> Opened:
    vault = content.get("type") in ("voice", "photo", "video-note")
    at = NOON.replace(minute=minute)
    return Opened(
        DeskRecord(id, kind, "", at.timestamp(), b"", vault), at, "", content, 4.0 if vault else 0.0
    )


def lines(*records: Opened) -> list[list[Line]]:
    filling = Filling(Wording(sample()), PERSON, "en")
    return [sitting.lines for sitting in read_diary(records, (), filling).sittings]


def test_an_entry_is_one_with_its_parts_in_order() -> None:
    """The second was changed later, the third has words under it that lie apart."""
    one = {"entry": "e1"}
    [entry] = lines(
        opened("a", 0, type="text", value="Snow.", part=1, **one),
        opened("c", 2, type="photo", part=3, **one),
        opened("d", 2, "caption", type="text", value="The yard", part=3, of=3, **one),
        opened("b", 9, type="text", value="Ice.", part=2, edited=True, **one),
    )
    assert [(line.part, line.answer, line.photo, line.edited) for line in entry] == [
        (1, "Snow.", "", False),
        (2, "Ice.", "", True),
        (3, "The yard", "c", False),
    ]


def test_entries_stand_apart() -> None:
    """Also those that an older version kept, without a number of their own."""
    found = lines(
        opened("a", 0, type="text", value="Snow."),
        opened("b", 1, type="text", value="Ice."),
        opened("c", 2, type="video-note", entry="e1", part=1),
    )
    assert [[(line.answer, line.film) for line in entry] for entry in found] == [
        [("Snow.", "")], [("Ice.", "")], [("", "c")],
    ]  # fmt: skip


def test_a_caption_whose_picture_never_came_is_a_message() -> None:
    [[line]] = lines(opened("d", 2, "caption", type="text", value="The yard", entry="e1", part=1, of=1))
    assert (line.answer, line.written, line.photo) == ("The yard", True, "")


def test_a_place_is_told_in_words() -> None:
    near = {"latitude": 40.1, "longitude": 44.5, "within_km": 10.0}
    [[line]] = lines(opened("p", 0, type="place", value=near, entry="e1", part=1))
    assert "40.1" in line.answer
    assert not line.written
