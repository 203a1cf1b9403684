"""README.txt of an export: what is in it, made when and from which study, and how to read it."""

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from desk.private import write_private
from desk.room import Room
from desk.telling import day, many

if TYPE_CHECKING:
    from desk.export import Exported

_HANDLE = """\
HANDLE WITH CARE
The seals are open here: these files hold what people said, in the clear. Keep them on an encrypted disk, send them
to nobody by mail, and delete them when the work is done. Voices and faces can be recognised, and a story can name its
teller.
"""

_READ = """\
HOW TO READ IT
Files are CSV (comma, RFC 4180), UTF-8 with a byte order mark, so that Excel shows every alphabet.
  R       readr::read_csv("answers.csv", na = "")
  Python  pandas.read_csv("answers.csv", encoding="utf-8-sig", keep_default_na=False, na_values=[""])
  Excel, LibreOffice: open the file; separator comma.
Left to themselves, R and Python take what says NA, None or null for a missing value: an answer, or the site of Namibia.
A text that a spreadsheet could run as a formula (it begins with = + - @, a tab or a carriage return) has an
apostrophe ' in front that nobody said; so has one that begins with apostrophes and then such a sign. Take one away
and you have what was said. Numbers have none. Line breaks within a text are kept, in quotes.
yes-no: 1 is yes, 0 is no. An empty cell: there is nothing to tell.
status: answered; skipped, they went on without an answer; declined, they said that they would rather not say.
choices: several that were chosen stand in one cell with " | " between them: in value their ids, in label_* their
labels.
order: where the study file shuffles options, the ids in the order in which they stood on the screen, with " | " between
them. It is empty where the question had been changed before it was answered.
date is YYYY-MM-DD, time is HH:MM, as the participant told it. A place has no value but latitude and longitude: the
middle of a square of within_km kilometres, made coarse before it was sealed. Nobody has it finer. The value of a voice
or a photo is what was written under it; so is the text of a diary message that has a file, and the caption of an
agreement.
entries.csv has a row for each message: what was sent together has one number in entry, and part counts within it.
edited: the words are not the first ones. They were changed the same day, and the first ones are erased.
round counts within a group of questions that repeats; version is that of the question's wording in the codebook.
Times are given twice: *_utc, and *_local by the clock that the participant lived by then, with its offset from UTC.
Where they have lived since they agreed is in stays.csv: an empty until means, as far as we know, still. The site of a
prompt is where they lived when it was due, that of an answer or an entry where they lived when they said it; in
participants.csv it is where they live now. The code is never changed: it begins with the site where they joined.
arm: what was drawn for a participant, where the study has arms.
PROMPTS. due is when it was to come, sent when Telegram first had it, begun the first touch, ended when it was over (for
one that was answered, the last answer); late is 1 where it was finished after it had lapsed. beep is its number within
its day. asked is how many questions were put, given how many of those were answered. latency_seconds is sent to begun,
completion_seconds begun to ended of those that were finished. initiated: 1 where the participant began it by a button
of the study; wave is then the button's id. state not-asked: it fell due and was kept back, by a limit, a condition or a
newer one of its wave; expired with an empty sent: it lapsed before it could be sent, while they rested or were silent,
had blocked the bot, or the bot was away. Such prompts are in no rate.
compliance is prompts_answered divided by prompts_delivered. Delivered: sent, or begun. Answered: finished in time;
prompts_late were finished late, and count as delivered only. What participants began themselves is not counted. These
are the figures of CREMAS (Liao et al. 2016, doi:10.2196/jmir.4954), items 10 to 14. In answers.csv, prompted is due of
the prompt, and late is 1 for what was said after it had lapsed.
touch: open, paused (they wished to rest), silent (no answer for long; they were asked once whether they are still
there), blocked (the bot), gone (the account), since touch_since; empty: ever since they came. Silence is not leaving:
withdrawn is. letter: 1 for who wants to hear of the results; empty where the study does not ask.
quotes: 1 may be quoted without a name, 0 must not be; empty where the study does not ask under the id "quotes", or no
consent is here. It is the latest consent that counts. withdrawn: 1 for somebody who has left the study since.
Every line of answers.csv and entries.csv has it: where quotes is 0, the words of that line must not leave your hands.
scopes.csv has each scope with when it was given (1) or not (0): changed is 0 for what was chosen with the agreement, 1
for what was given or taken back afterwards. The latest line of a scope counts. Leaving takes back all of them.
scopes_refused: what somebody did not agree to (in an older version of the text it was perhaps not asked). way: voice,
or typed for who could not speak aloud; caption is what was written under the voice, or instead of it.
Screening answers stand in answers.csv, questionnaire "screening".
"""

_FILES = {
    "participants": "one row per participant",
    "stays": "where each participant lived, and since when",
    "prompts": "one row per prompt, with its state and times",
    "answers": "one row per answer or skip",
    "entries": "one row per diary entry",
    "consents": "one row per consent given; the exact texts are in texts/",
    "scopes": "one row each time a participant gave a scope, took it back, or did not give it",
    "codebook": "every question and its values; codebook.md is the same to read, codebook.xml is DDI Codebook 2.5",
}


def write(path: Path, room: Room, study: Path, done: "Exported") -> None:
    """Writes the file, mode 0600."""
    now, protocol = room.now(), room.protocol
    lines = [
        f"{protocol.title.say(protocol.languages[0])} ({protocol.id})",
        f"Exported on {day(now)} at {now:%H:%M} UTC by Poste Restante.",
        f"Study file: {study.name}, SHA-256 {sha256(study.read_bytes()).hexdigest()}",
        "",
        _HANDLE,
        "WHAT IS IN IT",
        *(f"  {name + '.csv':18}{done.rows[name]:>7}  {about}" for name, about in _FILES.items()),
        f"  {'voices/':18}{done.voices:>7}  Ogg Opus, by code, numbered as they were spoken",
        f"  {'photos/':18}{done.photos:>7}  JPEG, by code, numbered as they came, without what phones write in them",
        f"  {'films/':18}{done.films:>7}  MP4, by code, numbered as they came, without what phones write beside them",
        "",
        *_unopened(done),
        _READ,
    ]
    write_private(path, "\n".join(lines).encode())


def _unopened(done: "Exported") -> list[str]:
    said = []
    if done.in_custody:
        said += [
            f"NOT IN IT: {many(done.in_custody, 'agreement')}, as they were said or written. They are sealed to the "
            "custodian's key alone.",
            "",
        ]
    if done.others:
        said += [f"NOT IN IT: {many(done.others, 'record')} sealed to other keys than the one used.", ""]
    if done.broken:
        said += [
            f"BROKEN: {many(len(done.broken), 'seal')}. Somebody changed the data, or a disk failed; "
            "compare with a backup.",
            *(f"  record {record}" for record in done.broken),
            "",
        ]
    return said
