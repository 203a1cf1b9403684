"""Files that no study ever was: one clear sentence each, with a line where there is one, and soon."""
# ruff: noqa: E501 - a table reads better in rows

import os
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.study import app
from study.reading import StudyFileError, read_protocol

LAUGHS = "a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n" + "".join(
    f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 10) + "]\n" for n in range(1, 12)
)

# (content, line or None, words)
HOSTILE = {
    "empty": (b"", 1, "the file is empty"),
    "only comments": (b"# nothing\n\n", 1, "the file is empty"),
    "only a mark": (b"\xef\xbb\xbf", 1, "the file is empty"),
    "ten megabytes": (b"study: s\n" * 1_200_000, None, "larger than 500 kB"),
    "as large as it may be": (b"study: s\n" * 19_000 + b"# and so on\n" * 25_000, 2, "is here twice"),
    "one long line": (b"title: {" + b"a: b, " * 80_000 + b"}", 1, ""),
    "one long list": (b"languages: [" + b"ru, " * 100_000 + b"]", 1, "more than 40000 values"),
    "one long text": (b"title: " + b"x" * 490_000, None, ""),
    "one open text": (b'title: "' + b"x\n" * 240_000, None, ""),
    "billion laughs": (LAUGHS.encode(), 4, "anchors and lists here grow to more than 40000 values"),
    "inside itself": (b"study: &a [*a]", 1, "*a stands inside itself"),
    "no such anchor": (b"study: *a", 1, "refers to an anchor that is not there"),
    "an asterisk": (b"title: *bold* text", 1, "put"),
    "500 levels of brackets": (b"study: " + b"[" * 500, 1, "more than 30 levels deep"),
    "500 levels of lines": ("".join(" " * n + "a:\n" for n in range(500)).encode(), 31, "more than 30 levels deep"),
    "200,000 brackets": (b"[" * 200_000, 1, "more than 30 levels deep"),
    "200,000 dashes": (b"- " * 200_000, 1, "more than 30 levels deep"),
    "a tab": (b"study: s\nteam:\n\tname: x\n", 3, "a tab; indent with spaces"),
    "Windows-1251": ("study: s\ntitle: Дорога".encode("cp1251"), 2, "not UTF-8 (perhaps Windows-1251)"),
    "UTF-16": ("study: s".encode("utf-16"), None, "saved as UTF-16"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), None, "this is not a text file"),
    "a bell": (b"study: s\ntitle: \x07", 2, "U+0007"),
    "a bell, escaped": (b'study: s\ntitle: "\\a"', 2, "a control character"),
    "a sign of old terminals, escaped": (b'study: s\ntitle: "\\x9b31m"', 2, "a control character"),
    "no character at all, escaped": (b'study: s\ntitle: "\\uFFFE"', 2, "a control character"),
    "half a character": (b'study: s\ntitle: "\\ud800"', 2, "half a character"),
    "a tag": (b"study: !!python/object/apply:os.system [ls]", 1, "is not read here"),
    "two documents": (b"study: s\n---\nstudy: t\n", 2, "a second document begins here"),
    "a key of keys": (b"? [a, b]\n: c\n", 1, "a list or mapping where a key should stand"),
    "a list": (b"- study\n", 1, "this is not a study; begin with `study: an-id`"),
    "a word": (b"hello", 1, "this is not a study"),
    "a colon in a text": (b"title: Road: home\n", 1, "a colon where none can stand; put a text that has a colon in it in quotes"),
    "an open quote": (b'study: "s\ntitle: x\n', 1, "the quote that begins here is never closed; close it"),
    "an open brace": (b"team: {name: x\n", None, "close every {"),
    "an at sign": (b"team: {contact: @us}\n", 1, "cannot begin with @; put it in quotes"),
    "badly indented": (b"team:\n  name: x\n contact: y\n", 3, "does not fit what stands above it"),
    "a merge of its own": (b"study: s\n<<: {a: b}\n", 2, 'no key "a"'),
    "a merge of a word": (b"study: s\n<<: b\n", 2, "<< takes the keys of another mapping, and here is none; write `<<: *name`"),
    "a merge of nothing": (b"study: s\n<<:\n", 2, "<< takes the keys of another mapping"),
    "a merge of an anchored word": (b"study: &s s\n<<: *s\n", 2, "<< takes the keys of another mapping"),
    "a merge of lists": (b"study: s\n<<: [[a], b]\n", 2, "<< takes the keys of another mapping"),
    "a merge twice": (b"a: &a {b: c}\nd:\n  <<: *a\n  <<: *a\n", 4, "<< is here twice; write both in one list"),
    "a merge in quotes": (b"study: s\n'<<': {a: b}\n", 2, 'no key "<<"'),
    "a merge with itself": (b"study: &a\n  <<: *a\n", 2, "*a stands inside itself"),
    "a merge of what is not there": (b"study: s\n<<: *team\n", 2, "refers to an anchor that is not there"),
    "a merge in a merge": ("".join(f"m{n}: &m{n} {{<<: [{', '.join(f'*m{k}' for k in range(n))}], k{n}: x}}\n" for n in range(300)).encode(), None, "grow to more than 40000 values"),
    "laughing merges": (b"a0: &a0 {k: [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]}\n" + b"".join(b"a%d: &a%d {%s}\n" % (n, n, b", ".join(b"k%d: {<<: *a%d}" % (k, n - 1) for k in range(10))) for n in range(1, 12)), None, "grow to more than 40000 values"),
    "a directive": (b"%YAML 1.1\n---\nstudy: no\n", 3, ""),
    "numbers without end": (b"sites: {AM: {target: " + b"9" * 5000 + b"}}", 1, ""),
    "durations without end": (b"consent: {voice: {at-most: 99999999999999999999w}}", 1, ""),
    "a condition without end": (b"screening: {eligible: '" + b"not " * 30_000 + b"x'}", 1, ""),
    "a condition of brackets": (b"screening: {eligible: '" + b"(" * 900 + b"x" + b")" * 900 + b"'}", 1, ""),
    "a condition of 100,000 characters": (b"screening: {eligible: '" + b"adult and " * 10_000 + b"x'}", 1, "it has 100001 characters, and 2000 are the most"),
    "a condition of signs": (b"screening: {eligible: '" + b"-" * 1_900 + b"x > 1'}", 1, "is not a condition"),
    "ids with spaces": (b"screening:\n  questions:\n    - {id: are you adult, type: yes-no}\n", 3, '"are you adult" cannot be an id'),
    "two questions of one id": (b"questionnaires:\n  q:\n    - {id: a, type: yes-no}\n    - {id: a, type: yes-no}\n", 4, 'a question "a" already (line 3)'),
    "groups in groups": (b"questionnaires: {q: " + b"[{group: g, questions: " * 10 + b"[]" + b"}]" * 10 + b"}", 1, "a group within the group"),
    "groups without end": (b"questionnaires: {q: " + b"[{group: g, questions: " * 200 + b"[]" + b"}]" * 200 + b"}", 1, "more than 30 levels deep"),
    "500 questions": (b"questionnaires:\n  q:\n" + b"    - {id: a, type: yes-no}\n" * 501, 3, "501 questions in a row; 500 are the most"),
    "every type at once": (b"questionnaires: {q: [{id: a, type: [yes-no, choice, choices, scale, number, date, time, text, voice, photo, place, note]}]}", 1, "a note asks nothing, and stands alone"),
    "a hundred types": (b"questionnaires: {q: [{id: a, type: [" + b"text, " * 100 + b"]}]}", 1, "text is here twice"),
    "a number without end": (b"questionnaires: {q: [{id: a, type: number, from: " + b"9" * 5000 + b"}]}", 1, "is no number"),
    "a distance without end": (b"questionnaires: {q: [{id: a, type: place, within: " + b"9" * 5000 + b"km}]}", 1, "is no distance"),
    "no and 12:30 where they cannot be": (b"questionnaires: {q: [{id: a, type: no, when: 12:30}]}", 1, '"no" is not known here'),
    "a mark and a mistake": (b"\xef\xbb\xbfstudy: S\n", 1, '"S" cannot be an id'),
    "a thousand days on which nobody is asked": (b"schedule: {never: [" + b"2024-01-01, " * 20_000 + b"]}", 1, "20000 days and spans in a row; 200 are the most"),
    "never for ever": (b"schedule: {never: 0001-01-01..9999-12-31}", 1, "write a year from 1900 to 2199"),
    "never for 300 years": (b"schedule: {never: 1900-01-01..2199-12-31}", 1, "nobody would be asked for more than ten years"),
    "the last day of all": (b"schedule: {waves: [{id: w, after: 9999-12-31}]}", 1, '"9999-12-31" is too far away; write a year from 1900 to 2199'),
    "the first day of all": (b"schedule: {waves: [{id: w, until: 0001-01-01}]}", 1, '"0001-01-01" is too far away'),
    "3,000 waves": (b"schedule:\n  waves:\n" + b"    - {id: w, ask: q, every: 1d, times: 1000, expires: 2h}\n" * 3_000, 3, "3000 waves; 100 are the most"),
    "waves without end": (b"questionnaires: {q: [{id: a, ask: x, type: text}]}\nlanguages: en\nschedule:\n  waves:\n" + b"".join(b"    - {id: w%d, ask: q, every: 1d, times: 1000, expires: 2h}\n" % n for n in range(6)), 5, "all waves together are 6000 prompts for one person; 5000 are the most"),
    "no days of the week": (b"schedule: {waves: [{id: w, signal: {times: 1, between: 10:00-11:00}, on: []}]}", 1, "nothing stands in this list; write at least one, or leave `on` out"),
    "no time of day": (b"schedule: {waves: [{id: w, every: 1d, at: []}]}", 1, "nothing stands in this list; write at least one, or leave `at` out"),
    "no arm": (b"schedule: {waves: [{id: w, arm: []}]}", 1, "nothing stands in this list; write at least one, or leave `arm` out"),
    "the zone of the computer": (b"sites: {AM: {timezone: localtime}}", 1, 'the time zone "localtime" is not known'),
    "a zone with leap seconds": (b"sites: {AM: {timezone: right/Asia/Yerevan}}", 1, 'is not known; did you mean "Asia/Yerevan"?'),
    "a zone with a zero": (b'sites: {AM: {timezone: "a\\0b"}}', 1, "a control character"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files(tmp_path: Path, name: str) -> None:
    content, line, words = HOSTILE[name]
    path = tmp_path / "study.yaml"
    path.write_bytes(content)
    begun = time.process_time()
    with pytest.raises(StudyFileError) as caught:
        read_protocol(path)
    assert time.process_time() - begun < 20  # a runaway, not a measurement
    faults = [str(fault) for fault in caught.value.faults]
    assert any(words in fault for fault in faults)
    told = next(fault for fault in caught.value.faults if words in str(fault))
    assert line is None or told.line == line
    assert all(len(fault) < 400 + len(str(path)) and "\n" not in fault for fault in faults)


@pytest.mark.parametrize(
    "name",
    [
        "ten megabytes",
        "billion laughs",
        "500 levels of lines",
        "a tab",
        "Windows-1251",
        "a picture",
        "a merge twice",
    ],
)
def test_the_front_door_refuses_them(tmp_path: Path, name: str) -> None:
    content, line, words = HOSTILE[name]
    path = tmp_path / "study.yaml"
    path.write_bytes(content)
    told = CliRunner().invoke(app, ["check", str(path)])
    assert (told.exit_code, told.stderr) == (2, "")
    assert told.stdout.count("\n") == 1
    assert told.stdout.startswith(f"{path}:{line}: " if line else f"{path}")
    assert words in told.stdout


def refusal(path: Path | str) -> str:
    with pytest.raises(StudyFileError) as caught:
        read_protocol(path)
    (fault,) = caught.value.faults
    return str(fault)


def test_what_is_no_file(tmp_path: Path) -> None:
    missing = tmp_path / "no.yaml"
    assert refusal(missing).startswith(f"{missing}: there is no such file; ")
    assert refusal(tmp_path).startswith(f"{tmp_path}: this is a folder; ")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert refusal(pipe) == f"{pipe}: this is not a file; name a text file"
    assert "cannot be read (File name too long)" in refusal(tmp_path / ("x" * 300))
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert str(loop) in refusal(loop)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "study.yaml"
    path.write_text("study: s")
    path.chmod(0)
    assert "cannot be read (Permission denied)" in refusal(path)
