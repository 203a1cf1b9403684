"""What a chosen value means, as the desk prints it."""

from pathlib import Path

import pytest
from study_good import GOOD, read

from desk.wording import Wording

BARE = "type: scale, from: 0, to: 10"
ENDS = ", from-label: {ru: плохо, en: bad}, to-label: {ru: хорошо, en: good}"


@pytest.mark.parametrize(
    ("ends", "value", "language", "shown"),
    [
        ("", 2, "en", "2 on a scale from 0 to 10"),
        (ENDS, 2, "en", "2 on a scale from 0 (bad) to 10 (good)"),
        (ENDS, 0, "ru", "0 on a scale from 0 (плохо) to 10 (хорошо)"),
    ],
)
def test_a_point_says_which_end_is_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ends: str, value: int, language: str, shown: str
) -> None:
    monkeypatch.chdir(tmp_path)
    wording = Wording(read(tmp_path, GOOD.replace(BARE, BARE + ends)))
    assert wording.shown(wording.question("evening", "mood"), value, "scale", language) == shown
