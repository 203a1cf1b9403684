"""The scopes: what exactly is agreed to, one by one. Reply keys, because consent must not hang on a tap's 150 s."""

from handlers import evidence, person
from handlers.declining import decline
from handlers.turn import Turn
from study.model import Localized
from study.outcome import Outcome
from study.participant import Stage
from study.protocol import Scope
from study.saying import Care, Key, Phrase, Say

YES_NO = ((Key(Phrase("key.yes")), Key(Phrase("key.no"))),)
QUESTION = "?؟？"
RECONSIDER = ((Key(Phrase("key.yes")),), (Key(Phrase("key.rather-not")),))


def enter(turn: Turn) -> Outcome:
    return ask(turn.as_now(turn.participant.but(scopes=frozenset(), scopes_asked=())))


def ask(turn: Turn) -> Outcome:
    """The next scope, or the same one again; after the last, the statement."""
    scope = _next(turn)
    if scope is None:
        return turn.become(*_summary(turn), stage=Stage.STATEMENT, **evidence.requested(turn))
    first = not turn.participant.scopes_asked
    begin = (Phrase("scopes.begin", n=len(turn.protocol.consent.scopes)),) if first else ()
    about = {"scope": asked(scope)}
    question = Phrase("scopes.required", about) if scope.required else Phrase("scopes.optional", about)
    return turn.stay(Say((*begin, question), YES_NO))


def answer(turn: Turn) -> Outcome:
    scope = _next(turn)
    if scope is None:
        return ask(turn)
    participant = turn.participant
    if turn.means("key.yes"):
        given = participant.but(
            scopes=participant.scopes | {scope.id}, scopes_asked=(*participant.scopes_asked, scope.id)
        )
        return ask(turn.as_now(given))
    if turn.means("key.rather-not"):
        return decline(turn)
    if turn.means("key.no"):
        if scope.required:
            return turn.stay(Say((Phrase("scopes.cannot-without"),), RECONSIDER))
        return ask(turn.as_now(participant.but(scopes_asked=(*participant.scopes_asked, scope.id))))
    return person.hint(turn, "hint.reply-keys", YES_NO)


def _summary(turn: Turn) -> tuple[Say, ...]:
    """What was chosen, before it is said aloud: a key pressed twice in haste must not pass for an answer."""
    scopes = turn.protocol.consent.scopes
    if all(scope.required for scope in scopes):
        return ()
    given = turn.participant.scopes
    lines = (
        Phrase("scopes.given" if scope.id in given else "scopes.not-given", {"scope": asked(scope)})
        for scope in scopes
    )
    return (Say((Phrase("scopes.summary"), *lines), care=Care.ONCE),)


def asked(scope: Scope) -> Localized:
    """With a question mark, whether the study wrote it or not. In Armenian (՞) it stands within a word."""
    ask = scope.ask.root
    return Localized(
        {
            lang: said if said.endswith(tuple(QUESTION)) or "՞" in said else f"{said}?"
            for lang, said in ask.items()
        }
    )


def _next(turn: Turn) -> Scope | None:
    asked = turn.participant.scopes_asked
    return next((scope for scope in turn.protocol.consent.scopes if scope.id not in asked), None)
