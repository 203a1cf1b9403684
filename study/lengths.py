"""What a phone and Telegram can carry of a text, and what in it would be shown as it stands."""

import re
from itertools import accumulate

from study.faults import Report, quoted
from study.markdown import NEW_MESSAGE, divided, no_links, styled
from study.unseen import seen
from study.wrapping import plain
from study.written import Written

LONGEST_MESSAGE = 3_500
"""UTF-16 code units. Telegram takes 4,096 (Bot API, sendMessage); the rest is left for the bot's own words."""
LONGEST_SOURCE = 10_000
"""Characters of one message, marks and notes included: more are not even looked at."""
LONGEST_LABEL = 60
LONGEST_NAME = 100
LONGEST_SENTENCE = 1_000
NOTHING_SEEN = ("there is nothing to see in this text", "write something here")

_PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def units(said: str) -> int:
    """The length as Telegram counts it: UTF-16 code units."""
    return len(said.encode("utf-16-le")) // 2


def shows(markdown: str) -> bool:
    """Whether there is something to see in each message that is made of it."""
    return all(map(seen, styled(markdown).text.split(NEW_MESSAGE)))


def check_message(report: Report, one: Written, *, wrapped: bool = False) -> None:
    """Each part of it can be seen and fits one message, and every link in it goes somewhere. `wrapped` where lines are
    only wrapped, as in a file."""
    starts = list(accumulate((len(line) + 1 for line in one.said.split("\n")), initial=0))
    for first, part in divided(one.said):
        at = starts[first]
        if len(part) > LONGEST_SOURCE:
            what = f"{len(part)} characters are too many for one message"
            one.fault(report, what, f"write at most {LONGEST_MESSAGE}, or divide it with a line ---", at)
        else:
            shown = plain(part) if wrapped or one.file else styled(part).text
            more = ", or divide it with a line ---" if wrapped or one.file else ""
            check_length(report, one, shown, LONGEST_MESSAGE, "one message", more, at)
    if len(one.said) <= LONGEST_SOURCE and not shows(one.text):
        one.fault(report, *NOTHING_SEEN)
    for at, address in no_links(one.said):
        if "{" not in address:
            what = f"{quoted(address)} cannot be the address of a link"
            one.fault(report, what, "write one such as https://example.org/page, or the address alone", at)


def check_length(
    report: Report, one: Written, shown: str, longest: int, where: str, more: str = "", at: int = 0
) -> None:
    if units(shown) > longest:
        what = f"{units(shown)} characters are too many for {where}"
        one.fault(report, what, f"write at most {longest}{more}", at)


def check_plain(report: Report, one: Written) -> None:
    if one.said and not seen(one.said):
        one.fault(report, *NOTHING_SEEN)
    placeholder = _PLACEHOLDER.search(one.said)
    if placeholder:
        what = f"{placeholder.group()} would be shown as it stands"
        one.fault(report, what, "nothing is filled in here; write the words themselves", placeholder.start())
