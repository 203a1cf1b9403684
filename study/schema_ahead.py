"""What this version reads and does not act on yet, in the schema of the study file."""

from study import ahead
from study.ahead import Memory, Place, Way
from study.schema_shapes import (
    DURATION,
    keys,
    one_or_several,
    shape,
    whole,
)

REFERRALS = keys(
    "Snowball recruitment, read but not acted on yet.",
    ("coupons",),
    coupons=shape(whole(1, ahead.MOST_COUPONS), "How many people each participant may bring."),
    depth=shape(whole(1, ahead.DEEPEST), "Over how many steps at most."),
    remember=shape({"enum": [str(one) for one in Memory]}, "What is kept of who brought whom."),
)
INTERVIEWS = keys(
    "Interviews, read but not acted on yet.",
    ("minutes", "ways"),
    minutes=shape(whole(ahead.SHORTEST, ahead.LONGEST), "How long one takes."),
    ways=one_or_several({"enum": [str(way) for way in Way]}, "In which ways one can be held."),
    place=shape({"enum": [str(place) for place in Place]}, "Who names the place."),
    remind=one_or_several(DURATION, "How long before it somebody is reminded."),
)
_TERM = {"type": "string", "pattern": "^[0-9]{1,9}[smhdwy]( after end)?$"}
KEEP = keys(
    "How long things are kept.",
    contacts=shape(
        _TERM,
        "How long it is known who is who, such as `180d after end`: after the ending, or after leaving.",
    ),
    media=shape(
        _TERM,
        "How long voices and photos are kept, such as `2y` or `2y after end`; then they are overwritten.",
    ),
)
