"""Writes the known-answer vectors: `python tests/vectors/make.py FOLDER`, from the top of the project.

When to run it: **never for v1**. The vectors in this folder are frozen, and every later version must open them. It is
kept to show how they came about, and to write those of a version 2 beside them when the format changes. It writes to an
empty folder only, and sealing is randomised, so no two runs give the same envelopes. What a field means is told in
docs/sealing.md, "The vectors".
"""

import json
import sys
from base64 import b64encode
from dataclasses import asdict
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))

from document_opener import Secret, unwrap
from vector_boxes import boxes, lookups
from vector_envelopes import CONTEXT, broken, not_for_this_key, opening, sealed
from vector_keys import CORE, ESCROW, OPERATOR, PARTNER, PASSPHRASES, QUICK, STRANGER, described, key_files

from sealing import textfile
from sealing.envelope import bucket, parse
from sealing.operator import OPERATOR_KIND
from sealing.seal import Context
from sealing.secret import Work, lock


def write(folder: Path) -> None:
    """Every vector, into `folder`."""
    for secret in (CORE, ESCROW, PARTNER, STRANGER):
        work = Work() if secret is ESCROW else QUICK
        passphrase = PASSPHRASES[secret.name]
        (folder / f"{secret.name}.key").write_text(lock(secret, passphrase, work), "utf-8")
        (folder / f"{secret.name}.pub").write_text(secret.public.text(), "utf-8")
    (folder / "operator.key").write_text(textfile.write(OPERATOR_KIND, "operator", OPERATOR), "utf-8")
    keys = [described(name) for name in PASSPHRASES]
    _json(folder / "keys.json", {"keys": keys, "files": list(key_files())})
    _json(folder / "envelopes.json", [*opening(), *not_for_this_key(), *broken()])
    _json(folder / "operator.json", {"boxes": list(boxes()), "lookups": list(lookups())})
    _json(folder / "steps.json", steps())


def steps() -> dict[str, Any]:
    """The values between, by the second opener: nothing else has them, and the tag of the wrap proves them."""
    contexts = [
        CONTEXT,
        Context("", "", "", ""),
        Context("граница", "🕊", "", "a|b"),
        Context("a", "bc", "d", "e"),
    ]
    lengths = [0, 4, 255, 256, 257, 272, 273, 511, 512, 513, 1024, 1025]
    lengths += [4095, 65_535, 65_536, 65_537, 1_000_000]
    entry = parse(sealed()).wraps[0]
    values = unwrap(entry.recipient + entry.wrapped, Secret(CORE.seed + CORE.x25519), CONTEXT.encode())
    return {
        "contexts": [{"parts": asdict(one), "bytes": one.encode().hex()} for one in contexts],
        "buckets": [[length, bucket(length)] for length in lengths],
        "wrap": {
            "key": "core",
            "context": CONTEXT.encode().hex(),
            "entry": b64encode(entry.recipient + entry.wrapped).decode(),
            "values": {name: value.hex() for name, value in values.items()},
        },
    }


def _json(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    into = Path(sys.argv[1])
    into.mkdir(parents=True, exist_ok=True)
    if any(into.glob("*.json")):
        sys.exit(f"{into} holds vectors already. They are frozen: nothing was written. Name an empty folder.")
    write(into)
