"""Questions that several tests ask: a day that branches, a road with rounds; and a study file that changes."""

from conversation import Conversation
from conversation_asked import asked, study_of
from conversation_places import sitting

from study.wordings import numbered, with_versions, wordings

BRANCH = """
- {id: mood, ask: How was your day?, type: scale, from: 0, to: 10}
- {id: why, ask: What was hard?, type: [text, voice], when: mood <= 3}
- {id: hurt, ask: Did it hurt?, type: yes-no, when: mood <= 3, remember: yes}
- {id: talked, ask: Did you talk to anybody?, type: yes-no}
- {id: home, ask: Where is home?, type: choice, options: {here: Here, there: There}}
"""
ROAD = """
- {id: companions, ask: With how many people did you leave?, type: number, from: 0, to: 20}
- group: companion
  when: companions > 0
  repeat: {times: companions, at-most: 3}
  title: "Person {n}"
  questions:
    - {id: relation, ask: "Who was person {n}?", type: choice, options: {friend: A friend, child: A child}}
    - {id: safe, ask: "Is {relation} safe?", type: yes-no, when: relation == "friend"}
- {id: end, ask: And now?, type: yes-no}
"""
PLACES = ["companions", "relation#1", "safe#1", "relation#2", "end"]
"""The way through ROAD of somebody who left with a friend and a child."""


def at(place: str) -> Conversation:
    """Just before this question of ROAD is answered."""
    talk = asked(ROAD)
    for step, said in zip(PLACES, ["2", "A friend", "Yes", "A child"], strict=False):
        if step == place:
            break
        talk.write(said)
    asking = sitting(talk).asking
    assert asking
    assert asking.question == place
    return talk


def restarted(talk: Conversation, questions: str, screening: str = "") -> None:
    """The service starts again with other questions, and numbers their wordings as `bot.changing` does."""
    now = study_of(questions, screening=screening)
    before = numbered(wordings(talk.protocol), (), 0)
    talk.protocol = with_versions(now, numbered(wordings(now), before, 1))
