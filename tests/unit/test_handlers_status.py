"""/status: what people read of what comes, how long it goes on, and what is held."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from conversation import Conversation
from conversation_in_touch import DAILY, by_night, changed, in_touch, until
from conversation_places import reach
from test_handlers_schedule import YEREVAN

from study.inbound import Facts
from study.timing import Shift
from study.touch import Ending

SIGNAL = "{id: often, ask: evening, signal: {times: 1, between: '10:00-16:00'}, days: 1-9, expires: 1h}"


def told(talk: Conversation) -> list[str]:
    """The paragraphs of /status. Looking changes nothing."""
    before, person = talk.state(), talk.now
    talk.write("/status")
    assert talk.state()[1:] == before[1:]
    assert talk.now == person.but(missed=0), "it is a sign of life"
    [said] = talk.said
    return said.split("\n\n")


def test_all_of_it_in_russian() -> None:
    talk = in_touch(DAILY, "{id: monthly, ask: month, every: 30d, at: 19:00, times: 6, expires: 3d}")
    assert told(talk) == [
        "Следующий вопрос придёт завтра в 19:00.",
        "Вопросы будут приходить примерно до сентября 2024 года.",
        "У нас записано, что вы живёте здесь: Армения. У вас сейчас 13:00. Если это не так: /moved",
        "У нас под замком: 2 ответа и ваше согласие. Открыть это может только исследовательская группа.",
        "Ваш код в исследовании: AM-01",
    ]


def test_all_of_it_in_english() -> None:
    assert told(in_touch(language="en")) == [
        "The next question comes tomorrow at 19:00.",
        "Questions go on until March 23.",
        "We have noted that you live here: Armenia. It is 13:00 where you are. If that is not so: /moved",
        "We hold, sealed: 2 answers and your agreement. Only the research team can open it.",
        "Your code in the study: AM-01",
    ]


@pytest.mark.parametrize("command", ["/status", "/mydata"])
@pytest.mark.parametrize(
    ("language", "answers", "agreement"),
    [
        (
            "ru",
            "У нас под замком: 2 ответа. Открыть",
            "ваше согласие. Открыть его может только хранитель согласий",
        ),
        (
            "en",
            "We hold, sealed: 2 answers. Only the research",
            "your agreement. Only the keeper of agreements can",
        ),
    ],
)
def test_an_agreement_that_the_team_cannot_open_is_told_apart(
    command: str, language: str, answers: str, agreement: str
) -> None:
    talk = in_touch(language=language)
    consent = talk.protocol.consent.model_copy(update={"custodian": Path("keys/keeper.pub")})
    talk.protocol = talk.protocol.model_copy(update={"consent": consent})
    talk.write(command)
    assert answers in talk.said[0]
    assert agreement in talk.said[0]


def test_a_random_moment_is_never_told() -> None:
    talk = in_touch(SIGNAL)
    assert told(talk)[0] == "Следующий вопрос придёт завтра между 10:00 и 16:00."
    until(talk, 15, "09:00")
    assert told(talk)[0] == "Следующий вопрос придёт сегодня между 10:00 и 16:00."
    talk.next_timer()
    assert told(talk)[0] == "Сейчас открыт вопрос. Показать его ещё раз: /start"
    until(talk, 15, "18:00")
    assert told(talk)[0] == "Следующий вопрос придёт завтра между 10:00 и 16:00."


def test_the_hours_are_those_that_they_chose() -> None:
    talk = in_touch(SIGNAL, shift=Shift(later=timedelta(hours=2)))
    talk.tap("shift:120")
    assert told(talk)[0] == "Следующий вопрос придёт завтра между 12:00 и 18:00."


def test_a_window_past_midnight_is_of_the_evening_before() -> None:
    talk = in_touch(**by_night("23:30", "12:00"))
    tonight = min(one.due_at for one in talk.timers.values())
    assert tonight.astimezone(YEREVAN).date() == date(2024, 3, 15)
    assert told(talk)[0] == "Следующий вопрос придёт сегодня между 23:30 и 12:00."
    until(talk, 15, "00:10")
    assert told(talk)[0] == "Следующий вопрос придёт сегодня между 00:00 и 12:00."
    until(talk, 15, "14:00")
    assert told(talk)[0] == "Следующий вопрос придёт сегодня между 23:30 и 12:00."


def test_further_away_it_has_a_date() -> None:
    talk = in_touch("{id: month, ask: month, every: 30d, at: 10:00, times: 2, expires: 1d}")
    assert told(talk)[0] == "Следующий вопрос придёт 13 апреля в 10:00."


def test_of_what_depends_on_answers_nobody_knows_when_it_comes() -> None:
    talk = in_touch(
        "{id: daily, ask: evening, every: 1d, at: 19:00, times: 3, expires: 1h, when: site == 'AM'}"
    )
    assert told(talk)[0] == "Когда придёт следующий вопрос, зависит от ваших ответов."


def test_a_wave_that_the_study_file_no_longer_has() -> None:
    talk = in_touch()
    schedule = talk.protocol.schedule.model_copy(update={"waves": ()})
    talk.protocol = talk.protocol.model_copy(update={"schedule": schedule})
    assert told(talk)[0] == "Когда придёт следующий вопрос, зависит от ваших ответов."


def test_when_all_has_been_asked() -> None:
    talk = in_touch("{id: once, ask: evening, once: 1d, at: 19:00, expires: 2h}")
    until(talk, 16, "12:00")
    assert told(talk)[:2] == [
        "Новых вопросов пока не намечено.",
        "У нас записано, что вы живёте здесь: Армения. У вас сейчас 12:00. Если это не так: /moved",
    ]


def test_an_open_question_and_a_pause() -> None:
    talk = in_touch()
    until(talk, 15, "19:05")
    assert told(talk)[0] == "Сейчас открыт вопрос. Показать его ещё раз: /start"
    talk.write("Пауза на неделю")
    talk.wait("3h")
    assert told(talk)[0] == "Сейчас пауза: вопросов не будет до 22 марта, 19:05."
    talk.write("Пауза, пока не напишу")
    assert told(talk)[0] == "Сейчас пауза без срока: вопросы не приходят. Вернуть их: /start"


def test_one_that_comes_again_is_the_next() -> None:
    talk = in_touch()
    until(talk, 15, "19:05")
    talk.press("key.not-now")
    assert told(talk)[0] == "Следующий вопрос придёт сегодня в 20:05."


def test_the_study_may_have_an_end_of_its_own() -> None:
    talk = in_touch()
    talk.protocol = talk.protocol.model_copy(update={"ending": Ending(after=timedelta(days=365))})
    assert told(talk)[1] == "Вопросы будут приходить примерно до марта 2025 года."
    until(talk, 20, "12:00")
    talk.wait("300d")
    assert told(talk)[1] == "Вопросы будут приходить до 14 марта."


def test_what_was_said_is_counted_and_what_waits_for_a_yes_is_not() -> None:
    talk = in_touch()
    talk.write("Снег и тишина.")
    assert "2 ответа и ваше согласие" in told(talk)[3]
    talk.press("key.keep")
    talk.speak()
    talk.fetch(5)
    talk.press("key.keep")
    assert told(talk)[3:5] == [
        "У нас под замком: 2 ответа, 2 сообщения в дневнике и ваше согласие. Открыть это может только "
        "исследовательская группа.",
        "Из них голосовых и снимков: 1.",
    ]


def test_by_another_clock() -> None:
    talk = in_touch()
    changed(talk, zone="Europe/Warsaw")
    assert told(talk)[2] == "У вас сейчас 10:00. Если это не так: /moved", (
        "no country: it may not be one of the study"
    )


STAGES = {
    "language": ["status.before-consent"],
    "screening": ["status.before-consent"],
    "statement": ["status.before-consent"],
    "withdrawn": ["status.left", "status.held", "help.code"],
    "returning": ["status.deciding", "status.held", "help.code"],
}


@pytest.mark.parametrize("place", STAGES)
@pytest.mark.parametrize("language", ["ru", "en"])
def test_wherever_they_are(place: str, language: str) -> None:
    talk = reach(place, language)
    assert len(told(talk)) == len(STAGES[place])
    assert [name for name in talk.phrases if name in STAGES[place]] == STAGES[place]


def test_without_the_facts_it_says_what_it_knows() -> None:
    """They are read for this command only."""
    talk = in_touch()
    talk._facts = lambda _: Facts({"AM": 1}, {})  # type: ignore[method-assign]
    assert told(talk)[0] == "Новых вопросов пока не намечено."
