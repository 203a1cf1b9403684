"""The bot's words: every phrase that the code names is there, in every language, and reads as it should."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conversation import sample

from bot.menu import COMMAND, COMMANDS, DESCRIPTION, SHORT
from bot.rendering import Renderer
from bot.splitting import CAPTION, MESSAGE, TOAST, length
from locales import Catalogue, UnknownPhrase
from locales.catalogue import endonym

ROOT = Path(__file__).parents[2]
CATALOGUE = Catalogue.load()
LANGUAGES = ("ru", "en")
NAME = re.compile(r"[a-z]+\.[a-z]+(-[a-z]+)*")
PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
COMMAND_WORDS = "|".join(("start", "more", *COMMANDS))
LETTER = "Ш"
LONG = {
    # what a study may put in, at its longest (`study.texts`)
    "title": LETTER * 100,
    "team": LETTER * 100,
    "contact": LETTER * 200,
    "label": LETTER * 40,
    "code": "AM-12345",
    "scope": LETTER * 1_000,
    "statement": LETTER * 1_000,
    "answer": LETTER * 60,
    "day": LETTER * 12,
    "date": "14 сентября",
    "whole_date": "14 сентября 2027 г.",
    "at": "19:00",
    "opens": "18:00",
    "closes": "21:00",
    "low": "-1000",
    "high": "1000",
    "low_label": LETTER * 60,
    "high_label": LETTER * 60,
    "number": LETTER * 14,
    "unit": f" ({LETTER * 60})",
    "km": "500",
    "length": "730 дней",
    "first": LETTER * 120,
    "last": LETTER * 30,
    "time": "19:00",
    "month": "сентября 2027",
    "hours": LETTER * 120,
    "site": LETTER * 60,
    "kinds": LETTER * 120,
    "longest": "20000",
    "least": "3",
    "most": "40",
    "word": LETTER * 40,
    "version": "1234.1234",
    "words": LETTER * 60,
    "count": "четыре",
}


def trees(*paths: str) -> Iterator[tuple[str, ast.AST]]:
    for path in paths:
        found = sorted((ROOT / path).rglob("*.py")) if (ROOT / path).is_dir() else [ROOT / path]
        for file in found:
            yield file.relative_to(ROOT).as_posix(), ast.parse(file.read_text("utf-8"))


def literals(*paths: str) -> dict[str, str]:
    """Every text in the code that looks like the name of a phrase, and where it stands."""
    return {
        node.value: f"{file}:{node.lineno}"
        for file, tree in trees(*paths)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value)
    }


SAYING = {"Phrase", "line", "hint", "say", "means", "_said"}


def said_by(*functions: str) -> dict[str, str]:
    """The names given to these calls in handlers, whichever argument they are, both sides of an `if` too."""
    found = {}
    for file, tree in trees("handlers"):
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in functions:
                for argument in node.args[:2]:
                    for one in ast.walk(argument):
                        if (
                            isinstance(one, ast.Constant)
                            and isinstance(one.value, str)
                            and _at_top(argument, one)
                        ):
                            found[one.value] = f"{file}:{one.lineno}"
    return found


def _at_top(argument: ast.expr, one: ast.Constant) -> bool:
    return one is argument or (isinstance(argument, ast.IfExp) and one in (argument.body, argument.orelse))


IN_BOT = literals("bot/facts.py", "bot/menu.py", "bot/service.py", "bot/rendering.py")
IN_MENU = {f"menu.{command}" for command in COMMANDS} | {"profile.description", "profile.short"}
USED = {**literals("handlers"), **said_by(*SAYING - {"_said"})}


def test_the_code_names_only_phrases_that_are_there() -> None:
    missing = {name: where for name, where in USED.items() if name not in CATALOGUE.names}
    assert not missing, f"write these in locales/*.po: {missing}"
    assert CATALOGUE.names >= IN_MENU


def test_every_phrase_is_used() -> None:
    unused = CATALOGUE.names - USED.keys() - IN_MENU - IN_BOT.keys()
    assert not unused, f"take these out of locales/*.po, or say them: {sorted(unused)}"


def test_the_walk_sees_what_it_should() -> None:
    """Else the two tests above could not fail."""
    assert {"hint.forwarded", "help", "voice.not-fetched", "hint.too-large", "key.stop"} <= USED.keys()
    assert {"hint.comes-again", "hint.closed"} <= said_by("hint").keys(), "both sides of an if"
    assert "leaving.before-consent" in said_by("_said")
    assert len(USED) > 80


def forms(language: str, name: str) -> tuple[str, ...]:
    message = CATALOGUE._catalogs[language].get(name)
    assert message is not None, (language, name)
    return message.string if isinstance(message.string, tuple) else (str(message.string),)


def test_there_are_these_languages() -> None:
    assert set(CATALOGUE.languages) == set(LANGUAGES)
    for language in LANGUAGES:
        text = (ROOT / "locales" / f"{language}.po").read_text("utf-8")
        assert f'"Language: {language}\\n"' in text
        assert "fuzzy" not in text
        ids = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
        assert len(ids) == len(set(ids)), "a phrase stands twice"


@pytest.mark.parametrize("name", sorted(CATALOGUE.names))
def test_a_phrase_is_the_same_in_every_language(name: str) -> None:
    """The same placeholders, in every plural form; plural in all or in none; nothing is left empty."""
    holders = {}
    for language in LANGUAGES:
        each = [set(PLACEHOLDER.findall(form)) for form in forms(language, name)]
        assert all(form.strip() == form and form for form in forms(language, name)), language
        assert len({frozenset(one - {"n"}) for one in each}) == 1, language
        assert set.union(*each) <= LONG.keys() | {"n"}, language
        holders[language] = (frozenset(set.union(*each)), len(each) > 1)
    assert len(set(holders.values())) == 1, holders


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(CATALOGUE.names))
def test_a_phrase_is_calm_and_well_set(name: str, language: str) -> None:
    for form in forms(language, name):
        assert "!" not in form, "nobody is shouted at"
        assert "  " not in form
        assert "..." not in form
        assert '"' not in form, "quotation marks are «» or “”"
        assert "'" not in form, "an apostrophe is ’"
        assert " - " not in form, "a dash is – or —"
        assert not form.endswith((" ", ",", ";"))
        assert not re.search(r"[а-яё]", form) if language == "en" else True
        words = PLACEHOLDER.sub("", form)
        if language == "ru" and name != "notice.telegram":
            assert not re.search(rf"\b(?!{COMMAND_WORDS})[a-z]{{3,}}\b", words), "a Latin word"


# Past tense in the singular, short adjectives and participles would call somebody he or she.
GENDERED = re.compile(
    r"\(а\)|/а\b|\b(должен|должна|рад|рада|готов|готова)\b"
    r"|\bвы (сами? )?(не |уже |ещё )*\w+(л|ла|лся|лась|ен|ена|ан|ана|ов|ова)\b|\bвы (сам|сама)\b",
    re.IGNORECASE,
)


def test_nobody_is_called_he_or_she() -> None:
    for name in CATALOGUE.names:
        for form in forms("ru", name):
            assert not GENDERED.search(form), (name, form)
        for form in forms("en", name):
            assert not re.search(r"\b(he|she|him|his|her|hers)\b", form, re.IGNORECASE), (name, form)
    for wrong in ("Вы написал", "вы уже согласилась", "вы готовы или готова", "Вы(а)", "вы не указана"):
        assert GENDERED.search(wrong), wrong


PLURALS = {
    ("ru", "screening.begin"): {
        0: "0 вопросов", 1: "1 вопрос,", 2: "2 вопроса", 5: "5 вопросов", 11: "11 вопросов", 21: "21 вопрос,",
        22: "22 вопроса", 25: "25 вопросов", 111: "111 вопросов", 101: "101 вопрос,", 112: "112 вопросов",
    },
    ("ru", "check.begin"): {
        0: "0 коротких вопросов", 1: "1 короткий вопрос:", 2: "2 коротких вопроса", 5: "5 коротких вопросов",
        11: "11 коротких вопросов", 21: "21 короткий вопрос:", 22: "22 коротких вопроса", 111: "111 коротких вопросов",
    },
    ("ru", "scopes.begin"): {
        1: "На что именно вы согласны?", 2: "Здесь 2 вопроса", 5: "Здесь 5 вопросов", 11: "Здесь 11 вопросов",
        21: "На что именно вы согласны?", 22: "Здесь 22 вопроса", 25: "Здесь 25 вопросов", 111: "Здесь 111 вопросов",
    },
    ("ru", "diary.keep"): {
        1: "Добавить в дневник?", 2: "эти 2 сообщения", 5: "эти 5 сообщений", 11: "эти 11 сообщений",
        21: "Добавить в дневник?", 22: "эти 22 сообщения", 25: "эти 25 сообщений", 111: "эти 111 сообщений",
    },
    ("ru", "diary.kept"): {
        1: "под замок.",
        2: "2 сообщения.",
        5: "5 сообщений.",
        11: "11 сообщений.",
        21: "под замок.",
        22: "22 сообщения.",
    },
    ("ru", "agreement.too-long"): {
        1: "до 1 секунды", 2: "до 2 секунд.", 11: "до 11 секунд.", 21: "до 21 секунды", 25: "до 25 секунд.",
        90: "до 90 секунд.", 111: "до 111 секунд.",
    },
    ("ru", "hint.number-decimals"): {1: "1 знака,", 2: "2 знаков,", 5: "5 знаков,", 21: "21 знака,"},
    ("ru", "hint.text-short"): {1: "1 знак.", 2: "2 знака.", 5: "5 знаков.", 11: "11 знаков.", 21: "21 знак."},
    ("ru", "hint.text-long"): {1: "до 1 знака,", 2: "до 2 знаков,", 60: "до 60 знаков,", 500: "до 500 знаков,"},
    ("ru", "times.most"): {1: "1 раза в", 2: "2 раз в", 5: "5 раз в", 21: "21 раза в"},
    ("ru", "times.fewer"): {1: "1 раза в", 3: "3 раз в", 5: "5 раз в", 21: "21 раза в"},
    ("ru", "status.answers"): {1: "1 ответ", 3: "3 ответа", 5: "5 ответов", 11: "11 ответов", 21: "21 ответ"},
    ("ru", "status.entries"): {1: "1 сообщение", 4: "4 сообщения", 5: "5 сообщений", 12: "12 сообщений", 21: "21 с"},
    ("en", "times.most"): {1: "once a day", 2: "2 times a day"},
    ("en", "times.fewer"): {1: "Once a day", 2: "2 times a day"},
    ("en", "diary.kept"): {1: "Added and sealed.", 2: "2 messages added"},
    ("en", "status.answers"): {0: "0 answers", 1: "1 answer", 2: "2 answers"},
    ("en", "status.entries"): {1: "1 message in", 2: "2 messages in"},
    ("en", "hint.number-decimals"): {1: "1 digit after", 2: "2 digits after", 21: "21 digits"},
    ("en", "hint.text-short"): {1: "1 character.", 2: "2 characters.", 21: "21 characters."},
    ("en", "hint.text-long"): {1: "Only 1 character fits", 2: "2 characters fit", 500: "500 characters fit"},
    ("en", "screening.begin"): {0: "0 questions", 1: "First, 1 question,", 2: "2 q", 21: "21 questions", 111: "111 q"},
    ("en", "check.begin"): {0: "0 short questions", 1: "Here is 1 short question,", 2: "2 short", 21: "21 short"},
    ("en", "scopes.begin"): {1: "What exactly do you agree to?", 2: "2 questions", 21: "21 questions", 111: "111 q"},
    ("ru", "diary.keep-earlier"): {
        1: "дневник то, что", 2: "дневник 2 сообщения,", 5: "дневник 5 сообщений,", 11: "дневник 11 сообщений,",
        21: "дневник то, что", 22: "дневник 22 сообщения,", 25: "дневник 25 сообщений,", 111: "дневник 111 сообщений,",
    },
    ("en", "diary.keep-earlier"): {1: "Add the message you", 2: "Add the 2 messages", 21: "Add the 21 messages"},
    ("en", "diary.keep"): {1: "Add to your diary?", 2: "these 2 messages", 21: "these 21 messages", 111: "these 111"},
    ("ru", "mydata.days"): {1: "1 день", 2: "2 дня", 5: "5 дней", 11: "11 дней", 21: "21 день", 730: "730 дней"},
    ("ru", "mydata.years"): {1: "1 год", 2: "2 года", 5: "5 лет", 10: "10 лет"},
    ("en", "mydata.days"): {1: "1 day", 2: "2 days", 730: "730 days"},
    ("en", "mydata.years"): {1: "1 year", 2: "2 years"},
    ("en", "agreement.too-long"): {1: "1 second.", 2: "2 seconds.", 21: "21 seconds.", 111: "111 seconds."},
}  # fmt: skip


@pytest.mark.parametrize(("language", "name"), PLURALS)
def test_plurals(language: str, name: str) -> None:
    for n, words in PLURALS[language, name].items():
        assert words in CATALOGUE.say(language, name, n=n, count=n), n


def test_every_plural_phrase_has_been_tried() -> None:
    counted = {(lang, name) for lang in LANGUAGES for name in CATALOGUE.names if len(forms(lang, name)) > 1}
    assert counted == set(PLURALS)


def said(language: str, name: str) -> str:
    return CATALOGUE.say(language, name, n=111, **LONG)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_fits_telegram(language: str) -> None:
    for name in CATALOGUE.names:
        assert length(said(language, name)) <= MESSAGE, name
    for command in COMMANDS:
        assert 1 <= length(said(language, f"menu.{command}")) <= COMMAND
    title = sample().title.say(language)
    team = sample().team.name.say(language)
    described = CATALOGUE.say(language, "profile.description", title=title, team=team)
    assert length(described) <= DESCRIPTION
    assert length(CATALOGUE.say(language, "profile.short", title=title, team=team)) <= SHORT
    assert length(said(language, "agreement.heard")) <= CAPTION


# Told with `turn.hint`, but never to a tap: they answer a command.
BY_COMMAND = {"arrival.already-in", "recruitment.closed", "language.only-one", "help", "receipt.too-often"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_tap_may_bring_fits_over_the_chat(language: str) -> None:
    """200 characters (Bot API, answerCallbackQuery). What is longer would lose its end, where the way out stands."""
    told = {name for name in said_by("hint", "line") if "." in name} | {
        name for name in CATALOGUE.names if name.startswith("hint.")
    }
    assert {"hint.stale-key", "voice.on-its-way", "leaving.already-left"} <= told
    for name in told - BY_COMMAND:
        assert length(said(language, name)) <= TOAST, name


@pytest.mark.parametrize("language", LANGUAGES)
def test_keys_are_short_and_different(language: str) -> None:
    labels = {name: CATALOGUE.say(language, name) for name in CATALOGUE.names if name.startswith("key.")}
    assert len({label.casefold() for label in labels.values()}) == len(labels)
    for name, label in labels.items():
        assert len(label) <= 24, f"{label}: cut off on a small phone"
        assert not label.endswith(".")
        assert CATALOGUE.meanings(label) == {name}, "in any language it means one thing"


TYPED = {
    "Да": "key.yes", "да": "key.yes", " ДА. ": "key.yes", "Да!": "key.yes", "«да»": "key.yes", "Yes": "key.yes",
    "yes": "key.yes", "YES!!": "key.yes", "Нет": "key.no", "no": "key.no", "No.": "key.no", "Стоп": "key.stop",
    "стоп": "key.stop", "СТОП!!!": "key.stop", "/стоп": "key.stop", "stop": "key.stop", "Stop.": "key.stop",
    "“stop”": "key.stop", "пропустить": "key.skip", "Skip": "key.skip", "лучше  не\nучаствовать": "key.rather-not",
    "I'd rather not take part": "key.rather-not", "I’d rather not take part.": "key.rather-not",
    "don't keep it": "key.do-not-keep", "Не сохранять": "key.do-not-keep", "Добавить в дневник": "key.keep",
    "да, соглашаюсь": "key.confirm", "Yes, I agree": "key.confirm", "Записать еще раз": "key.record-again",
    "пауза": "key.pause", "PAUSE.": "key.pause", "/пауза": "key.pause", "Пауза на день": "key.pause-day",
    "пауза, пока не напишу": "key.pause-open", "don't write for now": "key.not-for-now",
    "русский": "language.ru", "English": "language.en", "Go on": "key.go-on", "Продолжить…": "key.go-on",
}  # fmt: skip


@pytest.mark.parametrize("text", TYPED)
def test_what_is_typed_out_is_the_key(text: str) -> None:
    assert CATALOGUE.meanings(text) == {TYPED[text]}


@pytest.mark.parametrize(
    "text",
    [
        "", " ", ".", "!", "?", "да?", "стоп?", "Stop it", "не стоп", "останови", "да нет",
        "yes and no", "нет-нет", "1", "да\u200b да", "\u202eДа", "\ud83d", "key.yes", "ё", "{n}",
        "😀" * 4096, "стоп" * 1000,
    ],
)  # fmt: skip
def test_what_is_no_key(text: str) -> None:
    assert CATALOGUE.meanings(text) == frozenset()


def test_a_language_the_bot_does_not_speak() -> None:
    assert CATALOGUE.say("hy", "key.yes") == "Yes"
    assert CATALOGUE.say("hy", "language.name") == "Հայերեն"
    assert [endonym(one) for one in ("ka", "kk", "ru", "zh", "xx", "not a language")] == [
        "ქართული", "Қазақ тілі", "Русский", "中文", "xx", "not a language",
    ]  # fmt: skip


def test_a_phrase_nobody_wrote() -> None:
    with pytest.raises(UnknownPhrase):
        CATALOGUE.say("ru", "no.such")
    with pytest.raises(KeyError):
        CATALOGUE.say("ru", "arrival.hello", other="x")


def test_braces_in_what_people_say_stay_as_they_are() -> None:
    assert CATALOGUE.say("en", "question.answered", answer="{title} {0}") == "→ {title} {0}"
    assert Renderer(CATALOGUE).words(sample().title, "ru") == "Дорога и дом"
