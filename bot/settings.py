"""What the operator sets: in the environment, or as files in `$CREDENTIALS_DIRECTORY` (systemd, Docker secrets)."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

TELEGRAM = "https://api.telegram.org"
OPERATOR_KEY = "operator.key"


class Settings(BaseSettings):
    """`RESTANTE_TOKEN`, `RESTANTE_API_URL`, `RESTANTE_OPERATOR_KEY_FILE`, `RESTANTE_CLOCK_URL`.

    `clock_url` is for demonstrations: the root of a simulator whose time the service follows.
    """

    model_config = SettingsConfigDict(env_prefix="RESTANTE_", extra="ignore", env_ignore_empty=True)

    token: SecretStr = SecretStr("")
    api_url: str = TELEGRAM
    operator_key_file: Path | None = None
    clock_url: str = ""
    poll_seconds: int = Field(default=25, ge=0, le=50)

    @field_validator("api_url", "clock_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError
        _ = parts.port  # raises ValueError for one that cannot be
        return value

    @classmethod
    def load(cls) -> "Settings":
        """From the environment, then from the credentials folder if there is one."""
        folder = credentials()
        return cls(_secrets_dir=folder) if folder else cls()

    def operator_key(self, study_folder: Path) -> Path:
        """Where the operator key lies: as set, among the credentials, or beside the study file."""
        if self.operator_key_file is not None:
            return self.operator_key_file
        folder = credentials()
        if folder is not None and (folder / OPERATOR_KEY).is_file():
            return folder / OPERATOR_KEY
        return study_folder / OPERATOR_KEY


def credentials() -> Path | None:
    """`$CREDENTIALS_DIRECTORY`, if it is set and there."""
    named = os.environ.get("CREDENTIALS_DIRECTORY", "")
    folder = Path(named) if named else None
    return folder if folder is not None and folder.is_dir() else None
