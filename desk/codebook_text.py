"""The codebook to read, in Markdown."""

from collections.abc import Iterator

from desk.codebook import Book, Variable, Version
from study.durations import show_duration
from study.protocol import Protocol

_ESCAPED = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#|~"})


def markdown(book: Book) -> str:
    """A section for each question, its versions one after the other. What the study file says is text here, and no
    Markdown."""
    lines = [f"# Codebook: {_plain(book.protocol.title.say(book.languages[0]))}", ""]
    lines += [
        "Each answer names the version of the question that it answers. Everything that was answered is sealed to the "
        "keys of the team; what is remembered lies in the bot's data folder as well, under the operator key.",
        "",
    ]
    for variable in book.variables:
        lines += [f"## {variable.questionnaire} / {variable.name}", ""]
        if variable.waves:
            lines += [f"Waves: {', '.join(_wave(book.protocol, id) for id in variable.waves)}", ""]
        for version in variable.versions:
            lines += _version(book, variable, version)
    return "\n".join(lines)


def _wave(protocol: Protocol, id: str) -> str:
    """With what is to be known of it when its answers are read."""
    if protocol.button(id) is not None:
        return f"{id} (a button: people begin it themselves)"
    late = protocol.wave(id).late
    return id if late is None else f"{id} (answers up to {show_duration(late)} late are kept, and marked)"


def _version(book: Book, variable: Variable, version: Version) -> Iterator[str]:
    if len(variable.versions) > 1 or not version.current:
        since = f", since {version.since}" if version.since else ""
        yield f"### Version {version.number}{since}{'' if version.current else ' (no longer in the study file)'}"
        yield ""
    yield from (f"- {line}" for line in _facts(book, version))
    yield ""
    for language, before, ask in zip(book.languages, version.before, version.asks, strict=True):
        yield f"- {language}: {_plain(ask)}" + (f" (before it: {_plain(before)})" if before else "")
    yield ""
    yield f"| value | {' | '.join(book.languages)} |"
    yield "|---" * (len(book.languages) + 1) + "|"
    for value in version.values:
        shown = f"*{value.value}*" if value.missing else _plain(str(value.value))
        yield f"| {shown} | {' | '.join(map(_plain, value.labels))} |"
    yield ""


def _facts(book: Book, version: Version) -> Iterator[str]:
    one = version.question
    low, high = version.bounds
    yield f"Type: {version.types}"
    if version.group:
        yield f"Group: {version.group.id}" + (f", repeated: {version.repeat}" if version.repeat else "")
    asked = " and ".join(f"`{condition.replace('`', '')}`" for condition in version.conditions)
    yield f"Asked: when {asked}" if asked else "Asked: always"
    if low or high:
        yield f"Bounds: from {low or 'anything'} to {high or 'anything'}"
    if "number" in one.types:
        yield f"Decimals: {one.decimals}"
    if any(version.units):
        units = zip(book.languages, version.units, strict=True)
        yield f"Unit: {', '.join(f'{_plain(unit)} ({language})' for language, unit in units if unit)}"
    if one.at_least is not None or one.at_most is not None:
        what = "Options" if one.options else "Characters"
        most = "any number" if one.at_most is None else f"{one.at_most} at most"
        yield f"{what}: {one.at_least or 0} at least, {most}"
    if one.within is not None:
        yield f"Place: made coarse to squares of {one.within:g} km before it is sealed"
    if version.order:
        yield version.order
    if not version.can_be_skipped:
        yield "Cannot be skipped"
    if one.remember:
        yield "Remembered between prompts"


def _plain(text: str) -> str:
    return text.replace("\r", "").translate(_ESCAPED).replace("\n", " ")
