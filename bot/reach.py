"""Reasons not to start. Each says why, and what to do instead.

A service that could open what it seals would break the first promise made to participants, so a secret key within
its reach stops it.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from bot.faults import StartRefused
from bot.recipients import Recipients
from bot.settings import credentials
from sealing.envelope import MOST_RECIPIENTS
from sealing.keys import SECRET_KEY_MARK
from study.protocol import Protocol

MOST_FILES = 20_000  # a study folder is small; one that is not is looked through no further
BEGINNING = 4_096  # bytes of a file that are read
MARKS = tuple(SECRET_KEY_MARK.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
PASSED_OVER = frozenset({".git", ".venv", "node_modules", "__pycache__"})


def check_reach(protocol: Protocol, data: Path, environment: Mapping[str, str] = os.environ) -> Recipients:
    """The recipients of the study, when nothing stands against a start. Raises StartRefused."""
    if environment.get("RESTANTE_PASSPHRASE"):
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
    secret = next(secret_keys(folders(protocol, data), passing_over=data.resolve() / "vault"), None)
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
    named += [folder] if (folder := credentials()) is not None else []
    distinct = sorted({folder.resolve() for folder in named})
    return [one for one in distinct if not any(other in one.parents for other in distinct)]


def secret_keys(within: Iterable[Path], passing_over: Path | None = None) -> Iterator[Path]:
    """Files at whose beginning a secret key stands. Looks at the first bytes only, and at a bounded number of files.

    `passing_over` is the vault: it holds sealed voices, thousands of them, and nothing else is put there.
    """
    seen = 0
    for folder in within:
        for root, names, files in os.walk(folder):
            here = Path(root)
            names[:] = [name for name in names if name not in PASSED_OVER and here / name != passing_over]
            for name in files:
                seen += 1
                if seen > MOST_FILES:
                    return
                path = here / name
                if _holds(path, MARKS):
                    yield path


def _holds(path: Path, marks: Iterable[bytes]) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            beginning = file.read(BEGINNING)
    except OSError:
        return False
    return any(mark in beginning for mark in marks)
