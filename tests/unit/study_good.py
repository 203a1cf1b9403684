"""A study file without a fault, to be read and to be broken."""
# ruff: noqa: E501 - as people write it

from pathlib import Path

import pytest

from study.protocol import Protocol
from study.reading import StudyFileError, read_protocol

GOOD = """\
study: crossing
title: {ru: Дорога, en: Road}
languages: [ru, en]
team: {name: {ru: Группа, en: Group}, contact: fieldwork@example.org}
approvals:
  - {body: Ethics commission, reference: 12/2023, granted: 2023-03-14}
keys: {core: keys/core.pub, escrow: keys/escrow.pub}
sites:
  AM: {name: {ru: Армения, en: Armenia}, timezone: Asia/Yerevan, target: 25, key: keys/yerevan.pub}
  GE: {name: {ru: Грузия, en: Georgia}, timezone: Asia/Tbilisi}
recruitment:
  sources:
    - {id: yerevan-chat, kind: channel, site: AM}
    - {id: friends, kind: snowball}
screening:
  questions:
    - {id: adult, ask: {ru: Вам есть 18?, en: Are you 18?}, type: yes-no}
    - {id: left, ask: {ru: Когда?, en: When?}, type: choice, options: {before: {ru: До, en: Before}, after: {ru: После, en: After}}}
  eligible: adult and left == "after"
consent:
  version: "1.0"
  information: {ru: Кто мы., en: Who we are.}
  check:
    - {ask: {ru: Можно выйти?, en: Can you leave?}, type: yes-no, answer: yes}
  statement: {ru: Я участвую., en: I take part.}
  record: voice
  voice: {at-least: 3s, at-most: 90s}
  scopes:
    - {id: diary, required: true, ask: {ru: Дневник, en: A diary}}
    - {id: quotes, ask: {ru: Цитаты, en: Quotes}}
questionnaires:
  evening:
    - {id: mood, ask: {ru: Как день?, en: How was it?}, type: scale, from: 0, to: 10}
    - {id: why, ask: {ru: Почему?, en: Why?}, type: [text, voice], when: mood <= 3}
    - {id: same, ask: {ru: Вы там же?, en: Same place?}, type: yes-no, remember: true}
schedule:
  quiet: 22:00-08:00
  waves:
    - {id: first-week, ask: evening, signal: {times: 2, between: 18:00-21:00, apart: 1h}, days: 1-7, expires: 3h, remind: [1h]}
    - {id: monthly, ask: evening, every: 30d, at: 19:00, times: 6, after: enrolled, expires: 3d, remind: 1d}
"""


def read(folder: Path, text: str) -> Protocol:
    """Reads the text as `study.yaml`, named as a user names it who stands in `folder`."""
    (folder / "study.yaml").write_text(text, "utf-8")
    return read_protocol(Path("study.yaml"))


def faults(folder: Path, text: str) -> list[str]:
    """What is told about the text."""
    with pytest.raises(StudyFileError) as caught:
        read(folder, text)
    found = [str(fault) for fault in caught.value.faults]
    assert str(caught.value) == "\n".join(found)
    return found
