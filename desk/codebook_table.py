"""The codebook as a table: a row for each value of each version of each question."""

from collections.abc import Iterator

from desk.codebook import Book, Value, Variable, Version
from desk.csv_cells import Cell


def header(book: Book) -> list[str]:
    """`since` to `remembered` are of the version; `status` and `value` are as answers.csv has them."""
    languages = book.languages
    return [
        *("questionnaire", "question", "version", "current", "since", "type", "group", "repeat", "waves"),
        *(f"wording_{language}" for language in languages),
        *("condition", "from", "to", "decimals"),
        *(f"unit_{language}" for language in languages),
        *("at_least", "at_most", "within_km", "order", "required", "remembered", "sealed", "status", "value"),
        *(f"label_{language}" for language in languages),
    ]


def rows(book: Book) -> Iterator[list[Cell]]:
    """A question without values of its own has one row for whatever was answered."""
    anything = Value("", tuple("" for _ in book.languages))
    for variable in book.variables:
        for version in variable.versions:
            begin = _begin(variable, version)
            values = [value for value in version.values if not value.missing] or [anything]
            for value in values:
                yield [*begin, "answered", value.value, *value.labels]
            for value in version.values:
                if value.missing:
                    yield [*begin, value.value, "", *value.labels]


def _begin(variable: Variable, version: Version) -> list[Cell]:
    one = version.question
    return [
        *(
            variable.questionnaire,
            variable.name,
            version.number,
            version.current,
            version.since,
            version.types,
        ),
        *(version.group.id if version.group else "", version.repeat, " ".join(variable.waves)),
        *version.asks,
        " and ".join(f"({one})" if len(version.conditions) > 1 else one for one in version.conditions),
        *version.bounds,
        one.decimals if "number" in one.types else None,
        *version.units,
        *(one.at_least, one.at_most, one.within),
        *("random" if one.shuffled else "", one.required, one.remember, True),
    ]
