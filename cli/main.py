"""`restante`: every command of the house."""

import typer

from cli import demo, desk, export, health, keys, run, simulator, study

app = typer.Typer(
    name="restante",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback could carry an answer in its locals
    help="Mail held for people on the move: a Telegram bot for research that recruits, asks, keeps and cannot read.",
)
app.add_typer(study.app, name="study")
app.add_typer(keys.app, name="keys")
app.command("run")(run.run)
app.command("health")(health.health)
app.command("desk")(desk.desk)
app.command("export")(export.export)
app.command("demo")(demo.demo)
app.command("simulator", hidden=True)(simulator.simulator)


def main() -> None:
    app()


if __name__ == "__main__":
    main()
