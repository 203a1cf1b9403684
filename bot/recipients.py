"""To whom things said are sealed: the study's keys, and the key of the participant's site for that site alone."""

from pathlib import Path

from bot.faults import StartRefused
from sealing.keys import KeyFileError, PublicKey, load_public_key
from study.protocol import Protocol


class Recipients:
    """The public keys of a study, read once at the start. Raises StartRefused for one that cannot be read."""

    def __init__(self, protocol: Protocol) -> None:
        self._core = [_load(name, path) for name, path in protocol.keys.items()]
        self._sites = {site.id: _load(site.id, site.key) for site in protocol.sites if site.key is not None}

    def of(self, site: str) -> list[PublicKey]:
        """The recipients of what somebody at `site` says; an empty `site` is not known yet."""
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
            f"The key {name} of the study file cannot be used. {error} The service needs the public half, {name}.pub, "
            f"at {path}."
        ) from error
