"""Check-ins in time: due, waiting, reminded of, lapsed, and voices that come late."""

from datetime import timedelta

from conversation import Conversation, protocol_of
from conversation_places import reach, sitting, soonest, together

from study.effects import PromptState
from study.inbound import Fell, Fetched

ABOUT = {"questionnaire": "evening", "wave": "first-week", "version": 1}


def test_a_branch_is_asked_only_after_a_hard_day() -> None:
    talk = reach("check-in", "ru")
    talk.press("3")
    assert "Что сегодня было тяжело?" in talk.said[0]
    other = reach("check-in", "ru")
    other.press("4")
    assert "Что сегодня было тяжело?" not in other.said[0]


def test_answers_are_sealed_as_they_come_and_forgotten_at_the_end() -> None:
    talk = reach("check-in", "ru")
    prompt = sitting(talk).prompt
    talk.press("2")
    assert sitting(talk).chosen == {"mood": 2}
    talk.write("Позвонили из дома.")
    assert "Позвонили" not in str(talk.now), "what is written is nowhere but in the sealed record"
    talk.press("Да")
    talk.press("Здесь")
    assert talk.now.sitting is None
    assert talk.now.remembered == {}
    about = [(one.kind, one.content) for one in talk.records.values() if one.prompt == prompt]
    assert about == [
        ("answer", ABOUT | {"question": q, "type": t, "value": v})
        for q, t, v in (
            ("mood", "scale", 2),
            ("why", "text", "Позвонили из дома."),
            ("talked", "yes-no", True),
            ("home", "choice", "here"),
        )
    ]


def test_what_the_study_remembers_is_remembered_until_one_leaves() -> None:
    talk = reach("enrolled", "ru")
    _until_wave(talk, "monthly")
    talk.press("Да")
    assert talk.now.remembered == {"same_country": True}
    talk.press("Жду ответа")
    talk.press("key.skip")
    assert talk.now.remembered == {"same_country": True}
    talk.write("/stop")
    assert talk.now.remembered == {}


def _until_wave(talk: Conversation, wave: str) -> None:
    for _ in range(100):
        talk.next_timer("prompt")
        if sitting(talk).wave == wave:
            return
        talk.write("/help")  # they are there
    raise AssertionError(f"no prompt of {wave}")


def test_a_prompt_that_falls_due_during_another_waits() -> None:
    talk = _begun()
    first, second = talk.now.sitting, soonest(talk, "prompt")
    assert first
    talk.fall(second)
    assert (talk.said, talk.now.sitting) == ([], first)
    assert [one.prompt for one in talk.now.waiting] == [second.prompt]
    for _ in range(2):
        talk.press("key.skip")
    assert "Всё сохранено" in talk.said[0]
    assert "Здравствуйте." in talk.said[1]
    assert sitting(talk).prompt == second.prompt
    assert talk.now.waiting == ()


def _begun(place: str = "check-in") -> Conversation:
    """The first question is answered: what falls due now waits."""
    talk = reach(place, "ru")
    talk.press("8")
    return talk


def test_a_waiting_prompt_lapses_by_itself() -> None:
    talk = _begun()
    _, second = together(talk)
    talk.fall(talk.timers["expire", second])
    assert talk.now.waiting == ()
    assert talk.prompts[second] is PromptState.EXPIRED
    assert talk.said == []


def test_nothing_is_put_in_the_quiet_hours() -> None:
    """Neither what the service was too late for, nor what waited for another."""
    talk = reach("enrolled", "ru")
    prompt = soonest(talk, "prompt")
    talk.at = prompt.due_at.replace(hour=18, minute=30)  # half past ten in Yerevan: the service has been down
    talk.fall(prompt)
    assert talk.said == []
    assert talk.now.sitting is None
    assert [one.prompt for one in talk.now.waiting] == [prompt.prompt]
    talk.wait("10h")  # at eight in the morning; three hours were all it had
    assert talk.said == []
    assert talk.prompts[prompt.prompt] is PromptState.EXPIRED


def test_what_waited_until_night_is_put_in_the_morning() -> None:
    talk = reach("enrolled", "ru")
    _until_wave(talk, "monthly")
    talk.press("Да")
    _, second = together(talk)
    talk.at = talk.at.replace(hour=20)  # midnight in Yerevan, and still awake
    for _ in range(2):
        talk.press("key.skip")
    assert talk.phrases[-1] == "prompt.done"
    assert talk.now.sitting is None
    morning = talk.timers["waiting", ""]
    assert morning.due_at.hour == 4
    talk.fall(morning)
    assert talk.phrases[0] == "prompt.begin"
    assert sitting(talk).prompt == second


def test_a_reminder_comes_once_and_only_while_nothing_is_answered() -> None:
    talk = reach("check-in", "ru")
    talk.wait("1h")
    assert talk.phrases[0] == "prompt.remind"
    talk.wait("30m")
    assert talk.said == []
    answered = reach("check-in", "ru")
    answered.press("8")
    assert not [one for one in answered.timers.values() if one.kind == "remind"]
    answered.wait("90m")
    assert answered.said == []
    late = reach("check-in", "ru")
    late.press("8")
    late.tell(Fell("remind", late.at, sitting(late).prompt))  # it was in the inbox already
    assert late.said == []


def test_the_keys_of_the_first_message_still_count_after_a_reminder() -> None:
    talk = reach("check-in", "ru")
    number, message = list(talk.messages.items())[-1]
    talk.wait("1h")
    talk.tap(dict(message.keys)["8"], number)
    assert "поговорить по душам" in talk.said[0]
    talk.press("8")  # and those of the reminder no longer
    assert talk.phrases == ["hint.stale-key"]


def test_no_reminder_of_what_has_lapsed() -> None:
    """After a night's standstill everything falls at once: the reminder first."""
    talk = reach("check-in", "ru")
    remind, expire = soonest(talk, "remind"), soonest(talk, "expire")
    talk.at = expire.due_at + timedelta(hours=14)
    talk.fall(remind)
    assert talk.said == []
    talk.fall(expire)
    assert talk.said == []
    assert talk.now.sitting is None


def test_a_check_in_lapses_without_a_word() -> None:
    untouched, begun = reach("check-in", "ru"), reach("check-in-written", "ru")
    for talk, state in ((untouched, PromptState.EXPIRED), (begun, PromptState.PARTIAL)):
        prompt = sitting(talk).prompt
        talk.fall(talk.timers["expire", prompt])
        assert talk.said == []
        assert talk.prompts[prompt] is state
        assert talk.now.sitting is None
        number, message = list(talk.messages.items())[-1]
        talk.tap(message.keys[0][1], number)
        assert talk.phrases == ["prompt.lapsed"]
    assert [one.content["question"] for one in begun.kept("answer")] == ["mood"]


def test_a_late_voice_keeps_the_prompt_open_until_it_is_sealed() -> None:
    talk = reach("check-in-fetching", "ru")
    before = sitting(talk)
    talk.fall(talk.timers["expire", before.prompt])
    assert sitting(talk) == before
    assert talk.prompts[before.prompt] is PromptState.BEGUN
    talk.fetch(20)
    assert [one.content["question"] for one in talk.kept("answer")] == ["mood", "why"]
    talk.fall(talk.timers["expire", before.prompt])
    assert talk.prompts[before.prompt] is PromptState.PARTIAL


def test_a_voice_whose_question_went_on_is_kept_all_the_same() -> None:
    talk = reach("check-in-fetching", "ru")
    media = next(iter(talk.fetches))
    talk.write("Лучше напишу.")
    talk.fetch(20, media)
    assert not talk.records[media].draft
    assert talk.said == []


def test_a_late_voice_that_never_came_is_said() -> None:
    talk = reach("check-in-fetching", "ru")
    talk.write("Лучше напишу.")
    talk.lose("gone")
    assert talk.phrases == ["voice.lost"]


def test_a_voice_skipped_is_gone() -> None:
    talk = reach("check-in-fetching", "ru")
    media = next(iter(talk.fetches))
    talk.press("key.skip")
    assert media not in talk.fetches
    talk.tell(Fetched(media, 9.0, 900))  # its row was in the inbox already
    assert media not in talk.records


def test_a_question_the_study_no_longer_has() -> None:
    """The file was changed in the middle of a check-in: the next question comes, and what was said is kept."""
    shorter = protocol_of({"- id: why": "- id: because", "ru: Что сегодня было тяжело?": "ru: Ещё?"})
    talk = reach("check-in-fetching", "ru")
    talk.protocol = shorter
    media = next(iter(talk.fetches))
    talk.fetch(9)
    assert not talk.records[media].draft
    assert "Ещё?" in talk.said[0]
    tapped = reach("check-in-choice", "ru")
    tapped.protocol = protocol_of({"- id: home": "- id: house"})
    tapped.press("Здесь")
    assert "Где сегодня был ваш дом?" in tapped.said[0]
    assert sitting(tapped).done == ("mood", "why", "talked")


def test_a_wave_the_study_no_longer_has() -> None:
    protocol = protocol_of({"{id: first-week,": "{id: week-one,"})
    talk = reach("enrolled", "ru")
    talk.protocol = protocol
    prompt = soonest(talk, "prompt")
    talk.fall(prompt)
    assert (talk.said, talk.prompts[prompt.prompt]) == ([], PromptState.EXPIRED)
    reminded = reach("check-in", "ru")
    reminded.protocol = protocol
    reminded.fall(soonest(reminded, "remind"))
    assert reminded.phrases[0] == "prompt.remind"
    other = _begun()
    second = together(other)[1]
    other.protocol = protocol
    for _ in range(2):
        other.press("key.skip")
    assert other.prompts[second] is PromptState.EXPIRED
