"""A secret key with its passphrase, as the desk and the export are given it."""

import os
from pathlib import Path

from cli.passphrase import NAME, asked
from cli.speaking import refuse
from sealing.keys import KeyFileError
from sealing.unseal import SecretKey, load_secret_key


def read_key(key: Path) -> SecretKey:
    """The secret key, opened with RESTANTE_PASSPHRASE or the passphrase asked for."""
    if not key.is_file():
        refuse(f"{key}: there is no such file. --key wants the secret half of a pair, NAME.key.")
    passphrase = os.environ.get(NAME)
    if passphrase is None:
        passphrase = asked(f"Passphrase of {key.name}")
    try:
        return load_secret_key(key, passphrase)
    except KeyFileError as error:
        refuse(str(error))
