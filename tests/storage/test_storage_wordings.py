"""What was asked is kept for as long as answers may be here, and a new study file is held to it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from storage_world import ANI, CONSENT, LEVAN, NOW, PROMPT, SOUND, commit, everything, look, person, record

from bot.changing import met_again
from bot.faults import StartRefused
from storage import wordings as kept
from storage.database import Database
from study.comparing import Agreed, Open
from study.instrument import AnswerType, Question, Questionnaire
from study.model import Localized
from study.protocol import Consent, Protocol, Screening, Site, Team
from study.timing import Schedule, Wave

MOOD = Question(id="mood", ask=Localized({"en": "How?"}), types=(AnswerType.SCALE,), low=0, high=10)
WHY = Question(id="why", ask=Localized({"en": "Why?"}), types=(AnswerType.TEXT, AnswerType.VOICE))
ADULT = Question(id="adult", ask=Localized({"en": "Are you 18?"}), types=(AnswerType.YES_NO,))
RETYPED = MOOD.model_copy(update={"types": (AnswerType.TEXT,)})
REWORDED = MOOD.model_copy(update={"ask": Localized({"en": "How was it?"})})


def study(
    *questions: Question, screening: tuple[Question, ...] = (), waves: tuple[Wave, ...] = ()
) -> Protocol:
    said = Localized({"en": "Said"})
    return Protocol(
        id="crossing",
        title=said,
        languages=("en",),
        team=Team(name=said, contact="fieldwork@example.org"),
        sites=(Site(id="AM", name=said, timezone="Asia/Yerevan"),),
        screening=Screening(questions=screening),
        consent=Consent(version="1.0", information=said, statement=said),
        questionnaires=(Questionnaire(id="evening", questions=questions),),
        schedule=Schedule(waves=waves),
        folder=Path(),
    )


def wave(id: str = "daily", times: int = 7) -> Wave:
    return Wave(id=id, ask="evening", every=timedelta(days=1), times=times, expires=timedelta(hours=3))


def versions(protocol: Protocol) -> dict[str, int]:
    return {one.id: one.version for one in protocol.questions()}


async def answering(db: Database, *people: str, at: float = NOW, **changes: Any) -> None:
    """Somebody answers a question of the evening; which one is sealed."""
    for who in people:
        prompt = replace(PROMPT, id=who[:2], participant=who)
        await commit(
            db,
            participants=[person(who, code=f"AM-{who[:2]}", site="AM")],
            prompts_planned=[prompt],
            records=[record(who[::-1], who, prompt=prompt.id, at=at, **changes)],
        )


async def test_each_change_is_a_version_and_the_first_stays(db: Database) -> None:
    assert versions(await met_again(db, study(MOOD, WHY), NOW)) == {"mood": 1, "why": 1}
    assert versions(await met_again(db, study(MOOD, WHY), NOW + 1)) == {"mood": 1, "why": 1}
    first = look(db, "SELECT * FROM wordings WHERE version = 1")
    assert versions(await met_again(db, study(REWORDED, WHY), NOW + 2)) == {"mood": 2, "why": 1}
    assert versions(await met_again(db, study(MOOD, WHY), NOW + 3)) == {"mood": 1, "why": 1}
    assert look(db, "SELECT * FROM wordings WHERE version = 1") == first
    assert look(db, "SELECT question, version, since FROM wordings ORDER BY question, version") == [
        ("mood", 1, 0),
        ("mood", 2, NOW + 2),
        ("why", 1, 0),
    ]


async def test_the_same_file_writes_nothing(db: Database) -> None:
    await met_again(db, study(MOOD, waves=(wave(),)), NOW)
    before = everything(db)
    await met_again(db, study(MOOD, waves=(wave(),)), NOW + 9)
    assert everything(db) == before


async def test_waves_are_kept_too_and_the_latest_counts(db: Database) -> None:
    for number, times in enumerate((7, 9, 7), start=1):
        await met_again(db, study(MOOD, waves=(wave(times=times),)), NOW + number)
    assert [(one.version, one.data["times"]) for one in await kept.plans(db.reader) if one.wave] == [
        (1, 7),
        (2, 9),
        (3, 7),
    ]


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (study(WHY), "evening/mood: it is gone, and 2 people have answered it."),
        (study(RETYPED, WHY), "evening/mood: it was a scale and is a text, and 2 people"),
        (study(MOOD, WHY, screening=()), ""),
        (study(REWORDED, WHY), ""),
    ],
)
async def test_a_start_that_would_spoil_answers_is_refused(
    db: Database, now: Protocol, sentence: str
) -> None:
    await met_again(db, study(MOOD, WHY, screening=(ADULT,)), NOW)
    await answering(db, ANI, LEVAN)
    if not sentence:
        await met_again(db, now, NOW + 1)
        return
    before = everything(db)
    with pytest.raises(StartRefused) as refused:
        await met_again(db, now, NOW + 1)
    assert sentence in str(refused.value)
    assert everything(db) == before, "nothing is noted of a study that was not started"


async def test_what_nobody_has_answered_since_it_was_there_may_go(db: Database) -> None:
    await met_again(db, study(MOOD), NOW - 9)
    await answering(db, ANI)
    await met_again(db, study(MOOD, WHY), NOW + 1)
    assert await kept.answered(db.reader, [("evening", "mood"), ("evening", "why")]) == {
        ("evening", "mood"): 1,
        ("evening", "why"): 0,
    }
    await met_again(db, study(MOOD), NOW + 2)
    await answering(db, LEVAN, at=NOW + 3, kind="skip")
    assert (await kept.answered(db.reader, [("evening", "why")]))["evening", "why"] == 1


async def test_whoever_was_erased_holds_nothing_back(db: Database) -> None:
    await met_again(db, study(MOOD, WHY), NOW)
    await answering(db, ANI)
    await commit(db, forgotten=[ANI])
    await met_again(db, study(MOOD), NOW + 1)


async def test_screening_counts_by_those_who_agreed(db: Database) -> None:
    adult = study(MOOD, screening=(ADULT,))
    await met_again(db, adult, NOW)
    await commit(db, participants=[person()], records=[record(kind="screening", prompt=None)])
    with pytest.raises(StartRefused, match="screening/adult: it is gone, and 1 person has answered it"):
        await met_again(db, study(MOOD), NOW + 1)


async def test_what_a_new_file_is_compared_with(db: Database) -> None:
    await met_again(db, study(MOOD, waves=(wave("first-week"),)), NOW)
    await commit(db, participants=[person(), person(LEVAN)])
    for place, who in enumerate((ANI, ANI, LEVAN)):
        await commit(db, prompts_planned=[replace(PROMPT, id=f"p{place}", participant=who)])
    await commit(db, records=[record(SOUND, kind="consent", vault=True)], consents=[CONSENT])
    past = await kept.past(db.reader)
    assert past.open == {"first-week": Open(2, 3)}
    assert past.agreed == (Agreed("1.0", "ru", CONSENT.text_sha256, 1),)
    assert [one.place for one in past.wordings] == [("evening", "mood")]
