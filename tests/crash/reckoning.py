"""What is left when all is over: every person's state and records, as the team and the operator can read them."""

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.boxes import Boxes
from sealing.operator import OperatorKey
from sealing.seal import Context
from sealing.unseal import SecretKey, load_secret_key, unseal
from study.participant import Participant

STUDY = "road-and-home"
OF_THE_RUN = (
    "id",
    "code",
    "arrived_at",
    "anchors",
    "runs",
    "text_sha256",
    "agreed_at",
    "lapsed",
    "today",
    "back_at",
)
"""What differs from person to person in any run."""


@dataclass(frozen=True)
class Left:
    """One person, without what differs from run to run."""

    state: str
    records: tuple[str, ...]
    prompts: tuple[tuple[str, int, str], ...]
    consents: tuple[tuple[str, str, int], ...]
    timers: tuple[str, ...]
    drafts: int


class Reckoning:
    """Opens everything of a data folder."""

    def __init__(self, root: Path, passphrase: str) -> None:
        self.data = root / "server" / "data"
        self.key: SecretKey = load_secret_key(root / "laptop" / "escrow.key", passphrase)
        self.boxes = Boxes(OperatorKey.load(root / "server" / "operator.key"))
        self.rows = sqlite3.connect(self.data / "restante.sqlite3")
        self.rows.row_factory = sqlite3.Row

    def all(self, question: str, *values: Any) -> list[sqlite3.Row]:
        return self.rows.execute(question, values).fetchall()

    def one(self, question: str) -> int:
        return int(self.rows.execute(question).fetchone()[0])

    def of(self, chat: int) -> Left:
        """What is left of the person who writes from `chat`."""
        [row] = self.all("SELECT participant FROM contacts WHERE lookup = ?", self.boxes.lane(chat))
        id = row["participant"]
        [stored] = self.all("SELECT * FROM participants WHERE id = ?", id)
        records = self.all("SELECT * FROM records WHERE participant = ?", id)
        prompts = self.all("SELECT * FROM prompts WHERE participant = ?", id)
        consents = self.all("SELECT * FROM consents WHERE participant = ?", id)
        # Who was asked one thing while another fell due is looked at again later, and nothing is found.
        timers = self.all("SELECT kind FROM timers WHERE participant = ? AND kind <> 'waiting'", id)
        return Left(
            state=_plain(self.boxes.open_state(stored["state_boxed"], id)),
            records=tuple(sorted(self._opened(record) for record in records)),
            prompts=tuple(sorted((row["wave"], row["beep"], row["state"]) for row in prompts)),
            consents=tuple((row["version"], row["scopes"], row["mistakes"]) for row in consents),
            timers=tuple(sorted(row["kind"] for row in timers)),
            drafts=sum(row["draft"] for row in records),
        )

    def _opened(self, row: sqlite3.Row) -> str:
        place = (STUDY, row["participant"], row["id"])
        kind = row["kind"] + (".beside" if row["vault"] else "")
        said = json.loads(unseal(row["envelope"], Context(*place, kind), self.key))
        shown: dict[str, Any] = {"kind": row["kind"], "content": said["content"]}
        if row["vault"]:
            sound = unseal(
                (self.data / "vault" / row["id"]).read_bytes(), Context(*place, row["kind"]), self.key
            )
            shown["sound"] = sha256(sound).hexdigest()
        return json.dumps(shown, sort_keys=True)

    @property
    def strays(self) -> set[str]:
        """Files of the vault that no record knows."""
        known = {row["id"] for row in self.all("SELECT id FROM records WHERE vault = 1")}
        return {path.name for path in (self.data / "vault").iterdir()} - known

    @property
    def tallies(self) -> Counter[str]:
        return Counter(
            {row["step"]: row["n"] for row in self.all("SELECT step, SUM(n) AS n FROM tallies GROUP BY step")}
        )


def _plain(participant: Participant) -> str:
    shown = {name: value for name, value in vars(participant).items() if name not in OF_THE_RUN}
    return repr({**shown, "scopes": sorted(participant.scopes), "has a code": bool(participant.code)})
