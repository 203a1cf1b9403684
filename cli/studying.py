"""The study file, as a command is given it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cli.speaking import refuse
from study.protocol import Protocol
from study.reading import StudyFileError, read_protocol

FARTHEST_EAST = timedelta(hours=14)
"""Where a day begins first: today there may be tomorrow here."""


def latest_today() -> date:
    """Today, where it is latest: an approval granted after that lies in the future."""
    return (datetime.now(UTC) + FARTHEST_EAST).date()


def read_study(study: Path) -> Protocol:
    """The protocol, or a refusal that names every fault."""
    try:
        return read_protocol(study)
    except StudyFileError as error:
        refuse("\n".join(str(fault) for fault in error.faults))
