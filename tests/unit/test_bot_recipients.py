"""To whom what is sealed: the team, a site's partner, a custodian."""

from pathlib import Path

import pytest
from study_made import study

from bot.faults import StartRefused
from bot.recipients import Recipients
from sealing.keys import PublicKey, load_public_key
from sealing.seal import Context, seal
from sealing.secret import Work, create_key_pair
from sealing.unseal import NotForThisKey, load_secret_key, unseal
from study.protocol import Protocol

PASSPHRASE = "a passphrase for tests"
CONTEXT = Context("crossing", "a1" * 16, "c0" * 16, "consent")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("core", "escrow", "yerevan", "custodian"):
        public, secret = create_key_pair(name, PASSPHRASE, Work(memory=64, passes=1, lanes=1))
        (tmp_path / f"{name}.pub").write_text(public)
        (tmp_path / f"{name}.key").write_text(secret)
    return tmp_path


def named(folder: Path, custodian: str = "") -> Protocol:
    made = study()
    consent = made.consent.model_copy(update={"custodian": folder / custodian if custodian else None})
    site = made.sites[0].model_copy(update={"key": folder / "yerevan.pub"})
    keys = {name: folder / f"{name}.pub" for name in ("core", "escrow")}
    return made.model_copy(update={"keys": keys, "sites": (site,), "consent": consent})


def key(folder: Path, name: str) -> PublicKey:
    return load_public_key(folder / f"{name}.pub")


@pytest.mark.parametrize("kind", ["", "answer", "entry", "screening", "consent.beside", "Consent"])
def test_a_custodian_gets_no_answers(folder: Path, kind: str) -> None:
    recipients = Recipients(named(folder, "custodian.pub")).of("AM", kind)
    assert recipients == [key(folder, name) for name in ("core", "escrow", "yerevan")]


def test_without_a_custodian_agreements_are_for_the_team(folder: Path) -> None:
    recipients = Recipients(named(folder))
    assert recipients.of("AM", "consent") == recipients.of("AM", "answer") == recipients.of("AM")


def test_an_agreement_opens_for_the_custodian_and_for_nobody_else(folder: Path) -> None:
    recipients = Recipients(named(folder, "custodian.pub"))
    envelope = seal(b"I agree", CONTEXT, recipients.of("AM", "consent"))
    keys = {
        name: load_secret_key(folder / f"{name}.key", PASSPHRASE)
        for name in ("core", "escrow", "yerevan", "custodian")
    }
    assert unseal(envelope, CONTEXT, keys.pop("custodian")) == b"I agree"
    for other in keys.values():
        with pytest.raises(NotForThisKey):
            unseal(envelope, CONTEXT, other)


def test_the_key_of_nobody_is_another_at_each_start(folder: Path) -> None:
    """Nobody could have kept it."""
    first, second = (Recipients(named(folder, "custodian.pub")).of("AM", "consent") for _ in range(2))
    assert first[0] == second[0] == key(folder, "custodian")
    assert first[1] != second[1]


@pytest.mark.parametrize("file", ["gone.pub", "custodian.key"])
def test_a_custodian_whose_key_cannot_be_read_stops_the_start(folder: Path, file: str) -> None:
    with pytest.raises(StartRefused, match="The key custodian of the study file cannot be used"):
        Recipients(named(folder, file))
