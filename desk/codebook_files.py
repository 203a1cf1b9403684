"""The codebook on disk: codebook.csv, codebook.md and codebook.xml."""

from datetime import date
from pathlib import Path

from desk import codebook_ddi, codebook_table, codebook_text
from desk.codebook import Book
from desk.csv_cells import Table
from desk.private import write_private

TABLE, TEXT, DDI = "codebook.csv", "codebook.md", "codebook.xml"


class CodebookThere(Exception):
    """A file of that name is there already. The message says which."""


def write(folder: Path, book: Book, made: date) -> tuple[str, ...]:
    """Writes all three into `folder`, which is made if need be; returns their names. Raises CodebookThere, OSError."""
    for name in (TABLE, TEXT, DDI):
        if (folder / name).exists():
            raise CodebookThere(
                f"{folder / name} is there already, and is not written over. Choose another folder."
            )
    folder.mkdir(parents=True, exist_ok=True)
    with Table(folder / TABLE, codebook_table.header(book)) as table:
        for row in codebook_table.rows(book):
            table.write(row)
    write_texts(folder, book, made)
    return TABLE, TEXT, DDI


def write_texts(folder: Path, book: Book, made: date) -> None:
    """The two that are no table."""
    write_private(folder / TEXT, codebook_text.markdown(book).encode("utf-8", "replace"))
    write_private(folder / DDI, codebook_ddi.xml(book, made))
