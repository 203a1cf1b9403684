"""What becomes of what somebody gave: the three keys after leaving, and the code word of a receipt."""

import pytest
from conversation import CATALOGUE, Conversation
from conversation_places import PLACES, reach

from handlers.erasing import KEYS
from study.code_words import MOST_TRIES, Claim, claim, drawn
from study.effects import ClearChat, EraseSaid, Tell
from study.inbound import Erase
from study.participant import Stage

WITH_A_CODE = [
    place for place in PLACES if place.startswith(("enrolled", "check-in", "draft", "finished", "returning"))
]
LISTS = [CATALOGUE.several(one, "words.code") for one in CATALOGUE.languages]


def effects(talk: Conversation, kind: type) -> list[object]:
    return [one for one in talk.outcome.effects if isinstance(one, kind)] if talk.outcome else []


def left(place: str, language: str = "ru") -> Conversation:
    talk = reach(place, language)
    talk.write("/stop")
    assert talk.keyboard == [talk.label(key) for key in KEYS]
    assert talk.keyboard[-1] == talk.label("key.keep-it"), "a thumb that slips harms nothing"
    return talk


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("place", WITH_A_CODE)
def test_everything(place: str, language: str) -> None:
    """Nothing stays, and the chat is cleared; what they write later is a stranger's."""
    talk = left(place, language)
    talk.press("key.erase-all")
    assert talk.phrases == ["leaving.erased-all", "leaving.copies", "leaving.chat"]
    assert (talk.participant, talk.records, talk.timers, talk.fetches, talk.prompts) == (None, {}, {}, {}, {})
    assert effects(talk, ClearChat)
    assert talk.outcome
    assert talk.outcome.silence
    assert talk.tallies["erased", "yerevan-chat", "AM"] == 1
    talk.wait("400d")
    assert talk.said == []
    talk.write("/stop")
    assert talk.phrases == ["leaving.nothing-held"]
    talk.write("/start yerevan-chat")
    assert talk.stage is Stage.LANGUAGE


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("place", WITH_A_CODE)
def test_what_they_said(place: str, language: str) -> None:
    """The agreement stays, and the code; of what they chose nothing is remembered."""
    talk = left(place, language)
    code, agreed = talk.now.code, {one.voice for one in talk.consents}
    talk.press("key.erase-said")
    assert talk.phrases == ["leaving.erased-said", "leaving.copies", "leaving.chat"]
    assert code in talk.said[0]
    assert talk.records.keys() == agreed
    assert (talk.stage, talk.now.code, talk.now.remembered, talk.keyboard) == (Stage.WITHDRAWN, code, {}, [])
    assert effects(talk, EraseSaid)
    assert effects(talk, ClearChat)
    talk.write("/stop")
    talk.press("key.erase-all")
    assert talk.participant is None


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("place", WITH_A_CODE)
def test_keeping_it_and_choosing_again_later(place: str, language: str) -> None:
    talk = left(place, language)
    kept = dict(talk.records)
    talk.press("key.keep-it")
    assert (talk.phrases, talk.records, talk.keyboard) == (["leaving.kept"], kept, [])
    talk.wait("200d")
    talk.write("/stop")
    assert talk.phrases[0] == "leaving.already"
    talk.press("key.erase-all")
    assert talk.participant is None


def test_who_answers_nothing_has_it_kept() -> None:
    talk = left("enrolled")
    kept = dict(talk.records)
    talk.write("Спасибо вам")
    assert (talk.records, talk.stage) == (kept, Stage.WITHDRAWN)


@pytest.mark.parametrize("way", ["/erase", "Стереть всё", "стереть мои слова", "Erase everything."])
@pytest.mark.parametrize("place", ["enrolled", "check-in", "draft", "finished"])
def test_whoever_takes_part_leaves_first(place: str, way: str) -> None:
    """What they say would go on coming. Nothing of what is open is lost by asking."""
    talk = reach(place, "ru")
    before = talk.state()
    talk.write(way)
    assert (talk.phrases, talk.state()) == (["leaving.erase-how"], before)


def test_keep_is_a_key_of_something_over_to_whoever_takes_part() -> None:
    talk = reach("enrolled", "ru")
    before = talk.state()
    talk.write("Пусть всё останется")
    assert (talk.phrases, talk.state()) == (["hint.closed"], before)


@pytest.mark.parametrize("key", KEYS)
def test_somebody_elses_words_erase_nothing(key: str) -> None:
    talk = left("enrolled")
    before = talk.state()
    talk.write(talk.label(key), forwarded=True)
    assert talk.state() == before


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("place", ["site", "information", "statement", "confirming"])
def test_before_the_agreement_they_are_words_like_any(place: str, key: str) -> None:
    talk = reach(place, "ru")
    stage = talk.stage
    talk.write(talk.label(key))
    assert talk.stage is stage


@pytest.mark.parametrize("place", ["language", "screening", "information", "statement", "hearing"])
def test_the_chat_of_who_never_agreed_is_cleared_too(place: str) -> None:
    talk = reach(place, "ru")
    talk.write("/stop")
    assert talk.participant is None
    assert effects(talk, ClearChat)


# The team's word


@pytest.mark.parametrize("place", [*WITH_A_CODE, "withdrawn"])
def test_at_the_teams_word_everything_goes_without_one(place: str) -> None:
    talk = reach(place, "ru")
    talk.tell(Erase())
    assert (talk.said, talk.participant, talk.records) == ([], None, {})
    assert effects(talk, ClearChat)


def test_at_the_teams_word_what_was_said_goes() -> None:
    talk = left("check-in")
    talk.tell(Erase(said=True))
    assert (talk.said, talk.stage) == ([], Stage.WITHDRAWN)
    assert talk.records.keys() == {one.voice for one in talk.consents}


@pytest.mark.parametrize("place", ["enrolled", "check-in", "draft"])
def test_not_of_whoever_takes_part(place: str) -> None:
    talk = reach(place, "ru")
    before = talk.state()
    talk.tell(Erase(said=True))
    assert (talk.said, talk.state()) == ([], before)


def test_who_has_finished_stays_so() -> None:
    talk = reach("finished", "ru")
    talk.tell(Erase(said=True))
    assert talk.stage is Stage.FINISHED
    assert talk.records.keys() == {one.voice for one in talk.consents}


# The code word of a receipt


def word_of(talk: Conversation) -> str:
    assert talk.receipt
    return f"{talk.receipt.code} {' '.join(talk.receipt.words)}"


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_receipt_is_said_at_the_agreement(language: str) -> None:
    talk = reach("enrolled", language)
    assert talk.receipt
    said = "\n".join(talk.said)
    assert all(word in said for word in talk.receipt.words)
    assert len(set(talk.receipt.words)) == 3
    assert {"enrolment.agreed", "enrolment.leave", "receipt.code-word"} <= set(talk.phrases)
    talk.write("/receipt")
    assert talk.now.code in talk.said[0]
    assert not any(word in talk.said[0] for word in talk.receipt.words)


@pytest.mark.parametrize("place", ["new", "site", "statement", "withdrawn", "returning"])
def test_a_receipt_where_no_agreement_holds(place: str) -> None:
    talk = reach(place, "ru")
    talk.write("/start" if place == "new" else "/receipt")
    if place != "new":
        assert talk.phrases == ["receipt.left" if talk.now.code else "receipt.before-consent"]


@pytest.mark.parametrize("command", ["stop", "erase"])
@pytest.mark.parametrize("place", ["new", "site", "information", "enrolled", "check-in", "withdrawn"])
def test_from_another_account(place: str, command: str) -> None:
    """Whoever has the code word decides. Of a stranger nothing is kept, and for who takes part nothing changes."""
    talk = reach(place, "ru")
    before, mine = talk.state(), talk.participant
    other = Claim("GE-07", ("абрикос", "август", "автобус"))
    talk.receipts[other.secret] = "f0" * 16
    talk.write(f"/{command} ge-07 Абрикос, авгсут автобус.")
    assert talk.phrases == ["receipt.erased"]
    assert talk.elsewhere_told == [Tell("f0" * 16, Erase())]
    assert talk.participant == mine
    assert talk.state() == before


def test_from_their_own_account() -> None:
    talk = reach("check-in", "ru")
    talk.write(f"/stop {word_of(talk)}")
    assert talk.phrases == ["leaving.erased-all", "leaving.copies", "leaving.chat"]
    assert talk.participant is None


def test_their_own_code_with_words_that_do_not_fit_still_leaves() -> None:
    talk = reach("check-in", "ru")
    talk.write(f"/stop {talk.now.code} абрикос август автобус")
    assert talk.phrases[0] == "leaving.done"
    assert talk.stage is Stage.WITHDRAWN


@pytest.mark.parametrize("place", ["new", "enrolled", "withdrawn"])
@pytest.mark.parametrize("code", ["AM-05", "XX-99"])
def test_what_fits_nothing_is_never_told_apart(code: str, place: str) -> None:
    """Five times a day; then the right one is refused as well."""
    talk = reach(place, "ru")
    before = talk.state()
    for _ in range(MOST_TRIES):
        talk.write(f"/stop {code} абрикос август автобус")
        assert talk.phrases == ["receipt.none"]
        assert (talk.state(), talk.elsewhere_told) == (before, [])
    talk.receipts[Claim(code, ("абрикос", "август", "автобус")).secret] = "f0" * 16
    talk.write(f"/stop {code} абрикос август автобус")
    assert (talk.phrases, talk.elsewhere_told) == (["receipt.too-often"], [])
    assert talk.state() == before


@pytest.mark.parametrize(
    "payload",
    ["", "now", "AM-05", "AM-05 абрикос", "AM-05 абрикос август", "AM-05 абрикос август автобус азбука",
     "абрикос август автобус", "AM абрикос август автобус", "please stop it now", "-05-",
     "AM-05" + " а" * 4000, "\ud83d 🙂 🙂 🙂"],
)  # fmt: skip
def test_whatever_else_stands_after_stop_it_is_leaving(payload: str) -> None:
    talk = reach("enrolled", "ru")
    talk.write(f"/stop {payload}".strip())
    assert talk.stage is Stage.WITHDRAWN


@pytest.mark.parametrize(
    "payload",
    [
        "AM-05 абрикос август автобус",
        "am-05  АБРИКОС  Август\nавтобус.",
        "AM-05 абрикос-август-автобус",
        "AM-05 «абрекос» август автобсу",
    ],
)
def test_slips_of_a_finger(payload: str) -> None:
    found = claim(payload, LISTS)
    assert found is not None
    assert found.secret == Claim("AM-05", ("абрикос", "август", "автобус")).secret


def test_one_word_more_or_another_order_is_another_code_word() -> None:
    fits = Claim("AM-05", ("абрикос", "август", "автобус")).secret
    for payload in (
        "AM-06 абрикос август автобус",
        "AM-05 август абрикос автобус",
        "AM-05 абрикос август азбука",
    ):
        found = claim(payload, LISTS)
        assert found is not None
        assert found.secret != fits


@pytest.mark.parametrize("known", LISTS, ids=CATALOGUE.languages)
def test_code_words_are_drawn_by_the_seed_and_are_read_back(known: tuple[str, ...]) -> None:
    assert drawn(7, known) == drawn(7, known) != drawn(8, known)
    for seed in range(200):
        words = drawn(seed, known)
        assert len(set(words)) == 3
        found = claim(f"AM-05 {' '.join(words)}", LISTS)
        assert found is not None
        assert found.secret == Claim("AM-05", words).secret
    assert len({word for seed in range(2000) for word in drawn(seed, known)}) > 0.95 * len(known)
