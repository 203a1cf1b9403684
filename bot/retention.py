"""`keep.media` of the study file: voices and photos whose time is over are discarded, once a day."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from bot.logs import note
from bot.office import Office
from storage import commit, keeping
from storage.commit import Commit
from storage.keeping import Media
from study.participant import Stage
from study.protocol import Protocol

AT_ONCE = 200


class Retention:
    def __init__(self, office: Office, protocol: Protocol) -> None:
        self._office = office
        self._protocol = protocol

    async def carry_out(self) -> int:
        """Returns how many went. Their files are overwritten by whoever clears the vault next."""
        if self._protocol.keep is None or self._protocol.keep.media is None:
            return 0
        database = self._office.database
        found = await keeping.media(database.reader)
        gone = list(over(found, self._protocol, self._office.clock.now()))
        for first in range(0, len(gone), AT_ONCE):
            await commit.apply(database, Commit(discarded=gone[first : first + AT_ONCE]))
        if gone:
            note("media-term-over", count=len(gone))
        return len(gone)


def over(media: Iterable[Media], protocol: Protocol, now: datetime) -> Iterator[str]:
    """The records of those whose term is over at `now`."""
    term = protocol.keep.media if protocol.keep else None
    for one in media:
        until = term.over(_time(one.at), _ended(one, protocol)) if term else None
        if until is not None and until <= now:
            yield one.id


def _ended(one: Media, protocol: Protocol) -> datetime | None:
    """When the study was over for them: as the study file says, or when they left, but not before they last said
    something, as people can come back. None while they take part."""
    if one.stage not in (Stage.FINISHED, Stage.WITHDRAWN):
        return None
    ends = []
    if protocol.ending is not None and one.enrolled_at is not None:
        ends.append(_time(one.enrolled_at) + protocol.ending.after)
    if one.stage == Stage.WITHDRAWN and one.withdrawn_at is not None:
        ends.append(_time(one.withdrawn_at))
    return max(_time(one.last_at), min(ends, default=_time(one.last_at)))


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
