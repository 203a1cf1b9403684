"""The story of one person, as they live it in the chat: arriving, agreeing aloud, a check-in, an entry. In two
languages, so that no test knows one of them only."""

from dataclasses import dataclass

from simulator.person import Person, World

VOICES = {"ru": ("consent-ru.ogg", "diary-ru.ogg"), "en": ("consent-en.ogg", "diary-en.ogg")}


@dataclass(frozen=True)
class Said:
    """What a person says and chooses in one language of the sample study."""

    name: str
    language: str
    site: str
    yes: str
    no: str
    left: str
    go_on: str
    team: str
    confirm: str
    mood: str
    why: str
    home: str
    keep: str
    entry: str
    last_step: str
    code: str
    sealed: str
    kept: str
    gone: str


RU = Said(
    name="Ани Мкртчян-Лебедева", language="Русский", site="Армения", yes="Да", no="Нет",
    left="До 21 сентября 2022", go_on="Продолжить", team="Только исследовательская группа",
    confirm="Да, соглашаюсь", mood="2", why="Что сегодня было тяжело?", home="Нигде", keep="Добавить в дневник",
    entry="Сегодня впервые удалось выспаться. Абрикосы на подоконнике.\nЗавтра в миграционную службу.",
    last_step="Последний шаг", code="Ваш код", sealed="Всё сохранено", kept="Добавлено", gone="Вы вышли",
)  # fmt: skip
EN = Said(
    name="Annette Thistlewood", language="English", site="Armenia", yes="Yes", no="No",
    left="Before 21 September 2022", go_on="Go on", team="Only the research group",
    confirm="Yes, I agree", mood="2", why="What was hard today?", home="Nowhere", keep="Add to my diary",
    entry="I slept through for the first time. Apricots on the sill.\nTomorrow the migration office.",
    last_step="The last step", code="Your code", sealed="Everything is saved", kept="Added", gone="You have left",
)  # fmt: skip
SAID = {"ru": RU, "en": EN}


async def arrive(world: World, language: str, source: str = "yerevan-chat") -> Person:
    """Somebody taps a link in a migrant channel and presses Start."""
    person = await world.person(name=SAID[language].name, language_code=language)
    await person.start(source)
    return person


async def come_to_the_information(person: Person, language: str) -> None:
    said = SAID[language]
    await person.taps(said.language)
    await person.taps(said.site)
    await person.taps(said.yes)
    await person.taps(said.left)
    await person.until(lambda chat: any(said.go_on in row for row in chat.keyboard))


async def come_to_the_statement(person: Person, language: str) -> None:
    """Reads, understands, agrees to all but the second scope."""
    said = SAID[language]
    await come_to_the_information(person, language)
    await person.presses(said.go_on)
    await person.taps(said.yes)
    await person.taps(said.team)
    for answer in (said.yes, said.no, said.yes):
        await person.presses(answer)
        await person.hears()
    await person.sees(said.last_step)


async def agree(person: Person, language: str) -> str:
    """Says it aloud, hears it back, confirms. Returns the code."""
    said = SAID[language]
    await come_to_the_statement(person, language)
    await person.speaks(VOICES[language][0])
    await person.presses(said.confirm)
    message = await person.hears(said.code)
    return next(word for word in message.text.replace(".", " ").split() if "-" in word and word[0].isupper())


async def answer_check_in(person: Person, language: str) -> None:
    """A hard day: a low mood, a voice for the reason, nobody to talk to, no home."""
    said = SAID[language]
    await person.taps(said.mood)
    await person.hears(said.why)
    await person.speaks(VOICES[language][1])
    await person.taps(said.no)
    await person.taps(said.home)
    await person.hears(said.sealed)


async def write_entry(person: Person, language: str) -> None:
    said = SAID[language]
    await person.says(said.entry)
    await person.presses(said.keep)
    await person.hears(said.kept)
