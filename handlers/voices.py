"""What is known of any voice and any photo, whatever it is for."""

from study.inbound import NotFetched
from study.outcome import Phrase

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes a bot can fetch (Bot API `getFile`)."""

SHORTEST_VOICE = 0.5
"""Seconds. Less than this is a slip of the thumb."""

NOT_FETCHED = {"gone": "voice.not-fetched", "large": "hint.too-large", "damaged": "voice.damaged"}
"""What to say of a voice that could not be had, by `NotFetched.reason`."""

NO_PHOTO = {"gone": "photo.not-fetched", "large": "photo.too-large", "damaged": "photo.damaged"}
"""The same of a photo."""


def why_not(event: NotFetched) -> Phrase:
    return Phrase((NO_PHOTO if event.photo else NOT_FETCHED)[event.reason])
