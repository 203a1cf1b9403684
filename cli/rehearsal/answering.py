"""An answer that fits a question, drawn by chance, as the person would send it."""

from datetime import date, timedelta
from random import Random

from study.inbound import Event, Located, Showed, Spoke, Wrote
from study.instrument import AnswerType, Question, Questionnaire
from study.participant import Participant
from study.protocol import Protocol

SENTENCE = "Something that somebody might well say about such a day. "
AGAIN = 0.4
"""How often a group is asked again where the person decides."""


def press(name: str) -> Wrote:
    """A key of the bot's own, by its name."""
    return Wrote("", 0, means=frozenset({name}))


def skip() -> Wrote:
    return press("key.skip")


def question_asked(protocol: Protocol, participant: Participant) -> Question | None:
    """The question on their screen."""
    sitting = participant.sitting
    if sitting is None or sitting.asking is None:
        return None
    id = sitting.asking.question.partition("#")[0]
    questions: tuple[Question, ...] = protocol.screening.questions
    if sitting.questionnaire == "check":
        questions = tuple(check.question for check in protocol.consent.checks)
    elif sitting.questionnaire != "screening":
        questionnaire = protocol.questionnaire(sitting.questionnaire)
        if any(group.id == id for group in questionnaire.groups):
            return again(questionnaire, id)
        questions = questionnaire.questions
    return next((question for question in questions if question.id == id), None)


def again(questionnaire: Questionnaire, id: str) -> Question | None:
    """What is asked between two rounds of a group, as a question."""
    group = questionnaire.group(id)
    if group is None or group.repeat is None or group.repeat.again is None:
        return None
    return Question(id=id, ask=group.repeat.again, types=(AnswerType.YES_NO,), group=id)


def answer(question: Question, chance: Random, language: str, today: date) -> Event:
    """One of all the ways to answer. A text, a voice or a photo says nothing."""
    type = chance.choice(question.types)
    match type:
        case AnswerType.YES_NO:
            yes = chance.random() < (AGAIN if question.id == question.group else 0.5)
            return press("key.yes" if yes else "key.no")
        case AnswerType.VOICE:
            return Spoke("voice", 0, 20, 40_000)
        case AnswerType.PHOTO:
            return Showed("photo", 0, 40_000)
        case AnswerType.PLACE:
            return Located(chance.uniform(-60, 60), chance.uniform(-180, 180), 0)
    return Wrote(_typed(type, question, chance, language, today), 0)


def _typed(type: AnswerType, question: Question, chance: Random, language: str, today: date) -> str:
    match type:
        case AnswerType.CHOICE:
            return chance.choice(question.options).label.say(language)
        case AnswerType.CHOICES:
            return ", ".join(_choices(question, chance, language))
        case AnswerType.SCALE:
            return str(chance.randint(int(question.low or 0), int(question.high or 0)))
        case AnswerType.NUMBER:
            return _number(question, chance)
        case AnswerType.DATE:
            return _date(question, chance, today).isoformat()
        case AnswerType.TIME:
            return _time(question, chance)
    return _text(question, chance)


def _choices(question: Question, chance: Random, language: str) -> list[str]:
    together = [option for option in question.options if not option.alone]
    alone = [option for option in question.options if option.alone]
    least, most = max(question.at_least or 1, 1), min(question.at_most or len(together), len(together))
    if alone and least <= 1 and chance.random() < 1 / len(question.options):
        return [chance.choice(alone).label.say(language)]
    picked = chance.sample(together, chance.randint(min(least, most), most)) if together else alone[:1]
    return [option.label.say(language) for option in picked]


def _number(question: Question, chance: Random) -> str:
    low = question.low if question.low is not None else (question.high or 10) - 10
    high = question.high if question.high is not None else low + 10
    if not question.decimals:
        return str(chance.randint(int(low), int(high)))
    return f"{chance.uniform(low, high):.{question.decimals}f}"


def _date(question: Question, chance: Random, today: date) -> date:
    last = _day(question.last_day, today) or today
    first = _day(question.first_day, today) or last - min(timedelta(days=1_000), last - date.min)
    return first + timedelta(days=chance.randint(0, max((last - first).days, 0)))


def _day(bound: date | str | None, today: date) -> date | None:
    return today if isinstance(bound, str) else bound


def _time(question: Question, chance: Random) -> str:
    low = question.first_time.hour * 60 + question.first_time.minute if question.first_time else 0
    high = question.last_time.hour * 60 + question.last_time.minute if question.last_time else 1_439
    minute = (low + chance.randint(0, (high - low) % 1_440)) % 1_440
    return f"{minute // 60:02d}:{minute % 60:02d}"


def _text(question: Question, chance: Random) -> str:
    least, most = question.at_least or 1, question.at_most or 4_000
    said = SENTENCE * (1 + max(least, chance.randint(1, 300)) // len(SENTENCE))
    return said[: max(least, min(most, len(said)))]
