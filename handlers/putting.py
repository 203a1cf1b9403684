"""The next question of a check-in, or its end."""

from handlers import asking, relocating
from handlers.sittings import counted, sitting_of, upcoming
from handlers.turn import Turn
from study.effects import CancelTimers, PromptMoved, PromptState
from study.outcome import Outcome
from study.saying import Haste, Keys, Phrase, Say, Words


def ask(turn: Turn, *, lead: tuple[Words, ...] = (), haste: Haste = Haste.REPLY) -> Outcome:
    """The next question, or the open one again; after the last, the end."""
    found = upcoming(turn)
    if found.step is not None:
        return asking.ask(turn, found, lead=lead, haste=haste)
    return _finish(turn, asking.notes(turn, found.notes, lead=lead, haste=haste))


def _finish(turn: Turn, said: tuple[Say, ...]) -> Outcome:
    sitting = sitting_of(turn)
    all_skipped = len(sitting.skipped) == len(sitting.done)
    only_told = bool(said) and not sitting.done  # nothing but notes
    state = PromptState.SKIPPED if all_skipped and not only_told else PromptState.ANSWERED
    asked, given = counted(sitting)
    moved = PromptMoved(sitting.prompt, state, turn.at, asked, given, late=sitting.late)
    ended = (CancelTimers(prompt=sitting.prompt), moved)
    words = Phrase("prompt.all-skipped") if all_skipped else Phrase("prompt.done")
    told = said if only_told else (*said, Say((words,), otherwise=Keys.HOME))
    now = turn.as_now(turn.participant.but(sitting=None))
    after = relocating.over(now, sitting, answered=state is PromptState.ANSWERED)
    return now.stay(*told, effects=ended).then(after)
