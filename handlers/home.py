"""The study's own buttons: they stand at the bottom of the screen whenever nothing else needs the place."""

from dataclasses import replace

from handlers.turn import Turn
from handlers.typed import named
from study.inbound import Wrote
from study.outcome import Outcome
from study.participant import Participant, Stage
from study.saying import Key, Keys, Phrase, Say, SayVoice, Utterance
from study.touch import Button

SHORT = 18
"""Characters of a label that has room for another beside it on a small phone."""

Rows = tuple[tuple[Key, ...], ...]


def pressed(turn: Turn) -> Button | None:
    """The button that was pressed, or typed out, in any language of the study, by somebody who takes part."""
    if turn.participant.stage is not Stage.ENROLLED:
        return None
    match turn.event:
        case Wrote(text=text, forwarded=False):
            return named(text, turn.protocol.buttons, lambda button: button.label)
    return None


def kept(before: Participant, turn: Turn, outcome: Outcome) -> Outcome:
    """Where words take a keyboard away from somebody who takes part, the buttons come instead; in another language once
    that has changed."""
    person = outcome.participant
    if person is None or person.stage is not Stage.ENROLLED or not turn.protocol.buttons:
        return outcome
    rows = _rows(turn.protocol.buttons, person.language)
    say = tuple(_standing(one, person, rows) for one in outcome.say)
    if before.language != person.language and not _needed(person, say):
        say = _with_first(say, Say((Phrase("buttons.language"),), rows, standing=True))
    return replace(outcome, say=say)


def _standing(one: Utterance, person: Participant, rows: Rows) -> Utterance:
    if not isinstance(one, Say) or one.keys:
        return one
    free = one.otherwise is Keys.REMOVE or (one.otherwise is Keys.HOME and not _needed(person))
    return replace(one, keys=rows, standing=True) if free else one


def _needed(person: Participant, say: tuple[Utterance, ...] = ()) -> bool:
    """Whether something else stands there, or comes with these words."""
    return person.draft is not None or person.talk is not None or any(map(_brings_keys, say))


def _brings_keys(one: Utterance) -> bool:
    return isinstance(one, Say | SayVoice) and any(not key.data for row in one.keys for key in row)


def _with_first(say: tuple[Utterance, ...], first: Say) -> tuple[Utterance, ...]:
    """Before all other messages: a question stays the last."""
    at = next((n for n, one in enumerate(say) if isinstance(one, Say | SayVoice)), len(say))
    return (*say[:at], first, *say[at:])


def _rows(buttons: tuple[Button, ...], language: str) -> Rows:
    """Two in a row where both are short."""
    rows: list[tuple[Key, ...]] = []
    short = False  # whether the last row has room
    for button in buttons:
        fits = len(button.label.say(language)) <= SHORT
        if short and fits:
            rows[-1] = (*rows[-1], Key(button.label))
        else:
            rows.append((Key(button.label),))
        short = fits and not (short and len(rows[-1]) == 2)
    return tuple(rows)
