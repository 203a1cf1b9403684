"""Words and branches that depend on answers, and on the day where they are asked."""

from datetime import timedelta

from conversation_asked import answers, asked, keys, study_of

WORDS = """
- {id: companions, ask: How many?, type: number, from: 0, to: 20, decimals: 1}
- {id: papers, ask: Papers?, type: choices, options: {visa: A visa, permit: A permit, pass: A pass}}
- {id: left_on, ask: When?, type: date, remember: yes}
- {id: woke, ask: Woke?, type: time}
- {id: calm, ask: Calm?, type: yes-no}
- {id: mood, ask: Mood?, type: scale, from: 0, to: 10}
- id: sum
  type: note
  ask: "{companions}|{papers}|{left_on}|{woke}|{calm}|{mood}|{site}|{title}|{team}|{contact}|{code}|{{x}}"
- id: counted
  type: note
  by: companions
  ask: {one: "{companions} person", other: "{companions} people"}
"""


def summed(*said: str) -> list[str]:
    talk = asked(WORDS)
    for one in said:
        talk.write(one)
    return talk.said[:2]


def test_what_was_answered_is_said_again() -> None:
    known = "Armenia|Road and home|Research group|fieldwork@example.org|AM-01|{x}"
    assert summed("1", "a pass, a visa", "24.2.2024", "9", "yes", "7") == [
        f"1|A visa and A pass|24.02.2024|09:00|Yes|7|{known}",
        "1 person",
    ]
    assert summed("2,5", "a visa", "1/3/2024", "21-15", "no", "0") == [
        f"2.5|A visa|01.03.2024|21:15|No|0|{known}",
        "2.5 people",
    ]
    assert summed(*["skip"] * 6) == [f"…|…|…|…|…|…|{known}", "… people"]


def test_what_is_remembered_is_known_to_other_questionnaires() -> None:
    """Conditions and words; an answer of the same sitting is nearer, and so is its having been skipped."""
    talk = asked("- {id: left_on, ask: When?, type: date, remember: yes}")
    talk.write("2024-02-24")
    assert talk.now.remembered == {"left_on": "2024-02-24"}
    talk.protocol = study_of(
        """
        - {id: home, ask: "Home since {left_on}?", type: yes-no, when: days_since(left_on) > 20}
        - {id: left_on, ask: "When, if not on {left_on}?", type: date}
        - {id: end, ask: "So {left_on}?", type: yes-no, when: site == "AM" and source == "friends"}
        - {id: never, ask: Never?, type: yes-no, when: left_on > "2000-01-01"}
        """,
        more="old: [{id: left_on, ask: When?, type: date, remember: yes}]",
    )
    talk.next_timer("prompt")
    assert "Home since 24.02.2024?" in talk.said[0]
    talk.press("No")
    assert "When, if not on 24.02.2024?" in talk.said[0]
    talk.press("key.skip")
    assert talk.said == ["So …?"]
    talk.press("Yes")
    assert talk.phrases[-1] == "prompt.done"


def test_today_is_the_day_where_they_live() -> None:
    """Half past one in the morning in Yerevan is still yesterday in UTC."""
    talk = asked("- {id: left_on, ask: When?, type: date, to: today}")
    talk.at = talk.at.replace(hour=21, minute=30)
    day = talk.at + timedelta(hours=4)
    talk.write(f"{day:%d.%m.%Y}")
    assert answers(talk) == [("left_on", f"{day:%Y-%m-%d}")]


def test_a_key_for_today_means_the_day_on_which_it_was_shown() -> None:
    talk = asked("- {id: left_on, ask: When?, type: date, to: today}")
    shown = talk.at + timedelta(hours=4)
    assert keys(talk)[:2] == ["Today", "Yesterday"]
    talk.at += timedelta(days=2)
    talk.press("Today")
    assert answers(talk) == [("left_on", f"{shown:%Y-%m-%d}")]
