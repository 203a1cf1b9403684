"""Questions, groups and waves in the schema of the study file."""

from study import bounds, options, questions, rhythm
from study.groups import MOST_ROUNDS
from study.instrument import AnswerType
from study.lengths import LONGEST_LABEL, LONGEST_SENTENCE
from study.places import MOST_HOPED
from study.schema_shapes import (
    CLOCK,
    CONDITION,
    DURATION,
    FLAG,
    ID,
    IDS,
    SCALAR,
    SITE,
    WINDOW,
    Shape,
    by_name,
    keys,
    one_or_several,
    part,
    several,
    shape,
    text,
    whole,
)
from study.waves import LATEST, MOST_REMINDERS

_WHEN = shape(
    CONDITION, "A condition on answers given before, such as `mood <= 3`; asked only where it holds."
)
_ASK = text(
    "The question itself, in every language; {name} is filled with an answer given before.", bends=True
)
_BY = shape(IDS, "The number question that bends the words, where a text names several.")
_NAMED = by_name(
    {"anyOf": [ID, SITE]},
    text(f"The words on the key; at most {LONGEST_LABEL} characters.", longest=LONGEST_LABEL),
    f"{options.FEWEST} to {options.MOST} options.",
    minProperties=options.FEWEST,
    maxProperties=options.MOST,
)
OPTIONS: Shape = {
    "anyOf": [_NAMED, {"const": options.SITES}],
    "description": f"What can be chosen, by id, {options.FEWEST} to {options.MOST}; or `sites`: each site by its name.",
}
_TYPE = one_or_several(
    {"enum": [str(type) for type in AnswerType]}, "How it is answered: one type, or a list to choose from."
)
_BOUND = {"type": ["number", "string"], "minimum": -bounds.LARGEST, "maximum": bounds.LARGEST}

DEFS: dict[str, Shape] = {
    "site": keys(
        "Where people live now.",
        ("name", "timezone"),
        name=text("The place's name, as it stands on a key.", longest=LONGEST_LABEL),
        timezone=shape(
            {"type": "string"},
            "A name of the IANA database, in which everything is asked.",
            examples=["Asia/Yerevan"],
        ),
        target=shape(whole(1, MOST_HOPED), "How many people you hope for here."),
        key=shape(SCALAR, "The public key file of a local partner, who reads this site alone."),
        support=text("A line of help, shown by /help.", longest=LONGEST_SENTENCE),
    ),
    "question": keys(
        "One question.",
        ("id", "ask", "type"),
        id=shape(
            ID,
            "The question's id, which names its answers in the export; never change it once people have answered.",
        ),
        ask=_ASK,
        type=_TYPE,
        by=_BY,
        options=OPTIONS,
        order=shape({"enum": ["random", "as written"]}, "`random` shuffles the options for each asking."),
        fixed=several(ID, "Options that keep their places where the others are shuffled."),
        alone=several(ID, "Options that go with no other, such as `none`."),
        at_least=shape(whole(0, bounds.LONGEST), "How many choices, or characters of a text, at least."),
        at_most=shape(whole(1, bounds.LONGEST), "How many choices, or characters of a text, at most."),
        from_=shape(_BOUND, "The lowest point, number, date or time that is an answer; `today` for a date."),
        to=shape(_BOUND, "The highest point, number, date or time that is an answer; `today` for a date."),
        from_label=text("What the lowest point of a scale means.", longest=LONGEST_LABEL),
        to_label=text("What the highest point of a scale means.", longest=LONGEST_LABEL),
        unit=text("What a number counts, such as `people`.", longest=LONGEST_LABEL),
        decimals=shape(
            whole(0, bounds.MOST_DECIMALS),
            "How many digits a number may have after the point; none if left out.",
        ),
        within=shape(
            {"type": "string", "pattern": f"^{bounds.WITHIN}$"},
            "The side of the square to which a place is made coarse, such as `25km`.",
        ),
        when=_WHEN,
        remember=shape(
            FLAG, "Keeps the answer when the questionnaire ends, for conditions, waves and words later on."
        ),
        sets=shape({"enum": ["site"]}, "The answer is where they live now: it moves them, as /moved does."),
        required=shape(FLAG, "Takes `Skip` and `I'd rather not say` away; use it sparingly."),
    ),
    "group": keys(
        "Questions that belong together.",
        ("group", "questions"),
        group=shape(ID, "The group's id."),
        title=text("Said before the first of its questions, in each round.", bends=True),
        by=_BY,
        when=_WHEN,
        repeat=keys(
            "Asks the group several times: `times` or `again`.",
            times=shape(IDS, "The number question that says how often."),
            again=text("A yes-no question after each round; with a yes comes another.", bends=True),
            by=_BY,
            at_most=shape(whole(1, MOST_ROUNDS), f"The most rounds in any case, up to {MOST_ROUNDS}."),
        ),
        questions=several(
            part("question"), "The questions of one round.", minItems=1, maxItems=questions.MOST_QUESTIONS
        ),
    ),
    "wave": keys(
        "When a questionnaire is asked: at random (`signal`), at intervals (`every`) or `once`.",
        ("id", "ask", "expires"),
        id=shape(ID, "The wave's id."),
        ask=shape(ID, "The questionnaire that is asked."),
        after=shape(
            {"type": "string"},
            "What it counts from: consent, enrolled, moved, interview, `answered NAME`, a date answer, or a day.",
            examples=["consent", "answered evening", "left_on", "2025-02-24"],
        ),
        wait=shape(DURATION, "Begins so much later than what it counts from."),
        until=shape({"type": "string"}, "What ends the wave, written as in `after`."),
        lasts=shape(DURATION, "Ends the wave so long after it began."),
        when=shape(CONDITION, "A condition on remembered answers, looked at when a prompt falls due."),
        arm=one_or_several(ID, "The arms that get it; all if left out."),
        scope=shape(ID, "The consent scope, not a required one, of those who are asked it."),
        signal=keys(
            "Random moments of a day.",
            ("times", "between"),
            times=shape(whole(1, rhythm.MOST_A_DAY), f"How often a day, up to {rhythm.MOST_A_DAY}."),
            between=shape(WINDOW, "Between which hours, such as 10:00-21:00; not in the quiet hours."),
            apart=shape(DURATION, "How far apart at least."),
        ),
        days=shape(
            {"type": ["string", "integer"], "pattern": "^[0-9]{1,5}( *[-–] *[0-9]{1,5})?$"},
            "The first and the last day of a signal, both included; day 0 is the day of what it counts from.",
        ),
        on=one_or_several(
            {
                "type": "string",
                "pattern": "^(mon|tue|wed|thu|fri|sat|sun)( *[-–] *(mon|tue|wed|thu|fri|sat|sun))?$",
            },
            "Days of the week on which a signal asks, such as `[mon, wed, sat-sun]`.",
        ),
        each=shape(whole(1, rhythm.MOST_EACH), "Every k-th day of a signal."),
        every=shape(DURATION, "Asks at this interval: whole days, or less than one."),
        once=shape(DURATION, "Asks once, so long after."),
        at=one_or_several(CLOCK, "The time of day, or several, for whole days.", maxItems=rhythm.MOST_CLOCKS),
        times=shape(whole(1, rhythm.MOST_PROMPTS), f"How often `every` asks, up to {rhythm.MOST_PROMPTS:,}."),
        burst=keys(
            "Lets the wave come again as a whole.",
            ("every", "times"),
            every=shape(DURATION, "From the beginning of one burst to the next, in whole days."),
            times=shape(whole(2, rhythm.MOST_PROMPTS), "How many bursts."),
        ),
        expires=shape(DURATION, "How long a prompt can be answered."),
        remind=one_or_several(
            DURATION,
            f"When it is put again, counted from the prompt; at most {MOST_REMINDERS} times.",
            maxItems=MOST_REMINDERS,
        ),
        late=shape(
            DURATION,
            f"Answers that come so long after it has lapsed are kept, and marked; up to {LATEST.days}d.",
        ),
    ),
}
DEFS["wave"]["oneOf"] = [{"required": [kind]} for kind in ("signal", "every", "once")]
