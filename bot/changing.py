"""A study file may have changed since the service last ran: what it may not do, and the version of each question."""

from bot.faults import StartRefused
from storage import wordings as kept
from storage.database import Database
from study.comparing import Past, compare, suspects
from study.protocol import Protocol
from study.wordings import numbered, numbered_plans, plans, with_versions, wordings


async def met_again(database: Database, protocol: Protocol, now: float) -> Protocol:
    """The protocol whose questions know the versions of their wordings; new ones are noted, with `now` as Unix time.

    Raises StartRefused, with a sentence for each question that people have answered and that is gone, or of another
    kind: nothing is noted then."""
    before = Past(await kept.wordings(database.reader), await kept.plans(database.reader))
    spoilt = suspects(before, protocol)
    if spoilt:
        answered = await kept.answered(database.reader, spoilt)
        _refuse(Past(before.wordings, before.plans, answered), protocol)
    since = (
        now if before.wordings or before.plans else 0.0
    )  # who was here before anything was noted was asked this, too
    questions = numbered(wordings(protocol), before.wordings, since)
    waves = numbered_plans(plans(protocol), before.plans, since)
    known, laid = set(before.wordings), set(before.plans)
    new = [one for one in questions if one not in known], [one for one in waves if one not in laid]
    if any(new):
        await kept.keep(database, *new)
    return with_versions(protocol, questions)


def _refuse(past: Past, protocol: Protocol) -> None:
    refused = [str(change) for change in compare(past, protocol) if change.refused]
    if refused:
        told = "\n".join(f"  {sentence}" for sentence in refused)
        raise StartRefused(
            f"The study file changes what people have answered already, so nothing was started.\n{told}"
        )
