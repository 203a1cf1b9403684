"""The part of the page that says how the study stays in touch beside its waves, and how it ends."""

from collections.abc import Iterator

from study.drawing import telling
from study.drawing.markup import tag, words
from study.protocol import Protocol
from study.touch import Button, Takes

TAKEN = {
    Takes.TEXT: "text",
    Takes.VOICE: "voice",
    Takes.PHOTO: "photos",
    Takes.PLACE: "places",
    Takes.VIDEO_NOTE: "video notes",
}


def touch_section(protocol: Protocol, language: str) -> str:
    """Buttons, the diary, the end."""
    parts = [tag("h2", "At any time, and at the end")]
    if protocol.buttons:
        parts.append(tag("p", "Below the chat stand all the time:"))
        parts.append(tag("ul", *(_button(one, language) for one in protocol.buttons), class_="told"))
    return "".join([*parts, *(tag("p", words(one)) for one in _told(protocol))])


def _button(button: Button, language: str) -> str:
    label = tag("kbd", words(button.label.say(language)), lang=language)
    name, ask = (tag("span", words(one), class_="name") for one in (button.id, button.ask))
    open_for = words(f", which can be answered for {telling.duration(button.expires)}.")
    return tag("li", tag("p", label, " ", name, " begins ", ask, open_for))


def _told(protocol: Protocol) -> Iterator[str]:
    diary, ending = protocol.diary, protocol.ending
    taken = telling.listed(TAKEN[one] for one in diary.takes)
    size = f"{telling.many(diary.longest, 'character')} and {telling.many(diary.pieces, 'message')}"
    yield f"The diary takes {taken} at any time, an entry of at most {size}."
    if Takes.PLACE in diary.takes:
        yield f"A place in it is made coarse to a square of {diary.within:g} km."
    if ending is not None:
        yield f"For each participant the study ends {telling.duration(ending.after)} after the agreement."
        if ending.letter:
            yield f"Who has not agreed to {ending.letter} before is asked for it then."
    if protocol.keep is not None and protocol.keep.contacts is not None:
        term = protocol.keep.contacts
        since = "the end, or after leaving" if term.after_end else "the agreement"
        yield f"Whose code is whose is forgotten {telling.duration(term.length)} after {since}."
    if protocol.keep is not None and protocol.keep.media is not None:
        term = protocol.keep.media
        since = "the end, or after leaving" if term.after_end else "they came"
        yield f"Voices and photos are deleted {telling.duration(term.length)} after {since}; spoken agreements stay."
