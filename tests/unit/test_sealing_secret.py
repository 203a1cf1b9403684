"""Secret key files: what opens them, what does not, and what is refused before any work is done."""

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sealing import textfile
from sealing.keys import KeyFileError, load_public_key
from sealing.secret import SecretKey, Work, WrongPassphrase, create_key_pair, load_secret_key, lock, unlock

QUICK = Work(memory=64, passes=1, lanes=1)
CORE = SecretKey("core", bytes(range(64)), bytes(range(64, 96)))
PASSPHRASE = "тихий ёж у йодного озера"
TEXT = lock(CORE, PASSPHRASE, QUICK)
BODY = textfile.read("SECRET KEY", TEXT, "core.key")[1]

WRONG = {
    "empty": "",
    "a space after": PASSPHRASE + " ",
    "in capitals": PASSPHRASE.upper(),
    "е for ё": PASSPHRASE.replace("ё", "е"),
    "another keyboard": "nb[bq =; e qjlyjuj jpthf",
    "cut off": PASSPHRASE[:-1],
    "very long": "x" * 100_000,
}


def altered(at: int, new: bytes) -> str:
    """A file that was altered on purpose: its check line fits."""
    return textfile.write("SECRET KEY", "core", BODY[:at] + new + BODY[at + len(new) :])


def resized(length: int) -> str:
    return textfile.write("SECRET KEY", "core", (BODY + b"\0")[:length])


def u32(number: int) -> bytes:
    return struct.pack(">I", number)


REFUSED = {
    "another version": (altered(0, b"\2"), "newer version"),
    "another suite": (altered(1, b"\2"), "newer version"),
    "all the memory there is": (altered(2, b"\xff" * 4), "more work"),
    "a little more than 1 GiB": (altered(2, u32(1_048_577)), "more work"),
    "too little memory for Argon2": (altered(2, u32(7)), "more work"),
    "no memory": (altered(2, u32(0)), "more work"),
    "passes for years": (altered(6, b"\xff" * 4), "more work"),
    "17 passes": (altered(6, u32(17)), "more work"),
    "no passes": (altered(6, u32(0)), "more work"),
    "17 lanes": (altered(10, u32(17)), "more work"),
    "no lanes": (altered(10, u32(0)), "more work"),
    "lanes without memory for them": (altered(10, u32(9)), "more work"),
    "an empty body": (resized(0), "cut off"),
    "one byte less": (resized(153), "wrong length"),
    "one byte more": (resized(155), "wrong length"),
    "the public half": (CORE.public.text(), "holds a public key; a secret key is needed"),
    "the operator key": (textfile.write("OPERATOR KEY", "operator", BODY), "holds the operator key"),
    "cut off": (TEXT[:200], "cut off"),
    "damaged": (TEXT.replace("check: ", "check: 0"), "damaged"),
    "PEM of another program": (
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n",
        "not a Poste Restante key file",
    ),
    "a name that is a path": (textfile.write("SECRET KEY", "../core", BODY), "A key's name is"),
}


def test_a_pair_fits_together(tmp_path: Path) -> None:
    public, secret = create_key_pair("core", PASSPHRASE, QUICK)
    (tmp_path / "core.pub").write_text(public, "utf-8")
    (tmp_path / "core.key").write_text(secret, "utf-8")
    key = load_secret_key(tmp_path / "core.key", PASSPHRASE)
    assert key.public == load_public_key(tmp_path / "core.pub")
    assert (key.name, key.public.name) == ("core", "core")


def test_every_pair_is_another() -> None:
    assert len({create_key_pair("core", PASSPHRASE, QUICK) for _ in range(5)}) == 5
    assert len({lock(CORE, PASSPHRASE, QUICK) for _ in range(5)}) == 5


def test_a_key_made_without_a_word_on_work_costs_what_rfc_9106_asks() -> None:
    _, secret = create_key_pair("core", PASSPHRASE)
    body = textfile.read("SECRET KEY", secret, "core.key")[1]
    assert struct.unpack(">III", body[2:14]) == (65_536, 3, 4)  # RFC 9106, §4: the second recommended choice
    assert unlock(secret, PASSPHRASE).name == "core"


@pytest.mark.parametrize("passphrase", WRONG.values(), ids=WRONG)
def test_wrong_passphrases(passphrase: str) -> None:
    with pytest.raises(WrongPassphrase, match=r"core\.key does not open with this passphrase"):
        unlock(TEXT, passphrase, "core.key")


def test_a_passphrase_is_the_same_on_every_keyboard() -> None:
    composed, decomposed = "ёлка й é", "е\u0308лка и\u0306 e\u0301"
    assert composed != decomposed
    assert unlock(lock(CORE, composed, QUICK), decomposed) == CORE
    assert unlock(lock(CORE, decomposed, QUICK), composed) == CORE


def test_a_passphrase_that_is_no_text() -> None:
    """What a terminal of another encoding leaves in the environment."""
    for act in (lambda: unlock(TEXT, "heron\udcff"), lambda: create_key_pair("core", "heron\udcff", QUICK)):
        with pytest.raises(KeyFileError, match="UTF-8") as caught:
            act()
        assert not isinstance(caught.value, WrongPassphrase)
        assert "heron" not in str(caught.value)


@pytest.mark.parametrize(("text", "says"), REFUSED.values(), ids=REFUSED)
def test_refused_whatever_the_passphrase(text: str, says: str) -> None:
    with pytest.raises(KeyFileError, match=says) as caught:
        unlock(text, PASSPHRASE, "core.key")
    assert not isinstance(caught.value, WrongPassphrase)


def test_every_byte_of_the_body_counts() -> None:
    """Flipped one by one, with a check line that fits. Those of the work would only make the test slow."""
    for at in [0, 1, *range(14, len(BODY))]:
        with pytest.raises(KeyFileError):
            unlock(altered(at, bytes([BODY[at] ^ 1 << at % 8])), PASSPHRASE)
    for at, new in ((2, u32(65)), (6, u32(2)), (10, u32(2))):
        with pytest.raises(WrongPassphrase):
            unlock(altered(at, new), PASSPHRASE)


def test_a_key_under_another_name_does_not_open() -> None:
    with pytest.raises(WrongPassphrase):
        unlock(textfile.write("SECRET KEY", "escrow", BODY), PASSPHRASE)


def test_saved_on_windows(tmp_path: Path) -> None:
    path = tmp_path / "core.key"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert load_secret_key(path, PASSPHRASE) == CORE


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="There is no key file"):
        load_secret_key(tmp_path / "core.key", PASSPHRASE)
    with pytest.raises(KeyFileError, match="cannot be read"):
        load_secret_key(tmp_path, PASSPHRASE)
    (tmp_path / "core.key").write_bytes(TEXT.encode("utf-16"))
    with pytest.raises(KeyFileError, match="cannot be read"):
        load_secret_key(tmp_path / "core.key", PASSPHRASE)


def test_nothing_secret_is_shown() -> None:
    shown = repr(CORE) + str(CORE) + repr([CORE])
    for secret in (CORE.seed, CORE.x25519):
        assert repr(secret)[2:10] not in shown
        assert secret.hex()[:8] not in shown
    assert CORE.seed not in BODY
    assert CORE.x25519 not in BODY


@given(
    seed=st.binary(min_size=64, max_size=64), x25519=st.binary(min_size=32, max_size=32), passphrase=st.text()
)
@settings(deadline=None, max_examples=40)
def test_any_key_under_any_passphrase(seed: bytes, x25519: bytes, passphrase: str) -> None:
    secret = SecretKey("core", seed, x25519)
    text = lock(secret, passphrase, QUICK)
    assert unlock(text, passphrase) == secret
    with pytest.raises(WrongPassphrase):
        unlock(text, passphrase + "a")
