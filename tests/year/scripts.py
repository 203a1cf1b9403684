"""What people do with their phones. A script is a generator that acts, and is given what the bot has said to it at each
`yield`."""

from collections.abc import Callable, Generator, Sequence
from random import Random
from typing import TYPE_CHECKING

from phone import DAY, HOUR, MINUTE, Heard, Phone, words

if TYPE_CHECKING:
    from humans import Temper

SITES = {
    "RU": {"ru": "Россия", "en": "Russia"},
    "KZ": {"ru": "Казахстан", "en": "Kazakhstan"},
    "RS": {"ru": "Сербия", "en": "Serbia"},
    "DE": {"ru": "Германия", "en": "Germany"},
    "AM": {"ru": "Армения", "en": "Armenia"},
}
Script = Generator[None, list[Heard], None]
Begins = Callable[[], Script]


class Scripts:
    """Everything that somebody can do."""

    phone: Phone
    temper: "Temper"
    chance: Random
    site: str
    begins: float
    pace: float
    agreed_at: float
    crossed_at: float
    gone: bool
    silent_from: float
    meant: set[str]

    def site_name(self, site: str) -> str:
        """As it stands on a key."""
        return SITES[site][self.phone.language]

    def arrives(self) -> Script:
        """From /start to the agreement."""
        phone, language = self.phone, self.phone.language
        phone.starts()
        news = yield
        phone.taps(news[-1], {"ru": "Русский", "en": "English"}[language])
        news = yield
        phone.taps(news[-1], self.site_name(self.site))
        yield
        phone.presses("key.go-on")
        yield
        phone.presses("key.yes")
        yield
        phone.presses("key.yes" if self.chance.random() < 0.7 else "key.no")
        yield
        phone.speaks()
        yield
        self._agrees()
        yield

    def _agrees(self) -> None:
        assert self.phone.presses("key.confirm", "agrees"), self.phone.keyboard
        self.phone.notes("lives", self.site)
        first = not self.agreed_at
        self.agreed_at = self.begins if first else self.agreed_at
        if first:
            low, high = self.temper.until
            if high:
                self.silent_from = self.begins + self.chance.randint(low, high) * self.pace * DAY
            self.temper.plans(self)

    def answers(self) -> Script:
        """The newest question, and what comes after it."""
        phone, chance, temper = self.phone, self.chance, self.temper
        asked = phone.question
        self.meant.clear()
        if asked is None or self.gone:
            return
        if (
            asked.lead
            and words(phone.language, "key.not-now") in asked.labels
            and chance.random() < temper.not_now
        ):
            phone.taps(asked, words(phone.language, "key.not-now"), "not-now")
            yield
            return
        for _ in range(12):
            self._answer(asked)
            yield
            newer = phone.question
            if newer is None or newer.message == asked.message or chance.random() < temper.partly:
                return
            asked = newer

    def _answer(self, asked: Heard) -> None:
        phone, chance = self.phone, self.chance
        label = self._choice(asked)
        if chance.random() < self.temper.skips and words(phone.language, "key.skip") in asked.labels:
            phone.taps(asked, words(phone.language, "key.skip"), "skips")
        elif label is None:
            phone.says("Всякое было. " + "Things happen. " * chance.randint(1, 4), "answers", "text", asked)
        elif chance.random() < 0.5 and phone.now - asked.at < 50 * MINUTE:  # surely the open one
            phone.says(label, "answers", label, asked)
        else:
            phone.taps(asked, label, "answers", label)

    def _choice(self, asked: Heard) -> str | None:
        """What stands on the keys, but for those that stand under any question; None where there is nothing."""
        if (asked.wave, asked.number) == ("month", 2):
            return self.site_name(self.site)
        yes_no = [words(self.phone.language, name) for name in ("key.yes", "key.no")]
        plain = [label for label in asked.labels if label.isdigit() or label in yes_no]
        return self.chance.choice(plain) if plain else None

    def leaves(self) -> Script:
        self.gone = True
        self.phone.says("/stop", "leaves")
        yield

    def returns(self) -> Script:
        self.phone.says("/start", "looks")
        yield
        self.phone.presses("key.go-on")
        yield
        self.phone.presses("key.yes")
        yield
        self.phone.presses("key.yes")
        yield
        self.phone.speaks()
        yield
        self.gone = False
        self._agrees()
        yield

    def blocks(self) -> Script:
        self.gone = True
        self.phone.blocks(True)
        yield

    def unblocks(self) -> Script:
        self.gone = False
        self.phone.blocks(False)
        yield

    def comes_back(self) -> Script:
        """After a silence."""
        self.silent_from = float("inf")
        self.phone.says("/start", "comes-back")
        yield
        yield from self.answers()

    def moves(self, site: str) -> Begins:
        def script() -> Script:
            self.phone.says("/moved", "looks")
            news = yield
            name = self.site_name(site)
            asked = next((one for one in reversed(news) if name in one.labels), None)
            if asked is not None and self.phone.taps(asked, name, "moves", site):
                self.site = site
            yield

        return script

    def says_where(self, site: str) -> Begins:
        """They live somewhere else when the month's question asks."""

        def script() -> Script:
            self.site = site
            return
            yield

        return script

    def pauses(self, key: str) -> Begins:
        def script() -> Script:
            self.phone.says("/pause", "looks")
            yield
            self.phone.presses(key, "pauses")
            yield

        return script

    def chooses(self, what: str, pick: Callable[[Sequence[str]], str | None]) -> Begins:
        """/times, and a key of its list."""

        def script() -> Script:
            self.phone.says("/times", "looks")
            news = yield
            asked = next((one for one in reversed(news) if one.labels), None)
            label = pick(asked.labels) if asked else None
            if asked and label:
                self.phone.taps(asked, label, what, asked.labels.index(label))
            yield

        return script

    def looks(self, command: str) -> Begins:
        def script() -> Script:
            self.phone.says(command, "looks", command)
            yield

        return script

    def crosses(self) -> Script:
        """They press the study's own button, once in an hour, and answer most times."""
        if self.phone.now - self.crossed_at < HOUR or not self.phone.crosses():
            return
        self.crossed_at = self.phone.now
        yield
        if self.chance.random() < 0.8:
            yield from self.answers()

    def decides_on_letter(self) -> Script:
        self.phone.presses("key.yes" if self.chance.random() < 0.5 else "key.no")
        yield

    def writes(self) -> Script:
        """An entry of the diary."""
        asked = self.phone.question
        if (
            asked is not None and asked.by_words and not self.phone.answered(asked)
        ):  # what is written now answers it
            self.phone.says("Сегодня был длинный день. It was a long day.", "answers", "text", asked)
            yield
            return
        self.phone.says("Сегодня был длинный день. It was a long day.", "writes")
        yield
        self.phone.presses("key.keep" if self.chance.random() < 0.8 else "key.do-not-keep", "keeps")
        yield
