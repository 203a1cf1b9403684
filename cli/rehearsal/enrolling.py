"""The way into a study: arrival, screening, the information, the check, the agreement, all asked and answered."""

from datetime import date

from cli.rehearsal.answering import answer, press, question_asked
from cli.rehearsal.life import Life
from handlers.site import PREFIX as SITE_KEY
from study.inbound import Command, Event, Spoke, Tapped, Wrote
from study.instrument import AnswerType
from study.participant import Participant, Stage
from study.protocol import Approval, Protocol

MOST_TRIES = 300
MOST_STEPS = 400


class NobodyTakesPart(Exception):
    """However screening was answered, nobody could take part."""


def opened(protocol: Protocol) -> Protocol:
    """The study with recruitment open, as if an approval were on file."""
    if protocol.open_for_recruitment:
        return protocol
    approval = Approval(body=protocol.title, reference="rehearsal", granted=date(2000, 1, 1))
    return protocol.model_copy(update={"approvals": (approval,)})


def enrol(life: Life, site: str) -> Participant:
    """Brings somebody who lives in `site` to the end of the agreement. Whom screening turns away comes again, with
    other answers; NobodyTakesPart is raised when no answers serve."""
    for _ in range(MOST_TRIES):
        life.tell(Command("start"))
        if _walk(life, site):
            assert life.participant is not None
            return life.participant
        life.participant = None
    raise NobodyTakesPart


def _walk(life: Life, site: str) -> bool:
    for _ in range(MOST_STEPS):
        now = life.participant
        if now is None:
            return False
        if now.stage is Stage.ENROLLED:
            return True
        life.tell(_step(life, now, site))
    return False


def _step(life: Life, now: Participant, site: str) -> Event:
    protocol = life.protocol
    match now.stage:
        case Stage.LANGUAGE:
            return press(f"language.{life.language}")
        case Stage.SITE:
            return Tapped(f"{SITE_KEY}{site}", "tap")
        case Stage.SCREENING:
            question = question_asked(protocol, now)
            assert question is not None
            return answer(question, life.chance, now.language, life.at.date())
        case Stage.INFORMATION:
            return press("key.go-on")
        case Stage.CHECK:
            return _right(protocol, now)
        case Stage.SCOPES:
            return press("key.yes")
        case Stage.CONFIRMING:
            return press("key.confirm")
    return Spoke("voice", 0, 20, 40_000)


def _right(protocol: Protocol, now: Participant) -> Event:
    """The right answer to a question of the comprehension check."""
    question = question_asked(protocol, now)
    check = next(check for check in protocol.consent.checks if check.question == question)
    if AnswerType.YES_NO in check.question.types:
        return press(f"key.{check.answer}")
    option = next(option for option in check.question.options if option.id == check.answer)
    return Wrote(option.label.say(now.language), 0)


def unscreened(protocol: Protocol) -> Protocol:
    """The study with everybody let in."""
    return protocol.model_copy(update={"screening": protocol.screening.model_copy(update={"eligible": None})})
