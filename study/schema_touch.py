"""How a study stays in touch beside its waves, in the schema of the study file."""

from study import touching
from study.bounds import WITHIN
from study.chat import Clear
from study.overall import MOST_HOURS
from study.schema_shapes import (
    DURATION,
    FLAG,
    ID,
    Shape,
    keys,
    one_or_several,
    several,
    shape,
    text,
    whole,
)
from study.touch import Takes

_HOURS: Shape = {"type": "string", "pattern": "^[0-9]{1,9}[smhdw]$"}
SHIFT = keys(
    "How far people may move their own hours, with /times.",
    earlier=shape(DURATION, f"So much earlier, in whole hours, up to {MOST_HOURS}h."),
    later=shape(DURATION, f"So much later, in whole hours, up to {MOST_HOURS}h."),
)
DIARY = keys(
    "What people may write and show at any time.",
    takes=one_or_several(
        {"enum": [str(one) for one in Takes]}, "What an entry can be made of; text and voice if left out."
    ),
    longest=shape(
        whole(touching.SHORTEST_ENTRY, touching.LONGEST_ENTRY), "How many characters an entry has at most."
    ),
    pieces=shape(whole(1, touching.MOST_PIECES), "How many messages make one entry at most."),
    within=shape(
        {"type": "string", "pattern": f"^{WITHIN}$"},
        "The side of the square to which a place is made coarse, such as `10km`.",
    ),
)
BUTTONS = several(
    keys(
        "Something that happens to people, for them to report when it does.",
        ("id", "label", "ask"),
        id=shape(ID, "The button's id; no wave may have the same."),
        label=text(
            f"The words on the key; at most {touching.LONGEST_BUTTON} characters.",
            longest=touching.LONGEST_BUTTON,
        ),
        ask=shape(ID, "The questionnaire that begins at once."),
        expires=shape(DURATION, "How long it can be answered; 1d if left out."),
    ),
    "Keys that are in sight all the time.",
    maxItems=touching.MOST_BUTTONS,
)
ENDING = keys(
    "When the study is over for a participant.",
    ("after",),
    after=shape(DURATION, "How long after the agreement, such as `365d`."),
    say=text("What is said then; the bot has words of its own if left out."),
    letter=shape(ID, "The consent scope, not a required one, of those who want to hear of the results."),
)
CHAT = keys(
    "What stays on people's phones.",
    clear=shape(
        {"enum": [str(one) for one in Clear]},
        "When messages are deleted on both sides; `never` if left out. The bot can do it for 48 hours.",
    ),
    neutral=shape(FLAG, "What comes unasked begins with a line that says nothing, and the rest is hidden."),
    face=shape(FLAG, "People may choose a word without which the bot shows nothing of the study."),
)
