"""An audit with a key: every agreement is opened, and what was said is heard by a program, not by a person; and every
record is opened to see whose it is, as nobody can put another name into a seal."""

import asyncio
from collections.abc import Callable, Sequence

from desk.opening import CannotOpen, Closed, Opened, Opener, Why
from desk.room import Room
from desk.telling import many
from storage.auditing import agreement_of
from storage.desk_rows import DeskRecord
from study.agreements import Agreed
from study.audited import Check, Fault
from study.auditing import utc_told
from study.evidence import Evidence

THEIRS = "Every record opens with this key, and is of whom, of when and of which prompt it lies under."
AT_ONCE = 100  # records opened while nobody else is heard
SAME = 0.001  # seconds: a time that went through a float
OPENED = "Every agreement opens with this key, and is the voice, or the words, that were noted."
AWAY = 0.5  # seconds by which a length may differ from the one noted: both were measured in the same sound

Progress = Callable[[int, int], None]
"""Called with how many are done, and of how many."""

Measure = Callable[[bytes], float]
"""The length of a sound in seconds. Raises whatever it likes where it is none."""


async def listened(
    room: Room, opener: Opener, evidence: Evidence, measure: Measure, progress: Progress
) -> Check:
    """Opens every agreement that is here; `progress` is told (agreements done, agreements in all). What is not here at
    all is told by the audit without a key."""
    agreements = list(evidence.agreements())
    faults: list[Fault] = []
    others = 0
    for number, (who, one) in enumerate(agreements):
        progress(number, len(agreements))
        async with room.reading() as look:
            record = await agreement_of(look, who, one.terms.record)
        told = opener.open(who, record) if record is not None else None
        if isinstance(told, Closed) and told.why is Why.OTHERS:
            others += 1
        elif told is not None and (why := _wrong(opener, who, one, told, measure)):
            code = evidence.codes.get(who, "")
            faults.append(Fault(f"{code}: the agreement of {utc_told(one.at)} {why}.", code))
    progress(len(agreements), len(agreements))
    notes = (f"{many(others, 'agreement is', 'agreements are')} sealed to other keys than this one.",)
    return Check("opened", OPENED, tuple(faults), notes if others else ())


async def looked_through(room: Room, opener: Opener, evidence: Evidence, progress: Progress) -> Check:
    """Opens every record of everybody, some 300 us each; nothing is kept of what is in it."""
    total, done, others = len(evidence.records), 0, 0
    faults: list[Fault] = []
    progress(0, total)
    for person in evidence.people:
        async with room.reading() as look:
            kept = await look.records_of(person.id)
        for start in range(0, len(kept), AT_ONCE):
            part = kept[start : start + AT_ONCE]
            told = await asyncio.to_thread(_astray, opener, person.id, part)
            others += sum(one is Why.OTHERS for one in told)
            faults += [
                Fault(f"{person.code}: the {record.kind} of {utc_told(record.at)} {why}.", person.code)
                for record, why in zip(part, told, strict=True)
                if why and why is not Why.OTHERS
            ]
            done += len(part)
            progress(min(done, total), total)
    progress(total, total)
    notes = (f"{many(others, 'record is', 'records are')} sealed to other keys than this one.",)
    return Check("theirs", THEIRS, tuple(faults), notes if others else ())


def _astray(opener: Opener, who: str, records: Sequence[DeskRecord]) -> list[str]:
    """Of each what is wrong with it; empty where nothing is."""
    return [_strays(opener.open(who, record)) for record in records]


def _strays(told: Opened | Closed) -> str:
    if isinstance(told, Closed):
        return told.why if told.why is Why.OTHERS else "does not open: it was altered, or is somebody else's"
    if abs(told.at.timestamp() - told.record.at) > SAME:
        return f"is of another time: {utc_told(told.at.timestamp())}"
    return "" if told.prompt == told.record.prompt else "is an answer to another prompt"


def _wrong(opener: Opener, who: str, one: Agreed, told: Opened | Closed, measure: Measure) -> str:
    """What is wrong with it; empty where nothing is."""
    if isinstance(told, Closed):
        return "does not open: the seal is broken"
    if str(told.content.get("version", one.terms.version)) != one.terms.version:
        return f"was given to another version than {one.terms.version}"
    if "scopes" in told.content and set(told.content["scopes"]) != set(one.terms.scopes):
        return "was given to other scopes than the ledger says"
    if str(told.content.get("text_sha256", one.terms.text_sha256)) != one.terms.text_sha256:
        return "was given to another text than the ledger says"
    if one.terms.way == "typed":
        written = not told.record.vault and str(told.content.get("value", "")).strip()
        return "" if written else "has no words in it"
    try:
        sound = opener.media(who, told.record, told.sha256)
    except CannotOpen:
        return "does not open: its sound is not here, or is another one"
    try:
        length = measure(sound)
    except Exception:  # whatever a forged file makes of its reader, it is no sound
        return "is no sound"
    away = abs(length - told.seconds) > AWAY
    return f"lasts {length:.1f} s, and {told.seconds:.1f} s were noted" if away else ""
