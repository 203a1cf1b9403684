"""A study in a few lines, for whoever wrote it to see that it was read as meant."""

from study.instrument import AnswerType, Questionnaire
from study.protocol import Protocol
from study.timetable import arms_told, most_of_all, told

LINK = "https://t.me/BOT?start="


def summary(protocol: Protocol) -> list[str]:
    """Lines to print: title, languages, sites, sources with their links, questionnaires, waves, prompts."""
    first = protocol.languages[0]
    lines = [
        f"{protocol.title.say(first)} ({protocol.id})",
        f"Languages: {', '.join(protocol.languages)}",
        "Recruitment: " + ("open" if protocol.open_for_recruitment else "closed, no approval is on file"),
        f"Keys: {', '.join(protocol.keys)}",
        f"Consent: version {protocol.consent.version}, {_count(len(protocol.consent.checks), 'check question')}, "
        f"{_count(len(protocol.consent.scopes), 'scope')}",
        "Sites:",
    ]
    for site in protocol.sites:
        target = f", target {site.target}" if site.target else ""
        lines.append(f"  {site.id}  {site.name.say(first)}, {site.timezone}{target}")
    lines.append(
        "Sources:" if protocol.sources else f"Sources: none; people arrive by {LINK.removesuffix('?start=')}"
    )
    lines += [
        f"  {LINK}{source.id}  {source.kind}" + (f", {source.site}" if source.site else "")
        for source in protocol.sources
    ]
    if protocol.screening.questions:
        lines.append(f"Screening: {_count(len(protocol.screening.questions), 'question')}")
    lines.append("Questionnaires:" if protocol.questionnaires else "Questionnaires: none")
    lines += [f"  {one.id}  {_size(one)}" for one in protocol.questionnaires]
    if protocol.schedule.arms:
        lines.append(f"Arms: {arms_told(protocol.schedule.arms)}")
    lines.append("Waves:" if protocol.schedule.waves else "Waves: none")
    lines += [f"  {wave.id}  {wave.ask}, {told(wave)}" for wave in protocol.schedule.waves]
    lines.append(f"Each participant gets {_count(most_of_all(protocol.schedule), 'prompt')} at most.")
    return lines


def _size(questionnaire: Questionnaire) -> str:
    notes = sum(AnswerType.NOTE in question.types for question in questionnaire.questions)
    parts = [_count(len(questionnaire.questions) - notes, "question")]
    parts += [_count(notes, "note")] if notes else []
    parts += [_count(len(questionnaire.groups), "group")] if questionnaire.groups else []
    return ", ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
