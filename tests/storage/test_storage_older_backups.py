"""Which backups were made before an erasing: by the files of marks alone."""

from pathlib import Path

import pytest

from storage.backup import FOLDER, UNFINISHED
from storage.older_backups import older_than_an_erasing
from storage.tombstones import FILE, Marks, add_to_file

ONE, OTHER = bytes(32), bytes([1] * 32)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name, marks in (
        ("2024-03-08-000000", Marks()),
        ("2024-03-09-000000", Marks({ONE})),
        ("2024-03-10-000000", Marks({ONE}, {(OTHER, 5.0)})),
        (UNFINISHED, Marks()),
    ):
        (tmp_path / FOLDER / name).mkdir(parents=True)
        add_to_file(tmp_path / FOLDER / name / FILE, marks)
    (tmp_path / FOLDER / "notes.txt").write_text("ours")
    return tmp_path


@pytest.mark.parametrize(
    ("today", "older"),
    [
        (Marks(), 0),
        (Marks(left={(OTHER, 9.0)}), 0),  # who only left is in every copy, as agreed
        (Marks({ONE}), 1),
        (Marks(said={(OTHER, 5.0)}), 2),
        (Marks(said={(OTHER, 5.0), (OTHER, 6.0)}), 3),  # what they said later, and had erased as well
        (Marks({ONE, OTHER}), 3),
    ],
)
def test_a_backup_that_lacks_a_mark(data: Path, today: Marks, older: int) -> None:
    add_to_file(data / FILE, today)
    names = ["2024-03-08-000000", "2024-03-09-000000", "2024-03-10-000000"]
    assert older_than_an_erasing(data) == names[:older]


def test_without_backups(tmp_path: Path) -> None:
    add_to_file(tmp_path / FILE, Marks({ONE}))
    assert older_than_an_erasing(tmp_path) == []
