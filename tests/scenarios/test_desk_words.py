"""What people said: shown with the key that opens it, and nowhere without."""

from html import unescape
from pathlib import Path

import desk_world
import pytest
from desk_pages import PAGES, visit, words
from desk_world import DIARY, FORMULA, MARKUP, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return desk_world.build(tmp_path)


@pytest.mark.parametrize("language", ["", "?lang=en"])
async def test_without_a_key_nothing_said_is_anywhere(world: World, language: str) -> None:
    desk = visit(world)
    for page in PAGES:
        answer = await desk.get(page + language)
        told = unescape(answer.text)
        for said in (
            *DIARY.splitlines(),
            FORMULA,
            MARKUP,
            "never confirmed",
            "Когда вы уехали",
            "Как прошёл день",
        ):
            assert said not in told, page
        assert "<audio" not in answer.text
        assert "a5" * 16 not in answer.text  # the inner name that seals are bound to
        assert not [
            id for kind in ("answer", "entry") for id in world.record_ids("AM-05", kind) if id in told
        ]
    assert "13 records are here, sealed." in words(await desk.get("/participants/AM-05"))


async def test_without_a_key_no_voice_is_given(world: World) -> None:
    (record,) = world.record_ids("AM-05", "entry", vault=True)
    answer = await visit(world).get(f"/participants/AM-05/voices/{record}")
    assert answer.status_code == 403
    assert "Start the desk with --key" in unescape(answer.text)


async def test_with_a_key_words_open(world: World) -> None:
    answer = await visit(world, "core").get("/participants/AM-05")
    told, page = words(answer), unescape(answer.text)
    assert DIARY in page  # line breaks too
    assert FORMULA in page
    assert "Вам есть 18 лет? Да Когда вы уехали? После" in told
    assert "Как прошёл день? -1 on a scale from -3 to 3" in told
    assert "Вы всё ещё в стране? skipped" in told
    assert "never confirmed" not in page
    assert answer.text.count("<audio") == 3  # the agreement, an answer, an entry
    assert "Voice, 10 Mar 2024, 19:11, 0:04" in page
    order = [
        told.index(one) for one in ("Screening", "9 Mar 2024, 19:11 · first-week, day 1", "Сегодня впервые")
    ]
    assert order == sorted(order)


async def test_the_language_of_the_study_follows_and_stays(world: World) -> None:
    desk = visit(world, "core")
    english = await desk.get("/participants/AM-05?lang=en")
    assert "Are you 18 or older? Yes When did you leave? After" in words(english)
    assert "Quote me without a name" in words(english)
    assert 'href="/participants?lang=en"' in english.text
    assert '<a href="/participants/AM-05?lang=ru" lang="ru"' in english.text
    for unknown in ("tlh", "<b>", ""):
        assert "Вам есть 18 лет?" in words(await desk.get("/participants/AM-05", params={"lang": unknown}))


async def test_a_question_that_the_study_no_longer_has_keeps_its_answers(world: World) -> None:
    world.study.write_text(world.study.read_text("utf-8").replace("{id: place,", "{id: country,"), "utf-8")
    told = words(await visit(world, "core").get("/participants/AM-05"))
    assert "place Да" in told
    assert "place skipped" in told


async def test_a_voice_is_the_one_that_was_sent(world: World) -> None:
    desk, whole = visit(world, "core"), desk_world.VOICE
    (record,) = world.record_ids("AM-05", "entry", vault=True)
    address = f"/participants/AM-05/voices/{record}"
    answer = await desk.get(address)
    assert (answer.status_code, answer.content) == (200, whole)
    assert answer.headers["content-type"] == "audio/ogg"
    part = await desk.get(address, headers={"Range": "bytes=1000-1999"})
    assert (part.status_code, part.content) == (206, whole[1000:2000])
    assert part.headers["content-range"] == f"bytes 1000-1999/{len(whole)}"
    beyond = await desk.get(address, headers={"Range": f"bytes={len(whole)}-"})
    assert (beyond.status_code, beyond.content) == (416, b"")
    head = await desk.head(address)
    assert (head.status_code, head.headers["content-length"]) == (200, str(len(whole)))


async def test_a_voice_is_given_under_its_own_name_only(world: World) -> None:
    desk = visit(world, "core")
    (record,) = world.record_ids("AM-05", "entry", vault=True)
    (text, *_) = world.record_ids("AM-05", "entry")
    for address in (
        f"/participants/AM-06/voices/{record}",
        f"/participants/XX-99/voices/{record}",
        f"/participants/AM-05/voices/{text}",
        f"/participants/AM-05/voices/{record[:-1]}",
        f"/participants/AM-05/voices/{record.upper()}",
        "/participants/AM-05/voices/..%2f..%2fstudy.yaml",
    ):
        assert (await desk.get(address)).status_code == 404, address
    # Not even looked at under another's name: the seal would refuse it as well, and call it broken.
    assert "There is no such voice." in (await desk.get(f"/participants/AM-06/voices/{record}")).text


async def test_a_site_key_opens_its_site(world: World) -> None:
    desk = visit(world, "yerevan")
    assert "Сегодня впервые" in words(await desk.get("/participants/AM-05"))
    other = words(await desk.get("/participants/GE-01"))
    assert "5 records are sealed to other keys than yours." in other
    assert "Вам есть 18 лет?" not in other


async def test_a_foreign_key_is_told_and_opens_nothing(world: World) -> None:
    desk = visit(world, "stranger")
    answer = await desk.get("/participants/AM-05")
    assert "14 records are sealed to other keys than yours." in words(answer)
    assert "<audio" not in answer.text
    (record,) = world.record_ids("AM-05", "entry", vault=True)
    voice = await desk.get(f"/participants/AM-05/voices/{record}")
    assert voice.status_code == 404
    assert "sealed to other keys" in voice.text
