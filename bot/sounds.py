"""Voices: how long one is, measured in the sound itself, because the sender's claim is only that."""

import io

from mutagen.oggopus import OggOpus

from bot.faults import Damaged

LEAST = 50.0  # bytes that a second of Opus takes at least: silence with DTX (RFC 6716, 2.1.9)


def measured(sound: bytes) -> float:
    """Seconds of an Ogg Opus, never more than so many bytes can hold. Raises Damaged."""
    try:
        length = float(OggOpus(io.BytesIO(sound)).info.length)  # type: ignore[no-untyped-call,attr-defined]
    except Exception as fault:  # whatever a forged file makes of its reader, it is no sound
        raise Damaged from fault
    return min(max(length, 0.0), len(sound) / LEAST)
