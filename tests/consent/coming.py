"""What people do who come, agree, and take part."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from one_story import ANI, CHATS, GIVES, PASSING, WHO, Story

from study.participant import Stage

WORDS = (
    "hello",
    "Yes",
    "No",
    "3",
    "Skip",
    "Yes, I agree",
    "Keep what I gave",
    "My agreement",
    "Not now",
    "I agree",
)
MEANWHILE = ("/stop", "/stop", "", "hello", "/hide", "a backup is made")
LOOKS = (
    "/start",
    "/status",
    "/help",
    "/receipt",
    "/mydata",
    "/consent",
    "/more",
    "/diary",
    "/pause",
    "/together",
)


class Coming(Story):
    @rule(length=PASSING)
    def time_passes(self, length: timedelta) -> None:
        self.run(self.town.wait(length))

    @rule(chat=WHO, steps=st.integers(1, 14), typed=st.booleans(), gives=GIVES)
    def comes_and_agrees(self, chat: int, steps: int, typed: bool, gives: tuple[bool, bool]) -> None:
        """Or some of the way."""
        self.acted.add(chat)
        for _ in range(steps):
            self.run(self.town.onward(chat, typed, gives))

    @rule(chat=WHO, sign=st.sampled_from(("scope+", "scope-")), n=st.integers(0, 200))
    def gives_or_takes_back_a_scope(self, chat: int, sign: str, n: int) -> None:
        self.writes(chat, "/consent")
        phone = self.town.phones[chat]
        keys = [(id, data) for id, data in phone.ever if data.startswith(sign)]
        if keys:
            self.does(chat, phone.taps(*keys[n % len(keys)]))

    @rule(chats=st.permutations(CHATS), until=st.integers(1, 4))
    def two_will_be_interviewed_together(self, chats: list[int], until: int) -> None:
        """Or one of them changes their mind on the way."""
        one, other, _ = chats
        words = ""
        for step in range(until):
            match step:
                case 0:
                    self.writes(one, "/together")
                    words = self.town.phones[one].invitation()
                case 1:
                    self.writes(other, f"/together {words}")
                case 2:
                    self.acted.add(one)  # and is asked
                    self.writes(other, "Yes, together")
                case 3:
                    self.acted.add(other)
                    self.writes(one, "Yes, together")

    @precondition(lambda self: self.changes < 4)
    @rule(major=st.booleans())
    def the_text_changes(self, major: bool) -> None:
        self.changes += 1
        first, _, second = self.town.version.partition(".")
        self.town.version = f"{int(first) + 1}.0" if major else f"{first}.{int(second) + 1}"
        self.run(self.town.opened_anew())
        self.run(self.town.tick())

    @rule(chat=WHO, answer=st.sampled_from(("Add to my diary", "Don’t keep it", "")), voice=st.booleans())
    def tells_something(self, chat: int, answer: str, voice: bool) -> None:
        phone = self.town.phones[chat]
        self.does(chat, phone.speaks() if voice else phone.writes(self.tells(chat)))
        if answer:
            self.writes(chat, answer)

    @rule(chat=WHO)
    def answers(self, chat: int) -> None:
        """Whatever is asked next, within a day."""
        phone = self.town.phones[chat]
        for _ in range(5):
            if not phone.question()[0]:
                self.run(self.town.wait(timedelta(hours=4)))
        for _ in range(3):
            person, (message, keys) = self.person(chat), phone.question()
            if person is None or person.sitting is None:
                return
            if message and not keys[0].endswith((":skip", ":not-now", ":decline")):
                self.does(chat, phone.taps(message, keys[0]))
            else:
                self.does(chat, phone.writes(self.tells(chat)))

    @rule()
    def voices_are_fetched(self) -> None:
        self.acted.update(CHATS)  # who waited for it is told
        self.run(self.town.fetch())

    @rule(chat=WHO, text=st.sampled_from(WORDS + LOOKS))
    def says(self, chat: int, text: str) -> None:
        self.may_be_forgotten(chat)
        self.writes(chat, text)

    @precondition(lambda self: self.town.phones[ANI].ever)
    @rule(n=st.integers(0, 400))
    def taps_an_old_key(self, n: int) -> None:
        phone = self.town.phones[ANI]
        self.may_be_forgotten(ANI)
        person = self.person(ANI)
        id, data = phone.ever[n % len(phone.ever)]
        if person is not None and data.startswith("diary:back:"):
            self.losing.add(person.id)
        self.does(ANI, phone.taps(id, data))

    @rule(chat=WHO, n=st.integers(0, 9), forwarded=st.booleans(), of=WHO)
    def sends_an_old_voice(self, chat: int, n: int, forwarded: bool, of: int) -> None:
        """Their own, or somebody else's."""
        voices = self.town.phones[of].voices
        if voices:
            more = {"forward_date": 1} if forwarded else {}
            self.does(chat, self.town.phones[chat]._message(voice=voices[n % len(voices)], **more))

    @rule(chat=WHO)
    def sends_what_nobody_can_read(self, chat: int) -> None:
        self.told += 1
        if self.person(chat) is None:
            self.strangers.add(chat)
        self.does(chat, self.town.phones[chat].sends_what_nobody_can_read(self.told))

    @rule(
        chat=WHO,
        why=st.sampled_from(("down", "down", "blocked", "told")),
        length=PASSING,
        text=st.sampled_from(MEANWHILE),
    )
    def is_out_of_reach_for_a_while(self, chat: int, why: str, length: timedelta, text: str) -> None:
        """They have blocked the bot, and it is told so or finds out; or the line is down, and all that comes through is
        what they write at the end of it. A backup may be made while words wait."""
        phone = self.town.phones[chat]
        phone.blocked, phone.down = why != "down", why == "down"
        if why == "told":
            self.does(chat, phone.membership("kicked"))
        self.run(self.town.wait(length))
        self.nobody_is_written_to()
        if why == "down" and text == "a backup is made":
            self.copies.append(
                self.run(self.town.copied(self.folder / "backups" / f"down {len(self.copies)}"))
            )
        elif why == "down" and text:
            self.may_be_forgotten(chat)
            self.writes(chat, text)
        phone.blocked = phone.down = False
        if why == "told":
            self.does(chat, phone.membership("member"))
        self.run(self.town.wait(timedelta(minutes=3)))  # within minutes everything that waited is said

    @rule(chat=WHO, on=st.booleans())
    def wears_a_quiet_face_or_opens_it(self, chat: int, on: bool) -> None:
        person = self.person(chat)
        if person is None or person.stage is not Stage.ENROLLED:
            return
        if on and person.face is None:
            for text in ("/quiet", "seven pears", "Switch it on"):
                self.writes(chat, text)
        else:
            self.writes(chat, "seven pears")
