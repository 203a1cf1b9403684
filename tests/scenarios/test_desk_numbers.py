"""People by code, and numbers: the same in the chart, in the table and in the database."""

from html import unescape
from pathlib import Path

import desk_world
import pytest
from desk_pages import Tables, chart, visit, words
from desk_world import NOW, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return desk_world.build(tmp_path)


async def test_participants_by_code(world: World) -> None:
    answer = await visit(world).get("/participants?lang=en")
    (rows,) = Tables(answer.text).found.values()
    assert rows == [
        ["Code", "Site", "Source", "Language", "Stage", "Touch", "Enrolled", "Answered", "Last answer"],
        [
            "AM-05",
            "Armenia",
            "yerevan-chat",
            "Русский",
            "enrolled",
            "in touch",
            "8 Mar 2024, 13:40",
            "4 of 5",
            "44 hours ago",
        ],
        [
            "AM-06",
            "Armenia",
            "yerevan-chat",
            "English",
            "enrolled",
            "in touch",
            "8 Mar 2024, 13:40",
            "3 of 5",
            "2 days ago",
        ],
        [
            "GE-01",
            "Georgia",
            "tbilisi-film-night",
            "Русский",
            "withdrawn since 13 Mar 2024, 16:00",
            "–",
            "8 Mar 2024, 13:40",
            "2 of 5",
            "3 days ago",
        ],
    ]
    assert "1 more has not consented yet" in words(answer)


@pytest.mark.parametrize(
    ("site", "codes"),
    [("", ["AM-05", "AM-06", "GE-01"]), ("AM", ["AM-05", "AM-06"]), ("GE", ["GE-01"]), ("KZ", [])],
)
async def test_participants_of_a_site(world: World, site: str, codes: list[str]) -> None:
    answer = await visit(world).get("/participants", params={"site": site})
    rows = next(iter(Tables(answer.text).found.values()), [[]])
    assert [row[0] for row in rows[1:]] == codes
    if not codes:
        assert "Nobody at this site yet." in words(answer)


async def test_who_blocked_the_bot_is_told_and_counted_apart(world: World) -> None:
    since = NOW.timestamp() - 86400
    world.write(
        "UPDATE participants SET blocked = 1, touch = 'blocked', touch_since = ? WHERE code = 'AM-06'", since
    )
    desk = visit(world)
    assert "enrolled blocked the bot since 13 Mar 2024, 16:00" in words(await desk.get("/participants"))
    assert "Touch blocked the bot since 13 Mar 2024, 16:00" in words(await desk.get("/participants/AM-06"))
    overview = await desk.get("/")
    assert "Taking part 1 1 more has blocked the bot" in words(overview)
    assert chart(overview, "Recruitment")["went"][-1] == "33% went on · 1 withdrew, 1 blocked the bot"


async def test_who_withdrew_is_told(world: World) -> None:
    told = words(await visit(world).get("/participants/GE-01"))
    assert "Stage withdrawn" in told
    assert "Withdrew 13 Mar 2024, 16:00" in told


async def test_what_must_not_be_done_with_words_stands_first(world: World) -> None:
    desk = visit(world)
    told = words(await desk.get("/participants/GE-01?lang=en"))
    assert told.index("Has withdrawn. They left the study on 13 Mar 2024, 16:00.") < told.index(
        "Site Georgia"
    )
    assert "Not to be quoted" not in told
    assert "Not agreed to" not in told
    plain = words(await desk.get("/participants/AM-05?lang=en"))
    assert "Has withdrawn" not in plain
    world.write("UPDATE consents SET scopes = '[\"diary\"]', version = '0.9'")
    told = words(await desk.get("/participants/AM-05?lang=en"))
    assert told.index("Not to be quoted.") < told.index("Site Armenia")
    assert "Agreed to: Keep a diary diary Not agreed to: Quote me without a name quotes" in told
    assert "This was version 0.9; the study file is at 1.0 now" in told


async def test_who_looks_again_after_leaving_has_still_left(world: World) -> None:
    world.write("UPDATE participants SET stage = 'check' WHERE code = 'GE-01'")
    assert "Has withdrawn." in words(await visit(world).get("/participants/GE-01"))


async def test_who_vanished_is_not_there_any_more(world: World) -> None:
    desk = visit(world, "core")
    (record,) = world.record_ids("AM-05", "entry", vault=True)
    rows = world.connect()
    rows.execute("PRAGMA foreign_keys = ON")
    rows.execute("DELETE FROM participants WHERE code = 'AM-05'")
    rows.close()
    for address in ("/participants/AM-05", f"/participants/AM-05/voices/{record}"):
        assert (await desk.get(address)).status_code == 404
    assert "Nobody in this study has this code." in (await desk.get("/participants/AM-05")).text
    assert "AM-05" not in (await desk.get("/participants")).text


async def test_consent_is_bound_to_the_text_that_was_shown(world: World) -> None:
    answer = await visit(world).get("/participants/AM-05?lang=en")
    told = words(answer)
    assert (
        "Version 1.0 , in Русский , given aloud 8 Mar 2024, 13:40, after 1 question explained again." in told
    )
    assert "Keep a diary diary Quote me without a name quotes" in told
    assert desk_world.CONSENT_TEXT in unescape(answer.text)
    assert desk_world.sha256(desk_world.CONSENT_TEXT.encode()).hexdigest() in told


async def test_the_funnel_says_the_same_in_the_chart_and_in_the_table(world: World) -> None:
    answer = await visit(world).get("/?lang=en")
    tables = Tables(answer.text).found
    assert tables["Recruitment, step by step"][1:] == [
        ["Arrivals", "19"],
        ["Eligible", "12"],
        ["Consented", "3"],
        ["Taking part", "2"],
        ["Could not take part", "3"],
        ["Declined", "1"],
        ["Faded before consenting", "0"],
        ["Finished", "0"],
        ["Withdrew", "1"],
        ["Erased without withdrawing first", "0"],
        ["Returned after withdrawing", "0"],
        ["Blocked the bot", "0"],
        ["Came while recruitment was closed", "0"],
    ]
    drawn = chart(answer, "Recruitment")
    assert list(zip(drawn["name"], drawn["figure"], strict=True)) == [
        tuple(row) for row in tables["Recruitment, step by step"][1:5]
    ]


async def test_whoever_was_erased_is_in_the_count(world: World) -> None:
    """Though nothing of them is here: neither they, nor what was sent to them."""
    rows = world.connect()
    rows.execute("PRAGMA foreign_keys = ON")
    rows.execute("DELETE FROM participants WHERE code IN ('AM-05', 'GE-01')")  # GE-01 had withdrawn
    rows.close()
    answer = await visit(world).get("/?lang=en")
    table = dict(Tables(answer.text).found["Recruitment, step by step"][1:])
    assert int(table["Consented"]) == 3 == int(table["Taking part"]) + int(table["Withdrew"]) + 1
    assert table["Erased without withdrawing first"] == "1"
    assert "Erased 1 without withdrawing first" in words(answer)
    world.write("DELETE FROM prompts")
    said = words(await visit(world).get("/"))
    assert "No prompt has fallen due yet for anybody who is here; what was sent to people" in said
    assert "none delivered to anybody who is here" in said


async def test_what_became_of_the_rest(world: World) -> None:
    for step, n in (("closed", 7), ("faded", 4), ("returned", 2)):
        world.write("INSERT INTO tallies VALUES (?, 'yerevan-chat', '', ?)", step, n)
    answer = await visit(world).get("/?lang=en")
    rows = Tables(answer.text).found["Recruitment, step by step"]
    for row in (
        ["Came while recruitment was closed", "7"],
        ["Faded before consenting", "4"],
        ["Returned after withdrawing", "2"],
        ["Arrivals", "19"],
    ):
        assert row in rows
    assert "counted twice, because nothing is kept of them." in words(answer)


async def test_by_source(world: World) -> None:
    answer = await visit(world).get("/?lang=en")
    rows = Tables(answer.text).found["By recruitment source"]
    assert rows == [
        ["Source", "Arrivals", "Eligible", "Consented", "Taking part"],
        ["yerevan-chat channel", "12", "8", "2", "2"],
        ["tbilisi-film-night event", "5", "4", "1", "0"],
        ["without a link", "2", "0", "0", "0"],
    ]
    drawn = chart(answer, "Consented, of the arrivals, by source")
    assert drawn["figure"] == [f"{row[3]} of {row[1]}" for row in rows[1:]]
    assert drawn["name"] == ["yerevan-chat", "tbilisi-film-night", "without a link"]


async def test_by_site(world: World) -> None:
    answer = await visit(world).get("/?lang=en")
    rows = Tables(answer.text).found["By site, against the targets"]
    assert rows == [
        ["Site", "Eligible", "Consented", "Target", "Taking part"],
        ["Armenia AM", "8", "2", "25", "2"],
        ["Georgia GE", "4", "1", "19", "0"],
        ["Kazakhstan KZ", "0", "0", "24", "0"],
    ]
    drawn = chart(answer, "Consented, of the target")
    assert drawn["figure"] == [f"{row[2]} of {row[3]}" for row in rows[1:]]


async def test_a_site_that_the_study_no_longer_has_still_counts(world: World) -> None:
    world.write("INSERT INTO tallies VALUES ('consented', 'old-link', 'XX', 4)")
    answer = await visit(world).get("/")
    assert ["XX", "0", "4", "–", "0"] in Tables(answer.text).found["By site, against the targets"]
    assert ["old-link not in the study file", "0", "0", "4", "0"] in Tables(answer.text).found[
        "By recruitment source"
    ]


async def test_sources_have_links(world: World) -> None:
    desk = visit(world)
    answer = await desk.get("/sources?lang=en")
    rows = Tables(answer.text).found["Recruitment sources and their links"]
    link = "https://t.me/crossing_bot?start=yerevan-chat"
    assert rows[1] == ["yerevan-chat", "channel", "Armenia", link, "12", "2"]
    assert Tables(answer.text).found["Arrivals without a link of the study file"][1] == [
        "without a link",
        "2",
        "0",
    ]
    world.write("DELETE FROM meta WHERE name = 'bot_username'")
    assert "https://t.me/YOUR_BOT?start=yerevan-chat" in words(await desk.get("/sources"))


async def test_prompts_of_each_day_add_up(world: World) -> None:
    answer = await visit(world).get("/")
    rows = Tables(answer.text).found["Prompts by the day on which they fell due, in each site's own time"]
    assert len(rows) == 15
    assert {row[0]: row[1:] for row in rows[9:]} == {
        "9 Mar 2024": ["3", "3", "3"],
        "10 Mar 2024": ["3", "3", "3"],
        "11 Mar 2024": ["3", "3", "2"],
        "12 Mar 2024": ["3", "3", "1"],
        "13 Mar 2024": ["3", "3", "0"],
        "14 Mar 2024": ["0", "0", "0"],
    }
    assert "Prompts answered 60% 9 of 15 delivered" in words(answer)


async def test_prompts_due_open_and_gone_by(world: World) -> None:
    desk = visit(world)
    tables = Tables((await desk.get("/prompts?lang=en")).text).found
    assert tables["Due on Thursday, 14 Mar 2024"] == [
        ["Due", "Code", "Site", "Wave", "Questionnaire", "Open until"],
        ["19:00", "AM-05", "Armenia", "first-week, day 6", "evening", "22:00"],
        ["19:00", "AM-06", "Armenia", "first-week, day 6", "evening", "22:00"],
    ]
    assert [row[1:2] + row[5:] for row in tables["Due on Tuesday, 12 Mar 2024"][1:]] == [
        ["AM-05", "answered"],
        ["AM-06", "expired"],
        ["GE-01", "expired"],
    ]
    assert "Open now" not in tables
    soon = NOW.timestamp() + 60
    world.write(
        "UPDATE prompts SET state = 'delivered', due_at = ?, expires_at = ? WHERE state = 'due'",
        soon - 120,
        soon,
    )
    answer = await desk.get("/prompts?lang=en")
    assert [row[5] for row in Tables(answer.text).found["Open now"]] == ["Open until", *["16:01"] * 4]
    world.write("UPDATE prompts SET expires_at = ? WHERE state = 'delivered'", soon - 60)
    assert "No prompt waits for an answer" in words(await desk.get("/prompts"))


async def test_what_needs_a_look(world: World) -> None:
    desk = visit(world)
    told = words(await desk.get("/"))
    assert "2 messages with an unknown end (prompts: 1, replies: 1)." in told
    assert "1 update could not be understood and waits." in told
    assert "`restante retry --data DIR` tries again." in told
    assert "Nothing is lost" not in told
    assert "that the bot had to do" not in told
    timer = (
        "INSERT INTO timers (id, participant, kind, prompt, due_at, body) VALUES (?, ?, 'prompt', ?, ?, '{}')"
    )
    for name, early in (("a", 601), ("b", 599)):
        world.write(timer, name, "a5" * 16, name, NOW.timestamp() - early)
    world.write("INSERT INTO fetches VALUES ('cd', ?, x'00', 0, 0)", "a5" * 16)
    told = words(await desk.get("/"))
    assert "1 thing that the bot had to do by now is not done" in told
    assert "1 voice or photo still to be fetched from Telegram." in told
