"""`restante`: every command of the house.

A command's file is imported when the command is called, and not before: so the process that runs the bot never loads
the code that opens seals, which the desk needs."""

from importlib import import_module

import typer
from typer.core import TyperGroup
from typer.main import get_command

NOUNS = ("study", "keys", "run", "health", "backup", "erase", "retry", "desk", "export", "demo")
HIDDEN = ("simulator",)


class Nouns(TyperGroup):
    """One file of `cli/` per noun, found by its name."""

    def list_commands(self, ctx: object) -> list[str]:
        return list(NOUNS)

    def get_command(self, ctx: object, cmd_name: str) -> object:  # type: ignore[override]
        if cmd_name not in NOUNS + HIDDEN:
            return None
        command = get_command(import_module(f"cli.{cmd_name}").app)
        command.name = cmd_name
        return command


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
