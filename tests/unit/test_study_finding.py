"""What is told of a changed study names its line."""

from pathlib import Path

import pytest

from study.finding import Finder

STUDY = """\
study: crossing
screening:
  questions:
    - {id: adult, type: yes-no}
consent:
  version: "1.0"
questionnaires:
  evening:
    - id: mood
      type: scale
    - group: road
      questions:
        - {id: safe, type: yes-no}
schedule:
  waves:
    - {id: daily, ask: evening}
"""


@pytest.fixture
def finder(tmp_path: Path) -> Finder:
    (tmp_path / "study.yaml").write_text(STUDY)
    return Finder(tmp_path / "study.yaml")


@pytest.mark.parametrize(
    ("questionnaire", "id", "line"),
    [
        ("screening", "adult", 4),
        ("evening", "mood", 9),
        ("evening", "road", 11),
        ("evening", "safe", 13),
        ("evening", "gone", 9),  # where its questionnaire begins
        ("gone", "gone", None),
    ],
)
def test_where_a_question_stands(finder: Finder, questionnaire: str, id: str, line: int | None) -> None:
    assert finder.question(questionnaire, id) == line


def test_where_the_rest_stands(finder: Finder) -> None:
    assert (finder.wave("daily"), finder.wave("gone"), finder.consent()) == (16, 16, 6)
