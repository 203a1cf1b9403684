"""Files that are no form, and forms that go wrong: one clear sentence each, and never a traceback."""

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook
from xlsform_forms import YES_NO, book, form, questions, restante

HEAD = "type | name | label | relevant\n"


def missing(path: Path) -> None:
    pass


def folder(path: Path) -> None:
    path.mkdir()


def old_xls(path: Path) -> None:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500)


def a_text(path: Path) -> None:
    path.write_text("type,name,label\n")


def cut_off(path: Path) -> None:
    book(path, survey=HEAD + "text | a | A |")
    path.write_bytes(path.read_bytes()[:-400])


def a_zip_of_something_else(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("readme.txt", "hello")


def a_zip_bomb(path: Path) -> None:
    book(path, survey=HEAD + "text | a | A |")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet9.xml", b" " * 30_000_000)


def thousands_of_parts(path: Path) -> None:
    book(path, survey=HEAD + "text | a | A |")
    with zipfile.ZipFile(path, "a") as packed:
        for number in range(2_001):
            packed.writestr(f"xl/media/{number}", b"")


def laughing(path: Path) -> None:
    rewritten(
        path,
        "xl/workbook.xml",
        lambda text: text.replace("<workbook", '<!DOCTYPE x [<!ENTITY a "ha">]><workbook', 1),
    )


def broken_inside(path: Path) -> None:
    rewritten(path, "xl/worksheets/sheet1.xml", lambda text: text[: len(text) // 2])


def rewritten(path: Path, part: str, change: Callable[[str], str]) -> None:
    """A workbook in which one part is another."""
    whole = io.BytesIO()
    book(path, survey=HEAD + "text | a | A |")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(whole, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            new.writestr(name, change(text) if name == part else text)
    path.write_bytes(whole.getvalue())


def empty_book(path: Path) -> None:
    Workbook().save(path)


def other_sheets(path: Path) -> None:
    book(path, questions=HEAD + "text | a | A |")


def no_types(path: Path) -> None:
    book(path, survey="name | label\na | A")


def no_questions(path: Path) -> None:
    book(path, survey=HEAD + "start | start | |\nend | end | |")


def two_of_a_column(path: Path) -> None:
    book(path, survey="type | name | label | label\ntext | a | A | B")


def ten_thousand_rows(path: Path) -> None:
    book(path, survey=HEAD + "\n".join(f"text | q{number} | Q{number} |" for number in range(10_000)))


def a_cell_at_the_end_of_the_world(path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "survey"
    for column, said in enumerate(("type", "name", "label"), 1):
        sheet.cell(1, column, said)
    sheet.cell(1_048_576, 16_384, "x")
    workbook.save(path)


def never_closed(path: Path) -> None:
    book(path, survey=HEAD + "begin_group | g | G |\ntext | a | A |")


def closed_twice(path: Path) -> None:
    book(path, survey=HEAD + "begin_group | g | G |\ntext | a | A |\nend_group | | |\nend_group | | |")


def crossed(path: Path) -> None:
    book(path, survey=HEAD + "begin_group | g | G |\nbegin_repeat | r | R |\ntext | a | A |\nend_group | | |")


FILES: list[tuple[Callable[[Path], None], str]] = [
    (missing, "there is no such file"),
    (folder, "this is a folder"),
    (old_xls, "this is an old .xls, or it has a password; save it as .xlsx"),
    (a_text, "this is not an Excel workbook; save the form as .xlsx"),
    (cut_off, "the workbook is damaged"),
    (a_zip_of_something_else, "this is not an Excel workbook"),
    (a_zip_bomb, "it unpacks to far more than a form can hold"),
    (thousands_of_parts, "it unpacks to far more than a form can hold"),
    (laughing, "it defines entities of its own"),
    (broken_inside, "the workbook is damaged"),
    (empty_book, "the workbook is empty"),
    (other_sheets, "there is no sheet `survey`, only questions"),
    (no_types, "the sheet survey has no column `type`"),
    (no_questions, "asks nothing that could be asked here"),
    (two_of_a_column, "the sheet 'survey' has two columns 'label'"),
    (ten_thousand_rows, "the sheet 'survey' goes on to row 5001; 5000 rows are the most"),
    (a_cell_at_the_end_of_the_world, "goes on to row 1048576"),
    (never_closed, "survey, row 2: the group “g” is never closed; write end_group"),
    (closed_twice, "survey, row 5: end_group closes nothing"),
    (crossed, "survey, row 5: end_group stands where the repeat “r” (row 3) is open; write end_repeat first"),
]


@pytest.mark.parametrize(("made", "sentence"), FILES, ids=[made.__name__ for made, _ in FILES])
def test_what_is_no_form_is_refused_with_a_sentence(
    tmp_path: Path, made: Callable[[Path], None], sentence: str
) -> None:
    path = tmp_path / "form.xlsx"
    made(path)
    said = restante("import", path, "--out", tmp_path / "study")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"{path}: ")
    assert sentence in said.err
    assert len(said.err.splitlines()) == 1
    assert not (tmp_path / "study").exists()


# Forms that are read, with something wrong in them: the rows after the head, and what is told.
WRONG = [
    ("integer | a | A | ${b} > 1\ninteger | b | B | ${a} > 1",
     "survey, row 2: relevant ${b} > 1: it looks at “b”, which comes later"),
    ("text | a | A | ${a} = 'x'", "survey, row 2: relevant ${a} = 'x': it looks at its own answer"),
    ("text | a | A |\ntext | a | B |", "survey, row 3: the name a: another row has this name already"),
    ("select_one long | a | A |", "survey, row 2: a: a question has 2 to 20 options here, and the list long has 60"),
    (f"text | a | {'long ' * 900} |", "it is cut after 3500 characters"),
    ("select_one wide | a | A |", "it is cut after 60 characters"),
    ("text | a | A | ${b} = 'x", "survey, row 2: relevant ${b} = 'x: “'x” cannot be read"),
    (f"integer | a | A |\ntext | b | B | {'not(' * 60}${{a}} = 1{')' * 60}", "it lies more than 40 levels deep"),
    ("begin_repeat | r | R |\nbegin_repeat | s | S |\ntext | a | A |\nend_repeat | | |\nend_repeat | | |",
     "survey, row 3: the repeat s: a group that repeats cannot stand in another"),
]  # fmt: skip
LISTS = YES_NO + "\n".join(f"long | c{number} | Option {number}" for number in range(60))
LISTS += f"\nwide | a | {'word ' * 30}\nwide | b | B"


@pytest.mark.parametrize(("rows", "sentence"), WRONG, ids=[sentence[-40:] for _, sentence in WRONG])
def test_what_is_wrong_within_a_form_is_told_and_the_rest_works(
    tmp_path: Path, rows: str, sentence: str
) -> None:
    path = book(tmp_path / "form.xlsx", survey=HEAD + rows, choices=LISTS)
    said = restante("import", path, "--out", tmp_path / "study")
    assert (said.code, said.err) == (1, "")
    assert sentence in said.out
    assert restante("check", tmp_path / "study" / "study.yaml").code == 0


def test_formulas_are_what_they_came_to(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "survey"
    for row in (["type", "name", "label"], ["text", "a", '="How"&" old?"'], ["text", "b", "B"]):
        sheet.append(row)
    workbook.save(tmp_path / "form.xlsx")
    said = restante("import", tmp_path / "form.xlsx", "--out", tmp_path / "study")
    assert said.code == 1
    assert (
        "survey, row 2: a formula in C2: what it comes to is not in the file; write the words themselves"
        in said.out
    )


def test_merged_cells_are_told(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "survey"
    for row in (["type", "name", "label"], ["text", "a", "A"], ["text", "b", None]):
        sheet.append(row)
    sheet.merge_cells("C2:C3")
    workbook.save(tmp_path / "form.xlsx")
    said = restante("import", tmp_path / "form.xlsx", "--out", tmp_path / "study")
    assert said.code == 1
    assert "survey, row 2: the cells C2:C3 are merged: only the first has what is written" in said.out


def test_cells_are_read_as_people_typed_them(tmp_path: Path) -> None:
    read = form(tmp_path, HEAD + "text | имя |  <i>Как</i>&nbsp;вас _зовут_? {1} | \ntext | Q-2 | Said |")
    assert [(one["id"], one["ask"]) for one in questions(read)] == [
        ("imya", {"en": "_Как_\xa0вас _зовут_? {{1}}"}),
        ("q_2", {"en": "Said"}),
    ]
    told = [str(one) for one in read.remarks.changes]
    assert "survey, row 2: имя: is called imya here" in told
    assert "survey, row 3: Q-2: is called q_2 here" in told


def test_without_the_packages_it_says_how_to_get_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book(tmp_path / "form.xlsx", survey=HEAD + "text | a | A |")
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    said = restante("import", path, "--out", tmp_path / "study")
    assert (said.code, said.out) == (2, "")
    assert "pip install 'poste-restante[xlsform]'" in said.err
