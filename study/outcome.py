"""What a handler decides. Nothing of it has happened yet: one transaction makes all of it true, or none."""

from dataclasses import dataclass

from study.effects import Effect
from study.participant import Participant
from study.saying import Utterance


@dataclass(frozen=True)
class Outcome:
    """`participant` None means: nothing about this person stays (contact, state, timers); counts do.
    `silence` drops words to this person that are still waiting to be sent, before `say` is queued."""

    participant: Participant | None
    say: tuple[Utterance, ...] = ()
    effects: tuple[Effect, ...] = ()
    silence: bool = False

    def then(self, next: "Outcome") -> "Outcome":
        """Both, one after the other: the participant as `next` leaves them."""
        return Outcome(
            next.participant,
            self.say + next.say,
            self.effects + next.effects,
            self.silence or next.silence,
        )
