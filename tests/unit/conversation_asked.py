"""A study in English that asks questions of one's own once a month, and nothing else."""

import tempfile
from functools import cache
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

from conversation import Conversation

from study.protocol import Protocol
from study.reading import read_protocol

STUDY = """
study: small
title: Road and home
languages: en
team: {name: Research group, contact: fieldwork@example.org}
approvals: [{body: Ethics commission, reference: 12/2023, granted: 2023-03-14}]
keys: {core: core.pub, escrow: escrow.pub}
sites:
  AM: {name: Armenia, timezone: Asia/Yerevan}
recruitment: {sources: [{id: friends, kind: snowball}]}
SCREENING
consent: {version: "1.0", information: We would like to know how you are., statement: I take part.}
questionnaires:
  evening:
QUESTIONS
MORE
schedule:
  waves:
    - {id: monthly, ask: evening, every: 30d, at: 12:00, times: 6, expires: 14d, remind: [1d]}
"""
SKIP = ["I’d rather not say", "Skip"]
ABOUT = {"questionnaire": "evening", "wave": "monthly", "version": 1}


@cache
def study_of(questions: str, more: str = "", screening: str = "") -> Protocol:
    """`questions` are YAML, a list; `more` are other questionnaires, `screening` the whole of `screening:`."""
    text = STUDY.replace("QUESTIONS", indent(dedent(questions).strip("\n"), "    "))
    text = text.replace("MORE", indent(dedent(more).strip("\n"), "  ")).replace(
        "SCREENING", dedent(screening)
    )
    with tempfile.TemporaryDirectory() as folder:
        for name in ("core", "escrow"):
            (Path(folder) / f"{name}.pub").write_text(f"{name}, invented\n")
        (Path(folder) / "study.yaml").write_text(text, "utf-8")
        return read_protocol(Path(folder) / "study.yaml")


def enrolled(protocol: Protocol, seed: int = 1) -> Conversation:
    talk = Conversation(protocol, "en", seed)
    talk.write("/start friends")
    talk.tap_newest("s:AM")
    talk.press("key.go-on")
    talk.speak()
    talk.fetch(4)
    talk.press("key.confirm")
    return talk


def asked(questions: str, more: str = "", seed: int = 1) -> Conversation:
    """Where the first question has just been put."""
    talk = enrolled(study_of(questions, more), seed)
    talk.next_timer("prompt")
    return talk


def answers(talk: Conversation) -> list[tuple[str, Any]]:
    """What is kept of the check-ins, in order: the question (with its round), and the value, or why there is none."""
    found = []
    for record in talk.records.values():
        content = record.content
        if record.kind in ("answer", "skip") and not record.draft:
            round = f"#{content['round']}" if "round" in content else ""
            value = content.get("value", content.get("reason", content.get("type")))
            found.append((content["question"] + round, value))
    return found


def keys(talk: Conversation) -> list[str]:
    """The labels under the newest message."""
    return [label for label, _ in list(talk.messages.values())[-1].keys]
