"""The short ways through a YAML text end where the long one does: the same events and errors, at the same places."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from study_good import GOOD
from test_study_hostile import HOSTILE

from study import growing
from study.faults import StudyFileError
from study.growing import grow
from study.scanner import events

ROOT = Path(__file__).parents[2]
FILES = [*ROOT.glob("docs/examples/*.yaml"), ROOT / "study" / "sample" / "study.yaml"]
QUESTION = "  - {id: q0, ask: {en: \"0? (en)\", ru: '0? (ru)'}, type: scale, from: 0, to: 10, when: q1 > 3}\n"
LONGEST = 500
"""Characters of a hostile text: of brackets without end, the long way takes minutes."""

TEXTS = {
    **{path.name: path.read_text("utf-8") for path in FILES},
    "good": GOOD,
    "questions in lines": "q:\n" + "".join(QUESTION.replace("q0", f"q{n}") for n in range(20)),
    **{name: content[:LONGEST].decode("utf-8", "replace") for name, (content, _, _) in HOSTILE.items()},
    "blocks": "a: |\n  b\n   c\n\n\nd: >-\n  e\n  f\n # g\nh: |2\n   i\nj: |+\n  k\n\n",
    "over several lines": "a: b\n  c # d\n  e\n\n  f\ng: 'h\n  i''j'\nk: \"l \\\n  m\\n\n  n\"\n",
    "of the old YAML": "%YAML 1.1\n---\na: {b: c?, d?: 19:00, e?f: g}\n",
    "other ends of lines": "a: b\r\nc: d\re: f\x85g: h\u2028i: j\u2029k: [l,\r\n m]\r\n",
    "marks that take no room": "\ufeffa: b\ufeffc\n\ufeffd: {\ufeff e: \ufeff}\n",
    **{f"a key of {n}": f"a: b\n{'c' * n}: d\n" for n in range(1_022, 1_028)},
    **{f"a key of {n}, inside": f"a: {{{'b' * n}: c}}\n" for n in range(1_022, 1_028)},
    **{f"keys after {n}": f"[{'a, ' * n}{{b: c, d: e}}: f, g]\n" for n in range(332, 344)},
    "keys of all kinds": "? a\n: b\n? [c]\n: {d, e: , ? f, ? g : h, : i}\n'j': k\n\"l\":m\n*n : o\n",
    "tabs": "a:\tb\nc: {\td:\te\t}\nf:\t- g\n",
}
PIECES = [
    *("a", "b c", "id: x\n", "key: ", "-1", ".5", "19:00", "a:b", "é", "дом", "😀", "x" * 1_030),
    *(" ", "  ", "\n", "\n  ", "\n    ", "\t", "\r", "\r\n", "\x85", "\u2028", "\ufeff", "#", " # c"),
    *("- ", "\n- ", ": ", ":", "\n: ", "? ", "?", "\n? ", "{", "}", "[", "]", ",", "{a: b, c: d}", "[1, 2]"),
    *("'", '"', "''", "\\", "\\n", "\\x41", "\\\n", '"q: z"', "'it''s'"),
    *("|", "|\n", "|-\n  ", ">\n", ">+2\n", "&a ", "*a", "<<: *a\n", "!", "!!str ", "!x ", "@", "`", "%"),
    *("%YAML 1.1\n---\n", "%TAG ! x:\n", "---", "---\n", "...\n"),
]


def plain(text: str) -> Iterator[Any]:
    """What ruamel.yaml says by itself."""
    yield from YAML(typ="safe", pure=True).parse(text)


def at(mark: Any) -> tuple[int, ...] | None:
    return None if mark is None else (mark.line, mark.column, mark.index, mark.pointer)


def told(said: Iterator[Any]) -> list[tuple[Any, ...]]:
    """All that an event says but for its comments; and the error, if there is one."""
    names = ("value", "style", "anchor", "tag", "implicit", "flow_style", "explicit", "version", "tags")
    found: list[tuple[Any, ...]] = []
    try:
        for event in said:
            says = [str(getattr(event, name, None)) for name in names]
            found.append((type(event), at(event.start_mark), at(event.end_mark), *says))
    except MarkedYAMLError as error:
        marks = at(error.context_mark), at(error.problem_mark)
        found.append((type(error), error.context, error.problem, error.note, str(error), *marks))
    except (YAMLError, ValueError) as error:
        found.append((type(error), str(error)))
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_the_same_events_and_errors(name: str) -> None:
    assert told(events(TEXTS[name])) == told(plain(TEXTS[name]))


@pytest.mark.parametrize("name", TEXTS)
def test_the_same_tree_or_the_same_refusal(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = grown(TEXTS[name])
    monkeypatch.setattr(growing, "events", plain)
    assert found == grown(TEXTS[name])


def grown(text: str) -> Any:
    try:
        return grow(text, "study.yaml")
    except StudyFileError as refused:
        return refused.faults


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_the_same_of_anything(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert told(events(text)) == told(plain(text))


@given(
    st.sampled_from(FILES),
    st.integers(0, 10_000),
    st.integers(1, 12),
    st.integers(0),
    st.sampled_from(PIECES),
)
@settings(max_examples=60, deadline=None)
def test_the_same_of_a_study_in_which_somebody_slipped(
    path: Path, first: int, many: int, place: int, slip: str
) -> None:
    lines = TEXTS[path.name].splitlines(keepends=True)
    first %= len(lines)
    part = "".join(lines[first : first + many])
    place %= len(part) + 1
    text = part[:place] + slip + part[place:]
    assert told(events(text)) == told(plain(text))
