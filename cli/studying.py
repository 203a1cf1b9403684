"""The study file, as a command is given it."""

from pathlib import Path

from cli.speaking import refuse
from study.protocol import Protocol
from study.reading import StudyFileError, read_protocol


def read_study(study: Path) -> Protocol:
    """The protocol, or a refusal that names every fault."""
    try:
        return read_protocol(study)
    except StudyFileError as error:
        refuse("\n".join(str(fault) for fault in error.faults))
