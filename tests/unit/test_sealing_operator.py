"""The operator key: its file, its boxes bound to purpose and place, its look-ups."""

import stat
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sealing import textfile
from sealing.operator import OperatorKey, OperatorKeyError

KEY = OperatorKey(bytes(range(32)))
SAID = '{"chat":5001001,"text":"Мы перешли"}'.encode()
BOX = KEY.box("inbox", SAID, b"update:7")
TEXT = textfile.write("OPERATOR KEY", "operator", bytes(range(32)))

ELSEWHERE = {
    "another purpose": (KEY, "outbox", b"update:7"),
    "the beginning of the purpose": (KEY, "inbo", b"update:7"),
    "no purpose": (KEY, "", b"update:7"),
    "a look-up of that name": (KEY, "lookup inbox", b"update:7"),
    "another place": (KEY, "inbox", b"update:8"),
    "the beginning of the place": (KEY, "inbox", b"update:"),
    "no place": (KEY, "inbox", b""),
    "a letter from the purpose to the place": (KEY, "inbo", b"xupdate:7"),
    "another key": (OperatorKey(bytes(32)), "inbox", b"update:7"),
}
UNREADABLE = {
    "nothing": ("", "not a Poste Restante key file"),
    "a secret key": (
        textfile.write("SECRET KEY", "core", bytes(154)),
        "holds a secret key; the operator key is",
    ),
    "a public key": (
        textfile.write("PUBLIC KEY", "core", bytes(1216)),
        "holds a public key; the operator key is",
    ),
    "31 bytes": (textfile.write("OPERATOR KEY", "operator", bytes(31)), "32 bytes"),
    "33 bytes": (textfile.write("OPERATOR KEY", "operator", bytes(33)), "32 bytes"),
    "cut off": (TEXT[:-20], "cut off"),
    "damaged": (TEXT.replace("AAEC", "AAED"), "damaged"),
}


def test_a_box_opens_where_it_was_made() -> None:
    assert KEY.unbox("inbox", BOX, b"update:7") == SAID


@pytest.mark.parametrize(("key", "purpose", "place"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_box_opens_nowhere_else(key: OperatorKey, purpose: str, place: bytes) -> None:
    with pytest.raises(OperatorKeyError, match="do not open with this operator key"):
        key.unbox(purpose, BOX, place)


def test_every_flipped_byte_is_refused() -> None:
    for at in range(len(BOX)):
        for bit in range(8):
            altered = BOX[:at] + bytes([BOX[at] ^ 1 << bit]) + BOX[at + 1 :]
            with pytest.raises(OperatorKeyError):
                KEY.unbox("inbox", altered, b"update:7")


def test_cut_off_at_every_length() -> None:
    for length in range(len(BOX)):
        with pytest.raises(OperatorKeyError):
            KEY.unbox("inbox", BOX[:length], b"update:7")
    with pytest.raises(OperatorKeyError):
        KEY.unbox("inbox", BOX + b"\0", b"update:7")


def test_another_generation_is_told_from_another_key() -> None:
    with pytest.raises(OperatorKeyError, match="generation"):
        KEY.unbox("inbox", b"\1\2" + BOX[2:], b"update:7")


@given(
    said=st.binary(max_size=1000),
    purpose=st.text(st.characters(exclude_categories=["Cs"])),
    place=st.binary(),
)
@settings(deadline=None)
def test_what_is_boxed_comes_back(said: bytes, purpose: str, place: bytes) -> None:
    assert (
        OperatorKey(bytes(32)).unbox(purpose, OperatorKey(bytes(32)).box(purpose, said, place), place) == said
    )


@pytest.mark.parametrize(
    ("length", "size"), [(0, 64), (60, 64), (61, 128), (124, 128), (125, 192), (4000, 4032)], ids=str
)
def test_the_size_tells_the_block_and_nothing_more(length: int, size: int) -> None:
    assert len(KEY.box("state", b"a" * length)) == 2 + 12 + size + 16


def test_the_same_words_never_look_the_same() -> None:
    assert len({KEY.box("inbox", SAID) for _ in range(50)}) == 50
    assert SAID[:6] not in BOX


def test_look_ups_are_equal_for_equal_values_under_one_key_for_one_purpose() -> None:
    known = KEY.lookup("contact", b"5001001")
    assert known == OperatorKey(bytes(range(32))).lookup("contact", b"5001001")
    others = [
        KEY.lookup("contact", b"5001002"),
        KEY.lookup("contact", b"500100"),
        KEY.lookup("contact", b""),
        KEY.lookup("check", b"5001001"),
        KEY.lookup("contact5", b"001001"),
        OperatorKey(bytes(32)).lookup("contact", b"5001001"),
        sha256(b"5001001").digest(),
    ]
    assert len({known, *others}) == 8
    assert {len(other) for other in others} == {32}


def test_a_key_file(tmp_path: Path) -> None:
    path = tmp_path / "operator.key"
    key = OperatorKey.create(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert OperatorKey.load(path).unbox("inbox", key.box("inbox", SAID)) == SAID
    before = path.read_bytes()
    with pytest.raises(OperatorKeyError, match="already there"):
        OperatorKey.create(path)
    assert path.read_bytes() == before


def test_no_two_keys_are_alike(tmp_path: Path) -> None:
    keys = [OperatorKey.create(tmp_path / f"{number}.key") for number in range(5)]
    assert len({key.lookup("check", b"") for key in keys}) == 5


def test_no_place_for_a_key_file(tmp_path: Path) -> None:
    with pytest.raises(OperatorKeyError, match="cannot be written"):
        OperatorKey.create(tmp_path / "missing" / "operator.key")
    with pytest.raises(OperatorKeyError, match="There is no operator key"):
        OperatorKey.load(tmp_path / "operator.key")
    with pytest.raises(OperatorKeyError, match="cannot be read"):
        OperatorKey.load(tmp_path)


@pytest.mark.parametrize(("text", "says"), UNREADABLE.values(), ids=UNREADABLE)
def test_unreadable(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "operator.key"
    path.write_text(text, "utf-8")
    with pytest.raises(OperatorKeyError, match=says):
        OperatorKey.load(path)


def test_saved_on_windows(tmp_path: Path) -> None:
    path = tmp_path / "operator.key"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert OperatorKey.load(path).unbox("inbox", BOX, b"update:7") == SAID


def test_nothing_secret_is_shown() -> None:
    assert repr(KEY) == str(KEY) == "OperatorKey(…)"
