"""A study in a few lines, for whoever wrote it to see that it was read as meant."""

from datetime import timedelta

from study.durations import show_duration, show_window
from study.protocol import Protocol, Wave

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
    lines += [f"  {one.id}  {_count(len(one.questions), 'question')}" for one in protocol.questionnaires]
    lines.append("Waves:" if protocol.schedule.waves else "Waves: none")
    lines += [f"  {wave.id}  {wave.ask}, {_when(wave)}" for wave in protocol.schedule.waves]
    lines.append(
        f"Each participant gets {_count(sum(prompts(wave) for wave in protocol.schedule.waves), 'prompt')} at most."
    )
    return lines


def prompts(wave: Wave) -> int:
    """How many prompts of a wave one participant gets at most."""
    if wave.signal and wave.days:
        return wave.signal.times * (wave.days.last - wave.days.first + 1)
    return wave.times or 0


def _when(wave: Wave) -> str:
    if wave.signal and wave.days:
        days = (
            f"days {wave.days.first} to {wave.days.last}"
            if wave.days.last > wave.days.first
            else f"day {wave.days.first}"
        )
        return f"{_count(wave.signal.times, 'time')} a day between {show_window(wave.signal.between)}, {days}"
    at = f" at {wave.at:%H:%M}" if wave.at else ""
    return f"every {show_duration(wave.every or timedelta(0))}{at}, {_count(wave.times or 0, 'time')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
