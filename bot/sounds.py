"""Voices: how long one is, and whether anything is to be heard in it. Both are measured in the sound itself: the
sender's claim is only that."""

from dataclasses import dataclass

from bot.faults import Damaged
from bot.ogg import RATE, packets, samples, skipped

LEAST_HEARD = 0.5
"""Seconds with something new in them. A microphone that is switched off gives the same packet again and again, or
hardly any: of five seconds of it libopus 1.3 (for speech and for music, 12 to 64 kbit/s, constant and not, 20 and 60
ms, with DTX and without) makes at most 0.46 s of packets that were not there before. Of a sentence 45 dB below a sample
of ours it makes 3.4 s out of 4.2 s; and of any room in which nobody speaks, all: that, people hear."""

QUIET = 200
"""Bytes a second in a packet that has nothing to say: with DTX, one for 20 ms (RFC 6716, section 2.1.9), and else three
of silence."""


@dataclass(frozen=True)
class Sound:
    """`seconds` of an Ogg Opus; `silent` where no voice can be in it."""

    seconds: float
    silent: bool


def measured(ogg: bytes) -> Sound:
    """Raises Damaged for what is no whole Ogg Opus."""
    stream = packets(ogg)
    head, tags = next(stream, b""), next(stream, b"")
    unheard = skipped(head)
    if not tags.startswith(b"OpusTags"):
        raise Damaged
    length, new, known = 0, 0, set[bytes]()
    for packet in stream:
        if not packet:  # a gap: nothing was sent for it
            continue
        lasts = samples(packet)
        length += lasts
        if new < LEAST_HEARD * RATE and len(packet) * RATE > QUIET * lasts and packet not in known:
            known.add(packet)
            new += lasts
    return Sound(max(length - unheard, 0) / RATE, silent=new < LEAST_HEARD * RATE)
