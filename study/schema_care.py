"""What a study does for somebody who is not well, in the schema of the study file."""

from study import caring
from study.schema_shapes import ID, LANGUAGE, SCALAR, Shape, by_name, keys, several, shape

_NUMBER: Shape = {"type": ["number", "string"], "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,6})?$"}
_SCORE = keys(
    "A question, and how low or how high an answer is one that calls for care.",
    ("question",),
    question=shape(ID, "A question of type scale or number."),
    at_most=shape(_NUMBER, "An answer as low as this, or lower."),
    at_least=shape(_NUMBER, "An answer as high as this, or higher."),
)
CARE = keys(
    "Words and answers that are met with the site's line of help, before anything else is said.",
    words=by_name(
        LANGUAGE,
        several(SCALAR, "Words, or several words together, in this language.", maxItems=caring.MOST_PHRASES),
        "What people may write, by language; a * at the end of a word stands for any ending.",
    ),
    scores=several(_SCORE, "Answers that call for care.", maxItems=caring.MOST_SCORES),
)
