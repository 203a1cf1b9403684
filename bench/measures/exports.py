"""Opened envelopes a second: 20,000 sealed answers of 200 people, opened with one key of the two they are
sealed to. The whole export reads the database, opens, and writes its CSV tables; the opener alone is what it
calls for each record. Bare HPKE opens the same plaintexts, sealed by the same suite (RFC 9180, MLKEM768_X25519,
HKDF-SHA256, AES-256-GCM) and nothing around it. age (pyrage) opens them sealed to two X25519 keys, which is not
post-quantum. All of it runs in one process, in turn; the clock is that process's own."""

import json
import subprocess
import sys
from pathlib import Path

from bench.figures import Findings, Row, Target, median, number, ratio
from bench.folders import Folders
from bench.openings import AGE, EXPORT, HPKE, OPENER
from bench.stage import ENVIRONMENT, ROOT
from bench.step import Step

TITLE = "Opening seals for an export"
PEOPLE, EACH = 200, 100
PATIENCE = 300  # seconds
TARGETS = {HPKE: Target(least=0.8), AGE: Target(least=1.2)}


def steps(runs: int) -> int:
    return 1


def measure(runs: int, folders: Folders, step: Step) -> Findings:
    step(f"{PEOPLE * EACH:,} answers, {runs} times")
    found = Findings(raw=_in_a_process(folders.of(PEOPLE, answers=EACH), runs))
    middle = {name: median(several) for name, several in found.raw.items()}
    for mine in (EXPORT, OPENER):
        for other, target in TARGETS.items():
            found.rows.append(
                Row(
                    f"envelopes a second, {mine}, to {other}",
                    number(middle[mine]),
                    number(middle[other]),
                    ratio(middle[mine], middle[other]),
                    target=target,
                )
            )
    whole, opener = middle[EXPORT], middle[OPENER]
    what = f"envelopes a second, {EXPORT}, to {OPENER}: the rest is reading rows and writing tables"
    found.rows.append(Row(what, number(whole), number(opener), ratio(whole, opener)))
    return found


def _in_a_process(folder: Path, runs: int) -> dict[str, list[float]]:
    words = [sys.executable, "-m", "bench.openings", str(folder), str(PEOPLE), str(runs)]
    done = subprocess.run(words, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, timeout=PATIENCE)
    if done.returncode:
        raise RuntimeError(f"opening seals failed:\n{done.stderr}")
    rates: dict[str, list[float]] = json.loads(done.stdout)
    return rates
