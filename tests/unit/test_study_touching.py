"""How a study stays in touch, as its file says it: what is read, and what is wrong with it, each at its place."""
# ruff: noqa: E501 - a table reads better in rows

from datetime import timedelta
from pathlib import Path

import pytest
from study_good import GOOD, faults, read
from study_in_touch import WHOLE
from typer.testing import CliRunner

from cli.study import app
from study.bounds import LARGEST
from study.cautions import cautions
from study.instrument import AnswerType, Question
from study.keeping import Keep, Term
from study.model import Localized
from study.overall import MOST_HOURS
from study.protocol import Protocol
from study.timing import Shift
from study.touch import Button, Diary, Ending, Takes
from study.touching import MOST_BUTTONS

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def question(protocol: Protocol, id: str) -> Question:
    return next(one for one in protocol.questions() if one.id == id)


def cared(folder: Path, text: str) -> list[str]:
    """What there is to take care of, but for keys that are not made yet."""
    protocol = read(folder, text.replace("fieldwork@example.org", "us@crossing.example"))
    found = (one for one in cautions("study.yaml", protocol) if "no key file" not in one.what)
    return [str(one) for one in found if "words of distress" not in one.what]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_all_of_it_is_read(tmp_path: Path) -> None:
    protocol = read(tmp_path, WHOLE)
    taken = (Takes.TEXT, Takes.PHOTO, Takes.PLACE, Takes.VIDEO_NOTE)
    assert protocol.diary == Diary(takes=taken, longest=5000, pieces=12, within=25)
    crossed = Localized({"ru": "Граница позади", "en": "I crossed a border"})
    refused = Localized({"ru": "Мне отказали", "en": "I was refused"})
    assert protocol.buttons == (
        Button(id="border", label=crossed, ask="crossing", expires=2 * DAY),
        Button(id="refused", label=refused, ask="crossing", expires=DAY),
    )
    said = Localized({"ru": "Спасибо, {code}.", "en": "Thank you, {code}."})
    assert protocol.ending == Ending(after=365 * DAY, say=said, letter="quotes")
    assert protocol.keep == Keep(
        contacts=Term(length=180 * DAY, after_end=True), media=Term(length=730 * DAY)
    )
    schedule = protocol.schedule
    assert (schedule.shift, schedule.fewer, schedule.silence) == (Shift(earlier=HOUR, later=HOUR), 1, 4)
    assert [wave.late for wave in schedule.waves] == [None, 7 * DAY]


def test_what_is_left_out_is_as_it_always_was(tmp_path: Path) -> None:
    protocol = read(tmp_path, GOOD)
    assert (protocol.diary, protocol.buttons, protocol.ending) == (Diary(), (), None)
    schedule = protocol.schedule
    assert (schedule.shift, schedule.fewer, schedule.silence) == (None, None, None)
    assert not any(wave.late or wave.late == timedelta(0) for wave in schedule.waves)
    assert not any(one.sets for one in protocol.questions())
    assert read(tmp_path, GOOD + "diary: {}\n").diary == Diary()


def test_every_site_can_be_chosen_by_its_name(tmp_path: Path) -> None:
    protocol = read(tmp_path, WHOLE)
    where, next = question(protocol, "where"), question(protocol, "next")
    assert (where.types, where.sets, next.sets) == ((AnswerType.CHOICE,), "site", "")
    assert {one.id: one.label for one in where.options} == {one.id: one.name for one in protocol.sites}
    assert [one.id for one in next.options] == ["GE", "other"]
    by_hand = WHOLE.replace(
        "options: sites,", "options: {AM: {ru: Ещё там, en: Still there}, GE: {ru: Уже тут, en: Here now}},"
    )
    assert question(read(tmp_path, by_hand), "where").sets == "site"


def test_conditions_know_sites_that_were_not_written_out(tmp_path: Path) -> None:
    text = WHOLE.replace("sets: site}", "sets: site, remember: yes}")
    condition = "      when: where == 'GE'\n"
    later = "    - id: far\n      ask: {ru: Далеко?, en: Far?}\n      type: yes-no\n"
    assert question(
        read(tmp_path, text.replace("schedule:\n", later + condition + "schedule:\n")), "far"
    ).when
    (told,) = faults(
        tmp_path, text.replace("schedule:\n", later + condition.replace("GE", "FR") + "schedule:\n")
    )
    assert '"FR"' in told
    assert "AM, GE" in told
    wave = "  waves:\n    - {id: in-georgia, ask: evening, once: 1d, when: 'where == \"%s\"', expires: 1d}\n"
    assert read(tmp_path, text.replace("  waves:\n", wave % "GE")).wave("in-georgia").when
    assert len(faults(tmp_path, text.replace("  waves:\n", wave % "FR"))) == 1


def test_what_only_a_button_asks_is_asked(tmp_path: Path) -> None:
    wave = "    - {id: after, ask: evening, once: 1d, after: answered crossing, expires: 1d}\n"
    assert read(tmp_path, WHOLE.replace("diary:", wave + "diary:")).wave("after").after.name == "crossing"
    alone = WHOLE.replace("diary:", wave + "diary:").replace("ask: crossing", "ask: evening")
    (told,) = faults(tmp_path, alone)
    assert "nobody is ever asked" in told


def test_an_ending_may_be_told_in_a_file(tmp_path: Path) -> None:
    for language, said in (("ru", "Год прошёл."), ("en", "A year has passed.")):
        (tmp_path / f"end.{language}.md").write_text(f"# {said}\n\nYour code is {{code}}.\n", "utf-8")
    text = WHOLE.replace(
        '{ru: "Спасибо, {code}.", en: "Thank you, {code}."}', "{ru: end.ru.md, en: end.en.md}"
    )
    ending = read(tmp_path, text).ending
    assert ending is not None
    assert ending.say is not None
    assert ending.say.say("en").startswith("# A year has passed.")
    (tmp_path / "end.en.md").write_text("{name}, goodbye.", "utf-8")
    assert "there is nothing called {name} to say here" in faults(tmp_path, text)[0]


# (what is there, what is written instead, what is told of it; `@` stands for its line)
WRONG = [
    # the diary
    ("diary: {takes: [text, photo, place, video-note], longest: 5000, pieces: 12, within: 25 km}", "diary: yes", "the diary should be a mapping of keys and values"),
    ("takes: [text, photo, place, video-note]", "takes: []", "nothing stands in this list; write at least one, or leave `takes` out"),
    ("[text, photo, place, video-note]", "[text, photos, place]", '"photos" is not known here; did you mean "photo"?'),
    ("[text, photo, place, video-note]", "[place, {a: b}]", "a list or mapping where one text should stand"),
    ("[text, photo, place, video-note]", "[place, text, text]", "text is here twice; keep one"),
    ("[text, photo, place, video-note]", "text", '"within" bounds a place, which this diary does not take; write place at `takes` too'),
    ("longest: 5000", "longest: 99", '"99" should be a whole number; write one from 100 to 100000'),
    ("longest: 5000", f"longest: {LARGEST}0000", "should be a whole number; write one from 100 to 100000"),
    ("longest: 5000", "longest: long", '"long" should be a whole number'),
    ("pieces: 12", "pieces: 0", '"0" should be a whole number; write one from 1 to 100'),
    ("pieces: 12", "pieces: [1, 2]", "a list or mapping where one text should stand"),
    ("within: 25 km", "within: 0.2km", '"0.2km" is no distance; write 1km to 500km'),
    ("pieces: 12", "piece: 12", 'the diary has no key "piece"; did you mean "pieces"?'),
    # buttons
    ("buttons:\n", "buttons: {border: crossing}\nx:\n", "the buttons should be a list; begin each item with `- `"),
    ("buttons:\n", "buttons:\n  - border\n", "a button should be a mapping of keys and values"),
    ("id: border", "id: the border", '"the border" cannot be an id'),
    ("id: border", "id: refused", 'there is a button "refused" already (line'),
    ("id: border", "id: monthly", 'there is a wave "monthly" already; give the button another id'),
    ("{id: border, ", "{", 'a button has no "id"; write `id: …`'),
    ("ask: crossing, expires", "ask: crosing, expires", 'there is no questionnaire "crosing"; did you mean "crossing"?'),
    ("ask: crossing, expires", "ask: [crossing], expires", "a list or mapping where one text should stand"),
    ("ask: crossing, expires", "expires", 'a button has no "ask"; write `ask: …`'),
    ("expires: 2d", "expires: 0s", "this is too short"),
    ("expires: 2d", "expires: 99999d", '"99999d" is not a time that can be read; ten years (3660d) is the most'),
    ("expires: 2d", "expire: 2d", 'a button has no key "expire"; did you mean "expires"?'),
    ("en: I crossed a border", 'en: "I crossed\\na border"', '"I crossed a border" has several lines; write one line'),
    ("en: I crossed a border", 'en: "I crossed\\u2028a border"', "has several lines; write one line"),
    ("en: I crossed a border", f"en: {'x' * 41}", "41 characters are too many for a key on a phone; write at most 40"),
    ("en: I crossed a border", "en: /border", '"/border" would be a command; write words without the /'),
    ("en: I crossed a border", "en: \"Border {code}\"", "{code} would be shown as it stands"),
    ("en: I was refused", "en: I crossed a border!", 'says "I crossed a border!" too; give them different words'),
    ("en: I was refused", "en: …", '"…" is no word; write what has happened, in a word at least'),
    ("en: I was refused", "en: I crossed A BORDER", 'says "I crossed A BORDER" too; give them different words'),
    ("en: I was refused", "en: Граница позади", 'says "Граница позади" too; give them different words'),
    ("{ru: Граница позади, en: I crossed a border}", "I crossed a border", '"I crossed a border" is in one language of 2; write {ru: …, en: …}'),
    ("label: {ru: Граница позади, en: I crossed a border}, ", "", 'a button has no "label"; write `label: …`'),
    # the ending
    ("after: 365d", "after: a year", '"a year" is not a time that can be read'),
    ("after: 365d", "after: 4000d", '"4000d" is not a time that can be read; ten years (3660d) is the most'),
    ("after: 365d", "after: 0d", "this is too short"),
    ("  after: 365d\n", "", 'the ending has no "after"; write how long after the agreement: `after: 365d`'),
    ("en: \"Thank you, {code}.\"", "en: \"Thank you, {name}.\"", "there is nothing called {name} to say here"),
    ("en: \"Thank you, {code}.\"", f"en: {'x' * 3501}", "3501 characters are too many for one message"),
    ("letter: quotes", "letter: quote", 'there is no scope "quote"; did you mean "quotes"?'),
    ("letter: quotes", "letter: diary", 'everybody who takes part has agreed to "diary"; name a scope that is not `required`'),
    ("letter: quotes", "letters: quotes", 'the ending has no key "letters"; did you mean "letter"?'),
    # the schedule
    ("shift: {earlier: 1h, later: 1h}", "shift: 1h", "shift should be a mapping of keys and values"),
    ("earlier: 1h", "earlier: 90m", f"people move their day by whole hours, and by no more than {MOST_HOURS}; write such as 2h"),
    ("earlier: 1h", "earlier: 13h", "people move their day by whole hours, and by no more than 12"),
    ("earlier: 1h", "earlier: 999999999w", "ten years (3660d) is the most"),
    ("earlier: 1h", "earlyer: 1h", 'shift has no key "earlyer"; did you mean "earlier"?'),
    ("fewer: 1", "fewer: 0", '"0" should be a whole number; write one from 1 to 100'),
    ("silence: 4", "silence: 0", '"0" should be a whole number; write one from 1 to 100'),
    ("silence: 4", "silence: never", '"never" should be a whole number'),
    ("late: 7d", "late: 31d", "an answer as late as this says little of its moment; write at most 30d"),
    ("late: 7d", "late: yes", '"yes" is not a time that can be read'),
    ("late: 7d", "late: 0h", "this is too short"),
    # sites
    ("sets: site", "sets: country", 'an answer cannot set "country"; write `sets: site`, or leave it out'),
    ("sets: site", "sets: [site]", "a list or mapping where one text should stand"),
    ("type: choice, options: sites, sets: site", "type: choices, options: sites, sets: site", "only a choice can set the site; write `type: choice, options: sites`"),
    ("type: yes-no}\n    - {id: where", "type: yes-no, sets: site}\n    - {id: where", "only a choice can set the site"),
    ("en: I do not know}}", "en: I do not know}}, sets: site", '"other" is not a site of this study, so nobody can live there; write `options: sites`, or sites only'),
    ("options: sites", "options: site", "options should be a mapping"),
    ("options: {GE:", "options: {FR:", '"FR" cannot be an id'),
    ("    - {id: left", "    - {id: here, ask: {ru: Где вы?, en: Where?}, type: choice, options: sites, sets: site}\n    - {id: left", "nobody lives at a site yet when this is asked; leave it out: the bot asks that itself"),
    ("type: yes-no, answer: yes", "type: choice, options: sites, answer: AM, sets: site", "nobody lives at a site yet when this is asked"),
    ("    - {id: where", "    - {group: g, repeat: {again: {ru: Ещё?, en: More?}, at-most: 3}, questions: [{id: there, ask: {ru: Где?, en: Where?}, type: choice, options: sites, sets: site}]}\n    - {id: where", "nobody moves several times in one go; leave it out, or ask outside the group"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "said"), WRONG, ids=[f"{new[-40:]}" or old for old, new, _ in WRONG])
def test_what_is_wrong_is_told_at_its_place(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert WHOLE.count(old) >= 1, old
    text = WHOLE.replace(old, new, 1)
    told = faults(tmp_path, text)
    first = WHOLE[: WHOLE.index(old)].count("\n") + 1
    near = range(first - 1, first + max(new.count("\n"), old.count("\n"), 1) + 1)
    assert [one for one in told if said in one and int(one.split(":")[1]) in near], told
    assert len(told) == 1 or "x:\n" in new, told


def test_seven_buttons(tmp_path: Path) -> None:
    more = "".join(
        f"  - {{id: b{n}, label: {{ru: Кнопка {n}, en: Button {n}}}, ask: crossing}}\n" for n in range(5)
    )
    (told,) = faults(tmp_path, WHOLE.replace("buttons:\n", f"buttons:\n{more}"))
    assert told.endswith(f"7 buttons; {MOST_BUTTONS} are the most: they are in sight all the time")


def test_two_buttons_of_one_anchor_are_two_buttons(tmp_path: Path) -> None:
    text = GOOD + "buttons: [&b {id: b, label: {ru: Б, en: B}, ask: evening}, *b]\n"
    told = faults(tmp_path, text)
    assert len(told) == 2
    assert "there is a button" in told[0] + told[1]


def test_a_study_of_one_site_has_no_choice_of_sites(tmp_path: Path) -> None:
    one_site = WHOLE.replace("  GE: {name: {ru: Грузия, en: Georgia}, timezone: Asia/Tbilisi}\n", "")
    told = faults(tmp_path, one_site.replace("options: {GE:", "options: {AM:"))
    assert [one.split(": ", 1)[1].split(";")[0] for one in told] == [
        "this study has 1 site, and a choice has 2 to 20 options"
    ]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    text = WHOLE
    for old, new in (("pieces: 12", "pieces: 0"), ("id: border", "id: monthly"), ("letter: quotes", "letter: diary"),
                     ("fewer: 1", "fewer: none"), ("late: 7d", "late: 99d"), ("sets: site", "sets: home")):  # fmt: skip
        text = text.replace(old, new, 1)
    assert len(faults(tmp_path, text)) == 6


# (what is there, what is written instead, what to take care of)
IN_VAIN = [
    ("shift: {earlier: 1h, later: 1h}", "shift: {earlier: 0h}", "nobody can move their hours by nothing"),
    ("shift: {earlier: 1h, later: 1h}", "shift: {}", "nobody can move their hours by nothing"),
    ("quiet: 22:00-08:00", "quiet: 21:00-18:00", "nobody can move their hours by this: a wave would come into the quiet hours"),
    ("fewer: 1", "fewer: 2", "nobody can ask for fewer prompts: no day of this study has more"),
    ("after: 365d", "after: 60d", "the last prompts of this are never asked: the study ends 60d after the agreement"),
    ("after: 365d", "after: 12h", "nobody is ever asked this: the study ends 12h after the agreement"),
    ("ending:\n  after: 365d\n  say: {ru: \"Спасибо, {code}.\", en: \"Thank you, {code}.\"}\n  letter: quotes\n", "", "this study has no `ending`, so it ends only for those who leave"),
]  # fmt: skip


def test_nothing_to_take_care_of(tmp_path: Path) -> None:
    assert [one for one in cared(tmp_path, WHOLE) if '"media"' not in one] == []


@pytest.mark.parametrize(("old", "new", "said"), IN_VAIN, ids=[new or "left out" for _, new, _ in IN_VAIN])
def test_what_is_allowed_and_never_comes(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in WHOLE
    told = [one for one in cared(tmp_path, WHOLE.replace(old, new, 1)) if '"media"' not in one]
    assert told
    assert all(said in one for one in told), told


@pytest.mark.parametrize(
    ("days", "at", "late"), [(180, "19:00", True), (180, "11:59", False), (181, "19:00", False)]
)
def test_the_end_of_the_last_day_is_noon(tmp_path: Path, days: int, at: str, late: bool) -> None:
    """Six times, thirty days apart."""
    text = WHOLE.replace("after: 365d", f"after: {days}d").replace("at: 19:00", f"at: {at}")
    assert any("the last prompts" in one for one in cared(tmp_path, text)) is late


def test_a_button_that_asks_nothing(tmp_path: Path) -> None:
    note = "  crossed:\n    - {id: well, ask: {ru: Записали., en: Noted.}, type: note}\n"
    text = WHOLE.replace("schedule:\n", f"{note}schedule:\n").replace(
        "ask: crossing, expires", "ask: crossed, expires"
    )
    told = [one for one in cared(tmp_path, text) if '"media"' not in one]
    line = text[: text.index("ask: crossed")].count("\n") + 1
    assert [one.split("; ")[0] for one in told] == [
        f'study.yaml:{line}: take care: "crossed" asks nothing, so of "border" nothing is known but its time'
    ]


@pytest.mark.parametrize(
    ("diary", "told"),
    [
        ("diary: {takes: [text, place]}", "made coarse to 25km and to 10km"),
        ("diary: {takes: [text, place], within: 25 km}", ""),
        ("diary: {takes: [text]}", ""),
        ("", ""),
    ],
)
def test_one_size_of_squares_in_the_diary_too(tmp_path: Path, diary: str, told: str) -> None:
    place = "    - {id: spot, ask: {ru: Где?, en: Where?}, type: place, within: 25km}\n"
    text = GOOD.replace("schedule:\n", f"{place}schedule:\n") + diary + "\n"
    found = [one for one in cared(tmp_path, text) if "made coarse" in one]
    assert bool(found) is bool(told)
    assert all(told in one for one in found)


@pytest.mark.parametrize(
    ("label", "clashes"),
    [("Skip", True), ("Дальше?", False), ("Да!", True), ("stop", True), ("I crossed a border", False)],
)
def test_a_button_with_the_words_of_a_key_of_the_bot(tmp_path: Path, label: str, clashes: bool) -> None:
    read(tmp_path, WHOLE.replace("en: I crossed a border", f'en: "{label}"'))
    answer = CliRunner().invoke(app, ["check", "study.yaml"])
    assert answer.exit_code == 0
    told = [line for line in answer.stdout.splitlines() if "word of its own" in line]
    assert len(told) == clashes, told
    line = WHOLE[: WHOLE.index("id: border")].count("\n") + 1
    assert all(one.startswith(f"study.yaml:{line}: take care: the bot takes") for one in told)
