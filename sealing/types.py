"""Sealed things as storage takes them: nothing here can be read on this server."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sealed:
    """One sealed record. `envelope` opens only with a recipient's secret key."""

    record: str
    participant: str
    kind: str
    envelope: bytes
