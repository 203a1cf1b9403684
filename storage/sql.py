"""Named SQL from `storage/queries/`, and the few ways in which it is asked. One question is one hop to the thread."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import aiosql
import aiosqlite

QUERIES = Path(__file__).parent / "queries"
MOST = 256  # values asked for at once; the engines allow at least 999
AMONG = re.compile(r":among\b")

Row = TypeVar("Row")


@dataclass(frozen=True)
class Statement:
    """A query that was written out here."""

    sql: str


def load(noun: str) -> Any:
    """The queries of one noun. Each is a function of a connection, and has its text in `.sql`."""
    return aiosql.from_path(QUERIES / f"{noun}.sql", "aiosqlite")


async def rows(
    connection: aiosqlite.Connection, query: Any, make: Callable[..., Row], **values: Any
) -> list[Row]:
    """Every row of an answer, made from its columns by name."""
    return [make(**dict(row)) for row in await connection.execute_fetchall(query.sql, values)]


async def value(connection: aiosqlite.Connection, query: Any, **values: Any) -> Any:
    """The first column of the first row, or None."""
    return next((row[0] for row in await connection.execute_fetchall(query.sql, values)), None)


async def among(
    connection: aiosqlite.Connection, query: Any, make: Callable[..., Row], wanted: Collection[Any]
) -> list[Row]:
    """`rows` of a query that says `IN (:among)`, for any number of values."""
    found: list[Row] = []
    for statement, values in spread(query, wanted):
        answer = await connection.execute_fetchall(statement.sql, values)
        found += [make(**dict(row)) for row in answer]
    return found


def spread(query: Any, wanted: Collection[Any]) -> Iterator[tuple[Statement, dict[str, Any]]]:
    """A query that says `IN (:among)`, written out for these values, in as many parts as need be. One statement for
    many rows asks for the interpreter once, where one for each would ask every time."""
    for part in _parts(list(dict.fromkeys(wanted))):
        names = {f"among_{place}": one for place, one in enumerate(part)}
        yield Statement(AMONG.sub(", ".join(f":{name}" for name in names), query.sql)), names


def _parts(wanted: list[Any]) -> Iterator[list[Any]]:
    """Lists whose lengths are powers of two, so that the engine meets few different texts and keeps them prepared."""
    for start in range(0, len(wanted), MOST):
        part = wanted[start : start + MOST]
        yield part + part[-1:] * ((1 << (len(part) - 1).bit_length()) - len(part))
