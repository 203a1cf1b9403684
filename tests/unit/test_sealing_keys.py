"""Public keys and key files: what is read, what is refused, and with which words."""

import base64
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sealing import textfile
from sealing.keys import SECRET_KEY_MARK, KeyFileError, PublicKey, load_public_key
from sealing.secret import SecretKey, Work, create_key_pair

QUICK = Work(memory=64, passes=1, lanes=1)
CORE = SecretKey("core", bytes(range(64)), bytes(range(64, 96)))
TEXT = CORE.public.text()
LINES = TEXT.splitlines()

GOOD_NAMES = ["a", "core", "escrow-2", "Site_AM", "0", "-", "x" * 40]
BAD_NAMES = [
    "",
    " ",
    "a b",
    "core ",
    "core\n",
    "a.b",
    "../core",
    "a/b",
    "a\\b",
    "ключ",
    "é",
    "a\0",
    "x" * 41,
    "a\u202eb",
]

READABLE = {
    "as written": TEXT,
    "CRLF": TEXT.replace("\n", "\r\n"),
    "old Mac": TEXT.replace("\n", "\r"),
    "byte order mark": "\ufeff" + TEXT,
    "blank lines": TEXT.replace("\n", "\n\n"),
    "indented": "\n".join(f"\t  {line}  " for line in LINES),
    "no newline at the end": TEXT.rstrip(),
    "blank lines around": f"\n\n{TEXT}\n\n",
    "lines of another width": "\n".join([*LINES[:2], "".join(LINES[2:-2]), *LINES[-2:]]),
}
UNREADABLE = {
    "nothing": ("", "not a Poste Restante key file"),
    "spaces": (" \n \n", "not a Poste Restante key file"),
    "binary": ("\0\1\2", "not a Poste Restante key file"),
    "a letter": ("Dear all,\n" + TEXT, "not a Poste Restante key file"),
    "another program's": ("-----BEGIN PUBLIC KEY-----\nAAAA\n", "not a Poste Restante key file"),
    "an unknown kind": (TEXT.replace("PUBLIC KEY", "SPARE KEY"), "not a Poste Restante key file"),
    "a secret key": (TEXT.replace("PUBLIC KEY", "SECRET KEY"), "holds a secret key; a public key is needed"),
    "an operator key": (
        TEXT.replace("PUBLIC KEY", "OPERATOR KEY"),
        "holds the operator key; a public key is",
    ),
    "the first line alone": (LINES[0], "cut off"),
    "no END": ("\n".join(LINES[:-1]), "cut off"),
    "half": (TEXT[: len(TEXT) // 2], "cut off"),
    "another END": (TEXT.replace("-----END RESTANTE PUBLIC", "-----END RESTANTE SECRET"), "cut off"),
    "twice": (TEXT + TEXT, "damaged"),
    "no name line": ("\n".join([LINES[0], *LINES[2:]]), "cut off"),
    "a name without its label": (TEXT.replace("name: core", "core"), "cut off"),
    "another name": (TEXT.replace("name: core", "name: cord"), "check line does not fit"),
    "no check line": ("\n".join([*LINES[:-2], LINES[-1]]), "damaged"),
    "another check": (TEXT.replace(LINES[-2], "check: 0123456789abcdef"), "check line does not fit"),
    "a short check": (TEXT.replace(LINES[-2], LINES[-2][:-1]), "check line does not fit"),
    "a line missing": ("\n".join([*LINES[:5], *LINES[6:]]), "check line does not fit"),
    "lines exchanged": ("\n".join([*LINES[:4], LINES[5], LINES[4], *LINES[6:]]), "check line does not fit"),
    "not base64": (TEXT.replace(LINES[3], LINES[3][:-1] + "*"), "damaged"),
    "a Cyrillic letter": (TEXT.replace(LINES[3], "А" + LINES[3][1:]), "damaged"),
    "a letter of base64 missing": (TEXT.replace(LINES[-3], LINES[-3][1:]), "damaged"),
    "no end of it": (LINES[0] + "\n" + "A" * 1_000_000, "cut off"),
}
RAW = CORE.public.raw
LOW_ORDER = ["00" * 32, "01" + "00" * 31, "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"]
UNUSABLE = {
    "empty": b"",
    "a byte less": RAW[:-1],
    "a byte more": RAW + b"\0",
    "X25519 alone": RAW[1184:],
    "ML-KEM above its modulus": b"\xff" * 1184 + RAW[1184:],
    **{f"X25519 of low order {point[:2]}": RAW[:1184] + bytes.fromhex(point) for point in LOW_ORDER},
}


@pytest.mark.parametrize("text", READABLE.values(), ids=READABLE)
def test_read(text: str, tmp_path: Path) -> None:
    path = tmp_path / "core.pub"
    path.write_bytes(text.encode())
    key = load_public_key(path)
    assert (key, key.name) == (CORE.public, "core")


@pytest.mark.parametrize(("text", "says"), UNREADABLE.values(), ids=UNREADABLE)
def test_refused(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "core.pub"
    path.write_bytes(text.encode())
    with pytest.raises(KeyFileError) as caught:
        load_public_key(path)
    assert says in str(caught.value)
    assert str(path) in str(caught.value)
    assert len(str(caught.value)) < 150 + len(str(path))


def test_cut_off_at_every_length() -> None:
    whole = TEXT.rstrip()
    for length in range(len(whole)):
        with pytest.raises(KeyFileError):
            textfile.read("PUBLIC KEY", whole[:length], "core.pub")


def test_every_character_counts() -> None:
    """A letter typed wrong anywhere is noticed: in the base64, the name, the check line, the frame."""
    whole = TEXT.rstrip()
    for at, letter in enumerate(whole):
        if letter == "\n":
            continue
        wrong = whole[:at] + ("x" if letter != "x" else "y") + whole[at + 1 :]
        with pytest.raises(KeyFileError):
            textfile.read("PUBLIC KEY", wrong, "core.pub")


@pytest.mark.parametrize(
    "content", [None, b"\xff\xfe\x00", TEXT.encode("utf-16")], ids=["none", "bytes", "UTF-16"]
)
def test_no_such_text(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "core.pub"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KeyFileError, match=r"There is no key file|cannot be read as a key file"):
        load_public_key(path)
    with pytest.raises(KeyFileError, match="cannot be read"):
        load_public_key(tmp_path)


@pytest.mark.parametrize("raw", UNUSABLE.values(), ids=UNUSABLE)
def test_unusable(raw: bytes) -> None:
    """Refused when it is loaded, not when the first person has spoken."""
    with pytest.raises(KeyFileError, match="The public key core"):
        PublicKey("core", raw)


@pytest.mark.parametrize("name", GOOD_NAMES)
def test_names(name: str) -> None:
    public, secret = create_key_pair(name, "a passphrase", QUICK)
    assert textfile.read("PUBLIC KEY", public, "")[0] == textfile.read("SECRET KEY", secret, "")[0] == name


@pytest.mark.parametrize("name", BAD_NAMES, ids=ascii)
def test_no_names(name: str, tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="A key's name is"):
        create_key_pair(name, "a passphrase", QUICK)
    path = tmp_path / "core.pub"
    path.write_text(textfile.write("PUBLIC KEY", name, RAW), "utf-8")
    with pytest.raises(KeyFileError):
        load_public_key(path)


def test_a_key_is_known_by_its_bytes() -> None:
    twin = PublicKey("another-name", RAW)
    assert twin == CORE.public
    assert hash(twin) == hash(CORE.public)
    assert twin.id == CORE.public.id
    other = SecretKey("core", bytes(64), bytes(range(64, 96))).public
    assert other != CORE.public
    assert other.id != CORE.public.id


def test_a_secret_key_file_begins_with_the_mark_that_the_service_looks_for() -> None:
    public, secret = create_key_pair("core", "a passphrase", QUICK)
    assert secret.startswith(SECRET_KEY_MARK)
    assert SECRET_KEY_MARK not in public


@given(body=st.binary(max_size=2000), name=st.from_regex(r"[A-Za-z0-9_-]{1,40}", fullmatch=True))
@settings(deadline=None)
def test_any_body_comes_back(body: bytes, name: str) -> None:
    text = textfile.write("OPERATOR KEY", name, body)
    if body:
        assert textfile.read("OPERATOR KEY", text, "") == (name, body)
    assert base64.b64decode("".join(text.splitlines()[2:-2])) == body


def test_what_the_server_needs_does_not_bring_what_opens() -> None:
    program = (
        "import sys, sealing.keys, sealing.seal, sealing.operator\n"
        "print([name for name in sys.modules if name in ('sealing.secret', 'sealing.unseal')])"
    )
    top = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=top, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
