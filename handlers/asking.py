"""One question on the screen: how it is put, and what stays of it once it is answered."""

from dataclasses import replace

from handlers.answers import Screen, choices_of, hint_for
from handlers.answers.place import promise
from handlers.answers.scale import long
from handlers.piping import filled
from handlers.restraint import comes_again
from handlers.series import Found, Step, step_named
from handlers.sittings import known, local_day, questionnaire_of, sitting_of
from handlers.turn import Turn
from study.ids import token
from study.inbound import Tapped
from study.instrument import AnswerType
from study.outcome import Outcome
from study.participant import Asking
from study.saying import Acknowledge, Haste, Key, Keys, Phrase, Rekey, Say, Settle, Utterance, Words

TOLD = frozenset(AnswerType) - {AnswerType.YES_NO, AnswerType.CHOICE, AnswerType.SCALE}
"""Types whose keys do not show by themselves how they are answered."""


def ask(
    turn: Turn,
    found: Found,
    *,
    lead: tuple[Words, ...] = (),
    skip: bool = True,
    back: bool = True,
    haste: Haste = Haste.REPLY,
) -> Outcome:
    """Puts a question, after `lead` and the notes on the way to it. The open one is put again as it is: the keys of the
    older message still count, and what was marked stays marked."""
    sitting, step = sitting_of(turn), found.step
    assert step is not None
    now = _asking(turn, step)
    said: tuple[Say, ...] = ()
    if now != sitting.asking:
        sitting = replace(sitting, asking=now, media="", besides=(), picked=())
        turn = turn.as_now(turn.participant.but(sitting=sitting))
        said = notes(turn, found.notes, lead=lead, haste=haste)
        lead = () if said else lead
    shown = screen(turn, found, skip=skip, back=back)
    return turn.stay(*said, put(shown, lead=(*lead, *_title(turn, step)), haste=haste))


def opened(turn: Turn, key: str) -> Turn:
    """The question of that key is open, in the words that it has now, and its earlier keys are of no use any more."""
    sitting = sitting_of(turn)
    step = step_named(questionnaire_of(turn), sitting, known(turn), key).step
    asking = _new_asking(turn, key, step.question.version if step else 1)
    return turn.as_now(turn.participant.but(sitting=replace(sitting, asking=asking, picked=())))


def _asking(turn: Turn, step: Step) -> Asking:
    """A new asking; or the open one, where it is of this question in these words."""
    asking, version = sitting_of(turn).asking, step.question.version
    if asking is not None and (asking.question, asking.version) == (step.key, version):
        return asking
    return _new_asking(turn, step.key, version)


def _new_asking(turn: Turn, key: str, version: int) -> Asking:
    sitting = sitting_of(turn)
    name = token(turn.seed, sitting.prompt or sitting.questionnaire, key)
    return Asking(name, key, turn.at, version)


def screen(turn: Turn, found: Found, *, skip: bool = True, back: bool = True) -> Screen:
    """The question that is open, as it stands on their screen."""
    sitting, step = sitting_of(turn), found.step
    assert step is not None
    assert sitting.asking is not None
    return Screen(
        step=step,
        token=sitting.asking.token,
        today=local_day(turn, turn.at),
        ask=filled(step.question.ask, turn, step),
        picked=sitting.picked,
        skip=skip and not step.question.required,
        back=back and bool(found.before),
        before=step.key in sitting.done,
        not_now=can_be_put_off(turn),
        again=sitting.expires_at is not None and comes_again(turn, sitting.expires_at) is not None,
        outdated=sitting.asking.version != step.question.version,
    )


def can_be_put_off(turn: Turn) -> bool:
    """Whether it is the first question of a prompt that they did not ask for themselves, and was not put off before."""
    sitting = sitting_of(turn)
    open = not (sitting.done or sitting.media or sitting.put_off or sitting.late)
    return open and any(wave.id == sitting.wave for wave in turn.protocol.schedule.waves)


def notes(
    turn: Turn, steps: tuple[Step, ...], *, lead: tuple[Words, ...] = (), haste: Haste = Haste.REPLY
) -> tuple[Say, ...]:
    """A message for each."""
    words = [(*_title(turn, step), filled(step.question.ask, turn, step)) for step in steps]
    return tuple(Say((*lead, *said) if n == 0 else said, haste=haste) for n, said in enumerate(words))


def put(screen: Screen, *, lead: tuple[Words, ...] = (), haste: Haste = Haste.REPLY) -> Say:
    """The message that asks."""
    return Say((*lead, screen.ask, *_tail(screen)), keys(screen), haste=haste)


def keys(screen: Screen) -> tuple[tuple[Key, ...], ...]:
    """Inline keys carry the asking's token, so a key of any other asking is known as stale. Where a place is asked for,
    they are reply keys: only those can send one."""
    rows = [[(one.label, one.carries) for one in row] for row in choices_of(screen)]
    if screen.before:
        rows.append([(Phrase("key.as-before"), "as-before")])
    if screen.skip:
        rows.append([(Phrase("key.decline"), "decline"), (Phrase("key.skip"), "skip")])
    if screen.back:
        rows.append([(Phrase("key.back"), "back")])
    if screen.not_now and screen.again:
        rows.append([(Phrase("key.not-now"), "not-now")])
    if by_reply_keys(screen):
        below = tuple(tuple(Key(label) for label, _ in row) for row in rows)
        return ((Key(Phrase("key.send-place"), place=True),), *below)
    return tuple(tuple(Key(label, f"q:{screen.token}:{carries}") for label, carries in row) for row in rows)


def by_reply_keys(screen: Screen) -> bool:
    """Telegram takes one kind of keys under a message: where there is something to tap, a place is sent without one."""
    return AnswerType.PLACE in screen.question.types and not choices_of(screen)


def settle(turn: Turn, screen: Screen, answer: Words) -> tuple[Utterance, ...]:
    """A tapped question keeps what was chosen on the screen and loses its keys."""
    if not isinstance(turn.event, Tapped):
        return ()
    acknowledged = Acknowledge(turn.event.tap)
    if turn.event.message is None:
        return (acknowledged,)
    words = (screen.ask, Phrase("question.answered", {"answer": answer}))
    return (acknowledged, Settle(turn.event.message, words))


def closed(turn: Turn) -> tuple[Utterance, ...]:
    """The message that was tapped loses its keys, and it is said where the question is."""
    if not isinstance(turn.event, Tapped):
        return ()
    told = Acknowledge(turn.event.tap, Phrase("hint.stale-key"))
    return (told,) if turn.event.message is None else (told, Rekey(turn.event.message, ()))


def redraw(turn: Turn, rows: tuple[tuple[Key, ...], ...]) -> tuple[Utterance, ...]:
    """Other keys, or none, under the message that was tapped."""
    if not isinstance(turn.event, Tapped):
        return ()
    acknowledged = Acknowledge(turn.event.tap)
    return (
        (acknowledged, Rekey(turn.event.message, rows)) if turn.event.message is not None else (acknowledged,)
    )


def taken_away(screen: Screen, *words: Words) -> tuple[Say, ...]:
    """A word by which the reply keys of this question go, if it has any."""
    return (
        (Say(words or (Phrase("question.onward"),), otherwise=Keys.REMOVE),) if by_reply_keys(screen) else ()
    )


def _title(turn: Turn, step: Step) -> tuple[Words, ...]:
    return () if step.title is None else (filled(step.title, turn, step),)


def _tail(screen: Screen) -> tuple[Words, ...]:
    """How it is answered, where its keys do not show it."""
    question, tail = screen.question, list[Words]()
    if AnswerType.SCALE in question.types and question.low_label and question.high_label:
        ends = {"low": question.low, "low_label": question.low_label}
        tail.append(
            Phrase("question.scale", ends | {"high": question.high, "high_label": question.high_label})
        )
    if TOLD.intersection(question.types) or (AnswerType.SCALE in question.types and long(question)):
        tail.append(hint_for(screen))
    if AnswerType.PLACE in question.types:
        tail.append(promise(screen))
    return tuple(tail)
