"""A conversation told as text: what the person does, what the bot says, nothing more and nothing less."""

import re

from conversation import Conversation

LINE = re.compile(r"(?P<mark>[<>*=+~\[#@])(?P<rest>.*)")


def play(talk: Conversation, story: str) -> None:
    """A story, a line each:

        > words          the person writes          [Label]          presses the newest key of that label
        ~ 4.2            speaks, and it is fetched  ~                speaks, and it is on its way
        ~! gone          the voice is lost          ~= 4.2           the voice on its way arrives
        + 3h             time passes                + prompt         until the next timer of that kind
        < words          the bot says a message with these words     * words   a toast with these words
        = stage          the stage, then            # anything       a remark

    Every message and toast of a step must be told, in order; nothing more and nothing less.
    """
    for number, said in enumerate(story.strip().splitlines(), 1):
        found = LINE.fullmatch(said.strip())
        if not found or found["mark"] == "#":
            assert not said.strip() or found, f"line {number}: {said}"
            continue
        try:
            _line(talk, found["mark"], found["rest"].strip())
        except AssertionError as error:
            raise AssertionError(f"line {number}, {said.strip()!r}: {error}") from None
    _nothing_more(talk)


def _line(talk: Conversation, mark: str, rest: str) -> None:
    match mark:
        case "<":
            assert talk.said, "nothing (more) was said"
            told = talk.said.pop(0)
            assert rest in told, f"it said {told!r}"
        case "*":
            assert talk.toasts, "there was no toast"
            told = talk.toasts.pop(0)
            assert rest in told, f"the toast said {told!r}"
        case "=":
            assert talk.stage == rest, talk.stage
        case _:
            _nothing_more(talk)
            _do(talk, mark, rest)


def _nothing_more(talk: Conversation) -> None:
    assert not talk.said + talk.toasts, f"before this it also said {talk.said + talk.toasts}"


def _do(talk: Conversation, mark: str, rest: str) -> None:
    match mark:
        case ">":
            talk.write(rest)
        case "[":
            talk.press(rest.removesuffix("]"))
        case "+":
            talk.next_timer(rest) if rest.isalpha() else talk.wait(rest)
        case "~" if rest.startswith("!"):
            talk.lose(rest[1:].strip())
        case "~" if rest.startswith("="):
            talk.fetch(float(rest[1:]))
        case "~" if rest:
            talk.speak()
            talk.fetch(float(rest))
        case "~":
            talk.speak()


TITLE = re.compile(r"## (.+) \((.+), (.+)\)")


def told(text: str) -> dict[str, tuple[str, str, str]]:
    """Stories, each under `## name (place, language)`. By name: the place, the language, the story."""
    stories: dict[str, list[str]] = {}
    begins = {}
    for line in text.strip().splitlines():
        title = TITLE.fullmatch(line)
        if title:
            name = title[1]
            assert name not in stories, name
            begins[name], stories[name] = (title[2], title[3]), []
        else:
            stories[name].append(line)
    return {name: (*begins[name], "\n".join(lines)) for name, lines in stories.items()}
