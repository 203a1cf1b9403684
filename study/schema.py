"""The study file as JSON Schema 2020-12, for editors that complete and explain what is typed.

It knows every key, and the form of every value. What one part of a study says about another (a condition's names, a
wave's questionnaire, texts in every language) only `study.reading` knows: `restante study check` has the last word.
"""

from typing import Any

from study import assigning, overall, places, waves
from study.consenting import OFTENEST, SELDOMEST, WAYS
from study.lengths import LONGEST_NAME, LONGEST_SENTENCE
from study.protocol import SourceKind
from study.questions import MOST_QUESTIONS
from study.schema_ahead import INTERVIEWS, KEEP, REFERRALS
from study.schema_care import CARE
from study.schema_parts import DEFS, OPTIONS
from study.schema_shapes import (
    CONDITION,
    DAY,
    DURATION,
    FLAG,
    ID,
    LANGUAGE,
    SCALAR,
    SITE,
    WINDOW,
    by_name,
    keys,
    one_or_several,
    part,
    several,
    shape,
    text,
    whole,
)
from study.schema_touch import BUTTONS, CHAT, DIARY, ENDING, SHIFT
from study.team import LONGEST_CONTACT

FILE = "study.schema.json"
"""Its name beside a study file. The first line of a study file tells editors: `# yaml-language-server: $schema=…`."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_CHECK = keys(
    "One question of the comprehension check.",
    ("ask", "type", "answer"),
    ask=text("What is asked about the information."),
    type=shape({"enum": ["yes-no", "choice"]}, "How it is answered."),
    options=OPTIONS,
    answer=shape(SCALAR, "The right answer: yes, no, or an option's id."),
    explain=text("Said after a wrong answer; the whole information if left out."),
    order=shape({"enum": ["random", "as written"]}, "`random` shuffles the options for each asking."),
    fixed=several(ID, "Options that keep their places where the others are shuffled."),
)
_CONSENT = keys(
    "What people read, and what they agree to aloud.",
    ("version", "information", "statement"),
    version=shape(
        {"type": ["string", "number"], "pattern": r"^[0-9]{1,4}\.[0-9]{1,4}$"},
        'Goes into every consent record; in quotes: "1.0".',
    ),
    information=text(
        "What the study is, as Markdown, or the name of a file of it per language; `---` begins a new message."
    ),
    check=several(_CHECK, "The comprehension check; a wrong answer explains again, and never excludes."),
    statement=text("What the participant says aloud.", longest=LONGEST_SENTENCE),
    record=one_or_several(
        {"enum": list(WAYS)}, "How people agree: by voice, and where they cannot speak, `[voice, typed]`."
    ),
    voice=keys(
        "How long the spoken agreement may be.",
        at_least=shape(DURATION, "The shortest; 3s if left out."),
        at_most=shape(DURATION, "The longest; 90s if left out."),
    ),
    scopes=several(
        keys(
            "One thing agreed to.",
            ("id", "ask"),
            id=shape(ID, "The scope's id."),
            ask=text("What is agreed to, as a question.", longest=LONGEST_SENTENCE),
            required=shape(FLAG, "Without it nobody takes part; at least one scope is so."),
        ),
        "What is agreed to, one by one.",
    ),
    changes=text(
        "What is new in this version, told to those who agreed to an earlier one.", longest=LONGEST_SENTENCE
    ),
    joint=shape(FLAG, "Two who are interviewed together may find each other with /together."),
    remind=shape(
        DURATION,
        f"How often people are reminded of what they agreed to; {OFTENEST.days}d to {SELDOMEST.days}d.",
    ),
    custodian=shape(
        SCALAR,
        "The public key file of who keeps the agreements: they are sealed to that key, and to no other.",
    ),
)
_SCREENING = keys(
    "Who can take part; answered by keys, kept only once people agree.",
    questions=several(
        part("question"), "The questions, of type yes-no, choice or scale.", maxItems=MOST_QUESTIONS
    ),
    eligible=shape(CONDITION, "The condition on which somebody can take part."),
)
_APPROVAL = keys(
    "An approval of the study.",
    ("body", "reference", "granted"),
    body=text("Who granted it."),
    reference=shape(SCALAR, "Its number."),
    granted=shape(DAY, "On which day, such as 2023-03-14."),
)
_SOURCE = keys(
    "A way in, with a link of its own.",
    ("id", "kind"),
    id=shape(ID, "Stands in the link: t.me/BOT?start=ID."),
    kind=shape({"enum": [str(kind) for kind in SourceKind]}, "What kind of place people come from."),
    site=shape({"type": "string"}, "The site it belongs to, which the bot then offers first."),
)
_SHARE = whole(1, assigning.MOST_SHARES)
_ARMS = {
    **keys(
        "Random assignment: the arms with their shares in a block.",
        names=by_name(
            ID,
            _SHARE,
            "The arms with their shares, where a name would be one of the keys beside.",
            minProperties=2,
        ),
        blocks=shape(whole(1, assigning.MOST_BLOCKS), "Makes a block so many times as large."),
        by=shape({"enum": ["site"]}, "Draws for each site by itself."),
        seed=shape(whole(0, assigning.LARGEST_SEED), "Makes the drawing one that can be done again."),
    ),
    "additionalProperties": shape(_SHARE, "The share of this arm in a block."),
}
_SCHEDULE = keys(
    "When people are asked.",
    quiet=shape(WINDOW, "Hours in which nobody is asked or reminded, where they live, such as 22:00-08:00."),
    most_a_day=shape(
        whole(1, waves.MOST_ALL_DAY),
        "How many prompts one person gets on one day at most, all waves together.",
    ),
    never=one_or_several(
        {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}( *\.\. *[0-9]{4}-[0-9]{2}-[0-9]{2})?$"},
        "Days, or spans of days (2025-01-01..2025-01-07), on which nobody is asked.",
        minItems=0,
        maxItems=overall.MOST_NEVER,
    ),
    arms=_ARMS,
    shift=SHIFT,
    fewer=shape(
        whole(1, waves.MOST_ALL_DAY), "The smallest number of prompts a day that somebody may ask for."
    ),
    silence=shape(
        whole(1, waves.MOST_MISSED),
        "After so many missed prompts in a row somebody is asked once whether they are still there.",
    ),
    waves=several(part("wave"), "The waves, each with what it asks and when.", maxItems=waves.MOST_WAVES),
)


def schema() -> dict[str, Any]:
    """The whole schema, as JSON data."""
    entry = {"if": {"required": ["group"]}, "then": part("group"), "else": part("question"), "type": "object"}
    study = keys(
        "One study, for `restante`. `restante study check FILE` says everything that an editor cannot see.",
        ("study", "title", "languages", "team", "keys", "sites", "consent"),
        study=shape(ID, "The id of the study; it stays the same for the life of the study."),
        title=text("The study's name, as participants see it.", longest=LONGEST_NAME),
        languages=one_or_several(LANGUAGE, "ISO 639-1 codes; the first is the default."),
        team=keys(
            "Who asks.",
            ("name", "contact"),
            name=text("Who the team is.", longest=LONGEST_NAME),
            contact=shape(
                SCALAR,
                "Where a person reaches a person; shown before anything is asked.",
                maxLength=LONGEST_CONTACT,
            ),
        ),
        approvals=several(_APPROVAL, "Recruitment stays closed until one is here."),
        keys=by_name(
            ID,
            shape(SCALAR, "A public key file, NAME.pub, counted from the study file."),
            "The public keys to which everything is sealed; at least two.",
            minProperties=2,
        ),
        sites=by_name(
            SITE,
            part("site"),
            "Where people live, by two or three capital letters, which begin every pseudonym.",
            minProperties=1,
            maxProperties=places.MOST,
        ),
        recruitment=keys(
            "How people come.", sources=several(_SOURCE, "A source for each way in."), referrals=REFERRALS
        ),
        screening=_SCREENING,
        consent=_CONSENT,
        questionnaires=by_name(
            ID,
            several(entry, "The questions and groups, in their order.", minItems=1, maxItems=MOST_QUESTIONS),
            "The questionnaires, by name.",
        ),
        schedule=_SCHEDULE,
        diary=DIARY,
        buttons=BUTTONS,
        ending=ENDING,
        chat=CHAT,
        interviews=INTERVIEWS,
        care=CARE,
        keep=KEEP,
    )
    return {"$schema": DIALECT, "title": "A study of Poste Restante", **study, "$defs": DEFS}
