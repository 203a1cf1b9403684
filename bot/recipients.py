"""To whom things said are sealed: the study's keys, and the key of the participant's site for that site alone. An
agreement is sealed to the custodian alone, where the study names one."""

from pathlib import Path

from bot.faults import StartRefused
from sealing.keys import KeyFileError, PublicKey, key_of_nobody, load_public_key
from study.protocol import Protocol

CONSENT = "consent"  # kind of the record that an agreement is: spoken, or written


class Recipients:
    """The public keys of a study, read once at the start. Raises StartRefused for one that cannot be read."""

    def __init__(self, protocol: Protocol) -> None:
        self._core = [_load(name, path) for name, path in protocol.keys.items()]
        self._sites = {site.id: _load(site.id, site.key) for site in protocol.sites if site.key is not None}
        custodian = protocol.consent.custodian
        # An envelope has two recipients at least: beside the custodian stands a key that nobody holds.
        self._custody = [_load("custodian", custodian), key_of_nobody()] if custodian is not None else []

    def of(self, site: str, kind: str = "") -> list[PublicKey]:
        """The recipients of what somebody at `site` says, as a record of this kind; an empty `site` is not known
        yet."""
        if kind == CONSENT and self._custody:
            return list(self._custody)
        partner = self._sites.get(site)
        if partner is None or partner in self._core:
            return list(self._core)
        return [*self._core, partner]

    @property
    def core(self) -> list[PublicKey]:
        return list(self._core)


def _load(name: str, path: Path) -> PublicKey:
    try:
        return load_public_key(path)
    except KeyFileError as error:
        raise StartRefused(
            f"The key {name} of the study file cannot be used. {error} The service needs the public half, {path.name}, "
            f"at {path}."
        ) from error
