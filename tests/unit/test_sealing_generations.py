"""The operator key in two generations: its file, which of them boxes, and look-ups that outlive a change of the key."""

import os
import stat
from pathlib import Path

import pytest

from sealing import textfile
from sealing.lookups import Lookups
from sealing.operator import OperatorKey, OperatorKeyError, prefix

OLD = OperatorKey(bytes(range(32)))
BOTH = OLD.grown()
NEW = BOTH.newest_alone()
PURPOSES = ("contact", "sound")


def block(name: str, raw: bytes = bytes(32)) -> str:
    return textfile.write("OPERATOR KEY", name, raw)


WRONG_FILES = {
    "one generation twice": (block("operator") * 2, "the same generation of the operator key twice"),
    "a number that is none": (block("operator-x"), "no name of an operator key"),
    "the first by its number, below it": (block("operator-0"), "no name of an operator key"),
    "beyond the last": (block("operator-256"), "no name of an operator key"),
    "somebody else's": (block("core"), "no name of an operator key"),
    "the second is cut off": (block("operator") + block("operator-2")[:-20], "cut off"),
    "the second is damaged": (block("operator") + block("operator-2").replace("AAAA", "AAAB"), "damaged"),
    "something after it": (block("operator") + "and more", "not a Poste Restante key file"),
    "a public key after it": (
        block("operator") + textfile.write("PUBLIC KEY", "a", bytes(9)),
        "a public key",
    ),
}


def test_both_open_and_the_older_boxes_until_it_is_told_otherwise() -> None:
    old, new = BOTH.box("state", b"said", b"a"), BOTH.taking_the_newest().box("state", b"said", b"a")
    assert (old[:2], new[:2]) == (prefix(1), prefix(2)) == (b"\1\1", b"\1\2")
    for box in (old, new):
        assert BOTH.unbox("state", box, b"a") == BOTH.taking_the_newest().unbox("state", box, b"a") == b"said"
    assert OLD.unbox("state", old, b"a") == NEW.unbox("state", new, b"a") == b"said"


@pytest.mark.parametrize(("key", "other"), [(OLD, NEW), (NEW, OLD)], ids=["the old one", "the new one"])
def test_alone_it_opens_nothing_of_the_other(key: OperatorKey, other: OperatorKey) -> None:
    box = other.box("state", b"said")
    with pytest.raises(OperatorKeyError, match="another generation"):
        key.unbox("state", box)
    with pytest.raises(OperatorKeyError):  # nor by the number of its own
        key.unbox("state", prefix(key.newest) + box[2:])


def test_a_generation_is_a_key_of_its_own() -> None:
    assert OLD.lookup("contact", b"1") == BOTH.lookup("contact", b"1") != NEW.lookup("contact", b"1")
    assert BOTH.lookup("contact", b"1", 2) == NEW.lookup("contact", b"1")
    assert OLD.grown().lookup("contact", b"1", 2) != BOTH.lookup("contact", b"1", 2)  # they are random


def test_a_file_of_two(tmp_path: Path) -> None:
    path = tmp_path / "operator.key"
    key = OperatorKey.create(path)
    path.chmod(0o640)
    box = key.box("state", b"said")
    key.grown().save(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    found = OperatorKey.load(path)
    assert (found.generations, found.unbox("state", box)) == ((1, 2), b"said")
    newest = found.taking_the_newest().box("state", b"later")
    found.newest_alone().save(path)
    assert OperatorKey.load(path).generations == (2,)
    assert OperatorKey.load(path).unbox("state", newest) == b"later"
    assert [one.name for one in tmp_path.iterdir()] == ["operator.key"]


def test_what_lay_in_the_file_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "operator.key"
    OperatorKey.create(path)
    with path.open("rb") as held:
        before = held.read()
        OperatorKey.load(path).grown().save(path)
        assert held.seek(0) == 0
        assert held.read() == bytes(len(before))


def test_a_copy_by_another_name_is_left_alone(tmp_path: Path) -> None:
    path, copy = tmp_path / "operator.key", tmp_path / "copy.key"
    OperatorKey.create(path)
    os.link(path, copy)
    before = copy.read_bytes()
    OperatorKey.load(path).grown().save(path)
    assert copy.read_bytes() == before


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "secrets").mkdir()
    real, path = tmp_path / "secrets" / "key", tmp_path / "operator.key"
    OperatorKey.create(real)
    path.symlink_to(real)
    OperatorKey.load(path).grown().save(path)
    assert path.is_symlink()
    assert OperatorKey.load(real).generations == (1, 2)


def test_a_file_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(OperatorKeyError, match="cannot be written anew"):
        BOTH.save(tmp_path / "operator.key")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("text", "says"), WRONG_FILES.values(), ids=WRONG_FILES)
def test_wrong_files(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "operator.key"
    path.write_text(text)
    with pytest.raises(OperatorKeyError, match=says):
        OperatorKey.load(path)


def test_the_newer_may_stand_first(tmp_path: Path) -> None:
    path = tmp_path / "operator.key"
    path.write_text("\n\n" + block("operator-2", bytes(range(32))) + "\r\n\r\n" + block("operator"))
    assert OperatorKey.load(path).generations == (1, 2)


def test_it_is_changed_254_times_at_most() -> None:
    with pytest.raises(OperatorKeyError, match="254 times"):
        OperatorKey(bytes(32), 255).grown()


def test_two_files_of_one_key_are_joined_and_two_keys_are_not() -> None:
    assert NEW.joined(OLD).generations == (1, 2)
    assert NEW.joined(OLD).unbox("state", OLD.box("state", b"said")) == b"said"
    with pytest.raises(OperatorKeyError, match="another key"):
        NEW.joined(OperatorKey(bytes(32), 2))


def test_nothing_secret_is_shown() -> None:
    lookups = Lookups.under(BOTH, PURPOSES).renewed()
    shown = f"{BOTH!r} {BOTH._generations!r} {lookups!r}"
    assert "\\x" not in shown


# --- look-ups ---


def test_before_any_change_they_are_the_keys_own() -> None:
    assert Lookups.under(OLD, PURPOSES).of("contact", b"5001001") == OLD.lookup("contact", b"5001001")
    assert Lookups.under(BOTH, PURPOSES, 2).of("contact", b"1") == NEW.lookup("contact", b"1")


def test_what_was_stored_before_is_found_after() -> None:
    now = Lookups.under(OLD, PURPOSES)
    stored = {value: now.of("sound", value) for value in (b"a", b"b", b"")}
    for _ in range(3):
        now = now.renewed()
        stored = {value: now.again(hash) for value, hash in stored.items()}
    now = Lookups.thawed(now.frozen())
    assert stored == {value: now.of("sound", value) for value in stored}
    assert now.of("contact", b"a") != now.of("sound", b"a")


def test_the_older_key_finds_nothing() -> None:
    before = Lookups.under(OLD, PURPOSES)
    after = before.renewed()
    stored = after.of("contact", b"5001001")
    assert stored not in (before.of("contact", b"5001001"), NEW.lookup("contact", b"5001001"))
    assert before.renewed().of("contact", b"5001001") != stored  # the last link is random


def test_a_purpose_that_comes_later_gets_a_key_and_the_others_keep_theirs() -> None:
    before = Lookups.under(OLD, PURPOSES).renewed()
    after = before.knowing((*PURPOSES, "receipt"))
    assert after.of("contact", b"1") == before.of("contact", b"1")
    assert len(after.of("receipt", b"1")) == 32
    assert before.knowing(PURPOSES) is before
    with pytest.raises(KeyError):
        before.of("receipt", b"1")
