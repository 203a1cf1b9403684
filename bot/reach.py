"""Reasons not to start. Each says why, and what to do instead.

A service that could open what it seals would break the first promise made to participants, so a secret key within
its reach stops it.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.faults import StartRefused
from bot.recipients import Recipients
from bot.settings import credentials
from sealing.envelope import MOST_RECIPIENTS
from sealing.keys import SECRET_KEY_MARK
from study.protocol import Protocol

PASSPHRASE = "restante_passphrase"  # a file among the credentials
MOST_FILES = 20_000  # a study folder is small; one that is not is looked through no further
BEGINNING = 65_536  # bytes of a file that are read
MARKS = tuple(
    SECRET_KEY_MARK.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
)
SOUND = re.compile(r"[0-9a-f]{32}(\.part)?")


def check_reach(protocol: Protocol, data: Path, environment: Mapping[str, str] = os.environ) -> Recipients:
    """The recipients of the study, when nothing stands against a start. Raises StartRefused."""
    named = credentials()
    if environment.get("RESTANTE_PASSPHRASE") or (named is not None and (named / PASSPHRASE).exists()):
        raise StartRefused(
            "RESTANTE_PASSPHRASE is set where the service runs. It opens a secret key, and the service must not be "
            "able to open anything. Remove it from this environment; give it to `restante desk` or "
            "`restante export` on a researcher's computer."
        )
    recipients = Recipients(protocol)
    distinct = set(recipients.core)
    if len(distinct) < 2:
        raise StartRefused(
            f"The study seals to {len(distinct)} key{'' if len(distinct) == 1 else 's'}, and a key can be lost. "
            "Name at least two different public keys under `keys:` in the study file; `restante keys new NAME` "
            "makes a pair."
        )
    most = max((len(set(recipients.of(site.id))) for site in protocol.sites), default=len(distinct))
    if most > MOST_RECIPIENTS:
        raise StartRefused(
            f"The study names {most} keys, and an envelope is sealed to at most {MOST_RECIPIENTS}. Name fewer under "
            "`keys:` in the study file."
        )
    secret = next(secret_keys(folders(protocol, data), [data / "vault", *data.glob("backups/*/vault")]), None)
    if secret is not None:
        raise StartRefused(
            f"A secret key lies within reach of the service: {secret}. Whoever takes this server could open "
            "everything. Move it to a researcher's computer, and remove it here."
        )
    return recipients


def folders(protocol: Protocol, data: Path) -> list[Path]:
    """Every folder the service is given, the outermost only."""
    named = [protocol.folder, data, *(path.parent for path in protocol.keys.values())]
    named += [site.key.parent for site in protocol.sites if site.key is not None]
    named += [protocol.consent.custodian.parent] if protocol.consent.custodian is not None else []
    named += [folder] if (folder := credentials()) is not None else []
    distinct = sorted({folder.resolve() for folder in named})
    return [one for one in distinct if not any(other in one.parents for other in distinct)]


def secret_keys(within: Iterable[Path], vaults: Iterable[Path] = ()) -> Iterator[Path]:
    """Files in which a secret key stands. Follows links, and looks at the beginning of each file only.

    The sealed sounds of `vaults` are passed over: there are thousands of them. Raises StartRefused where a folder has
    more files than can be looked through: a key could lie behind them."""
    met: set[Path] = set()
    passed = {vault.resolve() for vault in vaults}
    seen = 0
    for folder in within:
        for root, names, files in os.walk(folder, followlinks=True):
            here = Path(root).resolve()
            if here in met:  # a link that leads back
                names.clear()
                continue
            met.add(here)
            sounds = here in passed or here.parent.parent.name == "backups"
            for name in files:
                if sounds and SOUND.fullmatch(name):
                    continue
                seen += 1
                if seen > MOST_FILES:
                    raise StartRefused(
                        f"{folder} has more than {MOST_FILES} files, too many to look for a secret key among "
                        "them. Give the study file a folder of its own."
                    )
                if _holds(here / name, MARKS):
                    yield here / name


def _holds(path: Path, marks: Iterable[bytes]) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            beginning = file.read(BEGINNING)
    except OSError:
        return False
    return any(mark in beginning for mark in marks)
