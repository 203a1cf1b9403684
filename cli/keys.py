"""`restante keys`: the researchers' key pairs."""

import os
from pathlib import Path
from typing import Annotated

import typer

from cli.memory import keep_to_ourselves
from cli.passphrase import NAME, asked
from cli.speaking import refuse, say
from sealing.keys import KeyFileError
from sealing.secret import create_key_pair

app = typer.Typer(add_completion=False, no_args_is_help=True)

SHORTEST_PASSPHRASE = 8


@app.callback()
def keys() -> None:
    """Keys of the research team. Made on a researcher's machine, never on the server."""


@app.command("new")
def new(
    name: Annotated[
        str, typer.Argument(help="A name for the pair, such as core or escrow; may begin with a folder.")
    ],
) -> None:
    """Make NAME.pub (for the study file) and NAME.key (secret: it alone opens what people say)."""
    keep_to_ourselves()
    public_path, secret_path = Path(f"{name}.pub"), Path(f"{name}.key")
    for path in (public_path, secret_path):
        if path.exists():
            refuse(
                f"{path} is already there. Nothing was written: choose another name, or move that file away first."
            )
    passphrase = os.environ.get(NAME) or asked("Passphrase for the secret key", confirm=True)
    if len(passphrase) < SHORTEST_PASSPHRASE:
        refuse(
            f"The passphrase has fewer than {SHORTEST_PASSPHRASE} characters. Choose a longer one: a few random words."
        )
    try:
        public_text, secret_text = create_key_pair(Path(name).name, passphrase)
    except KeyFileError as error:
        refuse(str(error))
    public_path.parent.mkdir(parents=True, exist_ok=True)
    _write_once(secret_path, secret_text, 0o600)
    _write_once(public_path, public_text, 0o644)
    say(
        f"{public_path}  public: name it under `keys:` in the study file and put it on the server.",
        f"{secret_path}  secret: keep it off the server, with a copy elsewhere. Without it, or without the passphrase,",
        "          nobody can open what was sealed to it; not the operator, not us.",
    )


def _write_once(path: Path, text: str, mode: int) -> None:
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "w", encoding="utf-8") as file:  # noqa: PTH123
        file.write(text)
