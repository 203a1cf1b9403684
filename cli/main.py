"""`restante`: every command of the house.

A command's file is imported when the command is called, and not before: so the process that runs the bot never loads
the code that opens seals, which the desk needs."""

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

NOUNS = (
    *("study", "keys", "run", "health", "backup", "restore", "erase", "requests", "retry", "consent"),
    *("operator", "contacts", "keep"),
    *("desk", "export", "demo"),
)
HIDDEN = ("simulator",)
LAPTOP = frozenset({"keys", "desk", "export", "demo", "simulator"})
"""What a server's image leaves out, and with it the code that opens seals."""


class Nouns(TyperGroup):
    """One file of `cli/` per noun, found by its name."""

    def list_commands(self, ctx: Any) -> list[str]:
        return [noun for noun in NOUNS if noun not in LAPTOP or not _is_a_server()]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in NOUNS + HIDDEN:
            return None
        if cmd_name in LAPTOP and _is_a_server():
            ctx.fail(
                f"This is a server's installation, and `restante {cmd_name}` is for a researcher's own computer."
            )
        command = get_command(import_module(f"cli.{cmd_name}").app)
        command.name = cmd_name
        return command


def _is_a_server() -> bool:
    return find_spec("desk") is None


app = typer.Typer(
    cls=Nouns,
    name="restante",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback could carry an answer in its locals
    help="Mail held for people on the move: a Telegram bot for research that recruits, asks, keeps and cannot read.",
)


@app.callback()
def restante() -> None:
    """The group itself does nothing."""


def main() -> None:
    app()


if __name__ == "__main__":
    main()
