"""What stays on the phone, as a study file says it."""

from enum import StrEnum

from study.faults import Report
from study.fields import Fields
from study.model import Model
from study.tree import Node
from study.values import flag, one_of


class Clear(StrEnum):
    """When messages of the chat are deleted, on both sides. Telegram allows it for 48 hours."""

    AT_ONCE = "at-once"  # what people said as soon as it is sealed; what the bot said once nothing is open
    DAY = "1d"  # a day after it was said
    NEVER = "never"


class Chat(Model):
    """`neutral`: what comes unasked begins with words that say nothing, and the rest is hidden until it is tapped.
    `face`: people may choose a word without which the bot shows nothing of the study."""

    clear: Clear = Clear.NEVER
    neutral: bool = False
    face: bool = False


def read_chat(report: Report, node: Node) -> Chat:
    """What is left out is as `Chat` has it."""
    fields, usual = Fields(report, node, "the chat"), Chat()
    chat = Chat(
        clear=fields.either("clear", one_of(Clear), usual.clear),
        neutral=fields.either("neutral", flag, usual.neutral),
        face=fields.either("face", flag, usual.face),
    )
    fields.finish()
    return chat
