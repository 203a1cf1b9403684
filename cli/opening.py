"""What the desk and the export are given: a study file, and a secret key with its passphrase."""

import os
from pathlib import Path

import typer

from cli.speaking import refuse
from sealing.keys import KeyFileError
from sealing.unseal import SecretKey, load_secret_key
from study.protocol import Protocol
from study.reading import StudyFileError, read_protocol


def read_study(study: Path) -> Protocol:
    """The protocol, or a refusal that names every fault."""
    try:
        return read_protocol(study)
    except StudyFileError as error:
        refuse("\n".join(str(fault) for fault in error.faults))


def read_key(key: Path) -> SecretKey:
    """The secret key, opened with RESTANTE_PASSPHRASE or the passphrase asked for."""
    if not key.is_file():
        refuse(f"{key}: there is no such file. --key wants the secret half of a pair, NAME.key.")
    passphrase = os.environ.get("RESTANTE_PASSPHRASE")
    if passphrase is None:
        passphrase = str(typer.prompt(f"Passphrase of {key.name}", hide_input=True, err=True))
    try:
        return load_secret_key(key, passphrase)
    except KeyFileError as error:
        refuse(str(error))
