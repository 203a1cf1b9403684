"""A passphrase, from RESTANTE_PASSPHRASE or a person at a terminal."""

import os
import sys

import typer

from cli.speaking import refuse

NAME = "RESTANTE_PASSPHRASE"


def asked(question: str, confirm: bool = False) -> str:
    """What is typed, unseen. Without a terminal nobody can be asked, and a passphrase would be seen: refuses."""
    if not _terminal():
        refuse(
            f"{question}: there is no terminal here to ask for it. Set {NAME} for this one command, and unset it after."
        )
    return str(typer.prompt(question, hide_input=True, confirmation_prompt=confirm, err=True))


def _terminal() -> bool:
    """As getpass looks for one: the process's own, whatever its input is; else the input."""
    try:
        os.close(os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY))
    except OSError:
        return sys.stdin.isatty()
    return True
