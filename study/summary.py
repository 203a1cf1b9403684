"""A study in a few lines, for whoever wrote it to see that it was read as meant."""

from collections.abc import Iterator
from datetime import timedelta

from study.chat import Chat, Clear
from study.durations import show_duration
from study.instrument import AnswerType, Questionnaire
from study.protocol import Consent, Protocol
from study.timetable import arms_told, most_of_all, told
from study.wishes import fewest, shifts

LINK = "https://t.me/BOT?start="
CLEARED = {
    Clear.AT_ONCE: "messages are deleted at once",
    Clear.DAY: "messages are deleted a day after they were said",
    Clear.NEVER: "messages stay until somebody deletes them",
}


def summary(protocol: Protocol) -> list[str]:
    """Lines to print: title, languages, sites, sources with their links, questionnaires, waves, prompts."""
    first = protocol.languages[0]
    lines = [
        f"{protocol.title.say(first)} ({protocol.id})",
        f"Languages: {', '.join(protocol.languages)}",
        "Recruitment: " + ("open" if protocol.open_for_recruitment else "closed, no approval is on file"),
        f"Keys: {', '.join(protocol.keys)}",
        *_custodian(protocol),
        f"Consent: version {protocol.consent.version}, {_count(len(protocol.consent.checks), 'check question')}, "
        f"{_count(len(protocol.consent.scopes), 'scope')}",
        *_agreement(protocol.consent),
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
    return [*lines, *_touch(protocol, first), *_beside(protocol)]


def _custodian(protocol: Protocol) -> Iterator[str]:
    if protocol.consent.custodian is not None:
        yield f"Agreements: sealed to {protocol.consent.custodian.name} alone"


def _agreement(consent: Consent) -> Iterator[str]:
    """What can be done about it beside speaking it once."""
    if consent.typed:
        yield "Agreement: spoken, or typed by who cannot speak aloud"
    if consent.joint:
        yield "Together: two who are interviewed together may say so"
    if consent.remind is not None:
        yield f"Reminder: every {show_duration(consent.remind)} people are told again what they agreed to"


def _beside(protocol: Protocol) -> Iterator[str]:
    """What stays on a phone, and what is met with help first."""
    chat, care = protocol.chat, protocol.care
    kept = [CLEARED[chat.clear]]
    kept += ["what comes unasked shows nothing of the study"] if chat.neutral else []
    kept += ["people may have it ask for a word first"] if chat.face else []
    if chat != Chat():
        yield f"Chat: {'; '.join(kept)}"
    if care is not None:
        phrases = sum(len(one) for one in care.words.values())
        parts = [_count(phrases, "phrase")] if phrases else []
        parts += [_count(len(care.scores), "score")] if care.scores else []
        yield f"Care: a line of help comes first after {' or '.join(parts)}"


def _touch(protocol: Protocol, language: str) -> Iterator[str]:
    """How it stays in touch beside its waves."""
    schedule, diary, ending = protocol.schedule, protocol.diary, protocol.ending
    if any(by := shifts(schedule)):
        yield f"Hours: people may move theirs, {_hours(-by[0], 'earlier')} or {_hours(by[-1], 'later')} at most"
    if few := fewest(schedule):
        yield f"Fewer: people may ask for {_count(few[0], 'prompt')} a day"
    if schedule.silence:
        yield f"Silence: people are asked once whether they are there, after {schedule.silence} missed in a row"
    yield f"Diary: {', '.join(diary.takes)}; at most {diary.longest} characters, {_count(diary.pieces, 'message')}"
    if protocol.buttons:
        yield "Buttons:"
    for one in protocol.buttons:
        yield f"  {one.id}  {one.label.say(language)}: {one.ask}, for {show_duration(one.expires)}"
    if ending is not None:
        letter = f", letter for {ending.letter}" if ending.letter else ""
        yield f"Ending: {show_duration(ending.after)} after the agreement{letter}"
    if protocol.keep is not None and protocol.keep.contacts is not None:
        term = protocol.keep.contacts
        counted = "the ending, or leaving" if term.after_end else "the agreement"
        yield f"Contacts: cut {show_duration(term.length)} after {counted}"
    if protocol.keep is not None and protocol.keep.media is not None:
        term = protocol.keep.media
        counted = "the ending, or leaving" if term.after_end else "they came"
        yield f"Voices and photos: overwritten {show_duration(term.length)} after {counted}; agreements stay"


def _hours(shift: timedelta, way: str) -> str:
    return f"{show_duration(shift)} {way}" if shift else f"not {way}"


def _size(questionnaire: Questionnaire) -> str:
    notes = sum(AnswerType.NOTE in question.types for question in questionnaire.questions)
    parts = [_count(len(questionnaire.questions) - notes, "question")]
    parts += [_count(notes, "note")] if notes else []
    parts += [_count(len(questionnaire.groups), "group")] if questionnaire.groups else []
    return ", ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
