"""One HTML page with the whole study: no script, nothing from elsewhere; it reads on a phone, and prints on A4."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from study.drawing import telling
from study.drawing.asking import questionnaire_section, screening_section
from study.drawing.markup import tag, words
from study.drawing.saying import messages_section
from study.drawing.timing import schedule_section
from study.drawing.touching import touch_section
from study.previewing import Message
from study.protocol import Protocol

STYLE = Path(__file__).with_name("static") / "page.css"
ALLOWED = "default-src 'none'; style-src 'unsafe-inline'"
"""What the page may load (Content-Security-Policy): nothing."""


def page(protocol: Protocol, language: str, messages: Sequence[Message]) -> str:
    """The study with its own words in `language`; `messages` are all that participants may get, in every language."""
    title = protocol.title.say(language)
    sections = [*_sections(protocol, language), ("messages", "Messages", messages_section(messages))]
    links = (tag("a", words(name), href=f"#{id}") for id, name, _ in sections)
    body = [
        tag("h1", words(title), lang=language),
        tag("p", tag("code", words(protocol.id)), class_="soft"),
        _facts(protocol, language),
        tag("nav", *links, aria_label="Parts of the study"),
        *(tag("section", content, id=id) for id, _, content in sections),
    ]
    head = [
        '<meta charset="utf-8"/>',
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
        f'<meta http-equiv="Content-Security-Policy" content="{ALLOWED}"/>',
        tag("title", words(f"{title} – the study")),
        f"<style>\n{STYLE.read_text('utf-8')}</style>",
    ]
    return f"<!doctype html>\n{tag('html', tag('head', *head), tag('body', *body), lang='en')}\n"


def _sections(protocol: Protocol, language: str) -> Iterator[tuple[str, str, str]]:
    """Each with the id it is found by, its name, and itself."""
    if protocol.schedule.waves:
        yield "schedule", "When people are asked", schedule_section(protocol.schedule)
    if protocol.screening.questions:
        yield "screening", "Screening", screening_section(protocol, language)
    for one in protocol.questionnaires:
        yield f"questionnaire-{one.id}", one.id, questionnaire_section(protocol, one, language)
    yield "touch", "At any time", touch_section(protocol, language)


def _facts(protocol: Protocol, language: str) -> str:
    facts = "".join(
        tag("div", tag("dt", words(name)), tag("dd", *(_line(one) for one in lines)))
        for name, lines in _named(protocol, language)
    )
    return tag("dl", facts, class_="facts")


def _line(text: str) -> str:
    return tag("div", words(text))


def _named(protocol: Protocol, language: str) -> Iterator[tuple[str, Iterable[str]]]:
    yield "Languages", [", ".join(protocol.languages)]
    yield "Asks", [protocol.team.name.say(language), protocol.team.contact]
    yield (
        "Sites",
        [
            f"{site.id}  {site.name.say(language)}, {site.timezone}"
            + (f", {site.target} people" if site.target else "")
            for site in protocol.sites
        ],
    )
    if protocol.sources:
        yield "Ways in", [f"{source.id} ({source.kind})" for source in protocol.sources]
    consent = protocol.consent
    agreed = [f"version {consent.version}, {telling.many(len(consent.checks), 'check question')}"]
    agreed += [f"{scope.id}{' (required)' if scope.required else ''}" for scope in consent.scopes]
    yield "Agreement", agreed
    if protocol.schedule.arms:
        arms = protocol.schedule.arms
        yield "Arms", [f"{name}: {part} in {sum(arms.shares.values())}" for name, part in arms.shares.items()]
    yield "Recruitment", ["open" if protocol.open_for_recruitment else "closed: no approval is on file"]
