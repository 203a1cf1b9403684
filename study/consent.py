"""The text that is agreed to.

Canonical form, bound by its SHA-256 into the consent record: Unicode NFC, lines that end with \\n and carry no blanks
at their ends, and between two of its sections a line `---`. The sections, in the order in which they are shown:

1. what Telegram can see, as the bot says it (`notice`);
2. each message of the information, its words as shown: what is bold, a quote or hidden is not told apart here, and the
   address of a link stands in brackets behind its words;
3. what is agreed to, one scope a line: `* ` before one the study is made of, `- ` before one that is up to the person;
4. the statement said aloud.

A section with nothing in it is left out. Anything else the study file holds can change without asking anybody again.
"""

import hashlib
import unicodedata

from study.markdown import spelled
from study.protocol import Protocol, Scope
from study.wrapping import messages

DIVIDER = "\n\n---\n\n"


def information_messages(protocol: Protocol, language: str) -> tuple[str, ...]:
    """The information as short messages, in Markdown: divided at lines `---`, or else paragraphs packed up to about 700
    characters."""
    return messages(protocol.consent.information.say(language))


def information_parts(protocol: Protocol, language: str) -> tuple[str, ...]:
    """The same messages as plain words."""
    return tuple(spelled(message) for message in information_messages(protocol, language))


def exact_text(protocol: Protocol, language: str, *, notice: str) -> str:
    """All that is shown before the agreement, in `language`, in the canonical form."""
    consent = protocol.consent
    scopes = "\n".join(scope_line(scope, language) for scope in consent.scopes)
    sections = (notice, *information_parts(protocol, language), scopes, consent.statement.say(language))
    return DIVIDER.join(section for one in sections if (section := _canonical(one)))


def scope_line(scope: Scope, language: str) -> str:
    """One scope, as the exact text has it."""
    return _canonical(f"{'*' if scope.required else '-'} {scope.ask.say(language)}")


def text_sha256(text: str) -> str:
    """SHA-256 of the text in UTF-8, as 64 hexadecimal digits. `sha256sum` of a file with just this text agrees."""
    return hashlib.sha256(text.encode()).hexdigest()


def release(version: str) -> tuple[int, int]:
    """A version as its two numbers, so that 1.10 comes after 1.9. (0, 0) for what is none."""
    major, _, minor = version.partition(".")
    return (int(major), int(minor)) if major.isdecimal() and minor.isdecimal() else (0, 0)


def _canonical(text: str) -> str:
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()
