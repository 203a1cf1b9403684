"""A participant and an event as JSON data, and back: what lies on disk, boxed, between two steps.

The data are dictionaries, lists, texts, numbers and None, ready for `json.dumps` (which the boxes do). A key that an
older version wrote and this one does not know is passed over; one that is new has its default.
"""

from typing import Any

from pydantic import TypeAdapter

from study import inbound
from study.inbound import Event
from study.participant import Participant

JSON = Any

_PARTICIPANT = TypeAdapter(Participant)
_EVENTS: dict[str, TypeAdapter[Any]] = {
    kind.__name__: TypeAdapter(kind)
    for kind in (
        inbound.Command,
        inbound.Wrote,
        inbound.Tapped,
        inbound.Spoke,
        inbound.Showed,
        inbound.Located,
        inbound.Filmed,
        inbound.Sent,
        inbound.Edited,
        inbound.Fell,
        inbound.Fetched,
        inbound.NotFetched,
        inbound.Blocked,
        inbound.Unblocked,
        inbound.Erase,
        inbound.Departed,
        inbound.LayAnew,
        inbound.Granted,
        inbound.NewVersion,
        inbound.Paired,
        inbound.Grouped,
    )
}


class ThawError(ValueError):
    """These data are no frozen event. Says which kind they claim to be, and nothing of what is in them."""


def freeze(participant: Participant) -> dict[str, JSON]:
    return _plain(_PARTICIPANT, participant, "scopes")


def thaw(data: JSON) -> Participant:
    """Raises pydantic.ValidationError for data that are no participant."""
    return _PARTICIPANT.validate_python(data)


def freeze_event(event: Event) -> dict[str, JSON]:
    """The event's fields, and its kind under `event`."""
    kind = type(event).__name__
    return {"event": kind, **_plain(_EVENTS[kind], event, "means")}


def thaw_event(data: JSON) -> Event:
    """Raises ThawError for a kind nobody knows, pydantic.ValidationError for fields that do not fit it."""
    kind = data.get("event") if isinstance(data, dict) else None
    if not isinstance(kind, str) or kind not in _EVENTS:
        raise ThawError(f"no such kind of event: {kind!r:.40}")
    event: Event = _EVENTS[kind].validate_python(
        {name: value for name, value in data.items() if name != "event"}
    )
    return event


def _plain(adapter: TypeAdapter[Any], value: Any, chosen_set: str) -> dict[str, JSON]:
    """JSON data, the same for the same value: what is a set stands in order."""
    data: dict[str, JSON] = adapter.dump_python(value, mode="json")
    if chosen_set in data:
        data[chosen_set] = sorted(data[chosen_set])
    return data
