"""`restante demo`: a local Telegram, the bot and the desk, to see the whole story without an account.

Everything lies in one scratch folder, laid out as it would be in earnest: `server/` is all that a server has,
`laptop/` is the researcher's machine with the secret keys, `telegram/` is the pretended Telegram."""

import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer
from rich.console import Console
from rich.panel import Panel

from bot.settings import OPERATOR_KEY
from cli.speaking import FAILED, fail, refuse, say
from sealing.secret import create_key_pair
from study.reading import StudyFileError, read_protocol
from study.sampling import write_sample

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

TOKEN = "110201543:local-telegram-only"
READY_WITHIN = 60.0
STOP_WITHIN = 8.0


@dataclass(frozen=True)
class Scene:
    """Where the demo's things are."""

    root: Path

    @property
    def study(self) -> Path:
        return self.root / "server" / "study.yaml"

    @property
    def data(self) -> Path:
        return self.root / "server" / "data"

    @property
    def laptop(self) -> Path:
        return self.root / "laptop"

    @property
    def telegram(self) -> Path:
        return self.root / "telegram"

    @property
    def passphrase(self) -> str:
        return (self.laptop / "passphrase.txt").read_text("utf-8").strip()


@app.command()
def demo(
    data: Annotated[
        Path, typer.Option(help="The scratch folder. It is made, and used again at the next start.")
    ],
    telegram_port: Annotated[
        int, typer.Option(help="Port of the chat page; another is taken if it is busy.")
    ] = 8700,
    desk_port: Annotated[int, typer.Option(help="Port of the desk; another is taken if it is busy.")] = 8701,
) -> None:
    """Play the whole story on this machine: a local Telegram, the bot and the desk. Ctrl-C stops it."""
    scene = Scene(data.resolve())
    running = _alone(scene)
    again = scene.study.exists()
    _lay_out(scene)
    telegram, desk = _free(telegram_port), _free(desk_port, besides=telegram_port)
    running.write_text(f"http://127.0.0.1:{telegram}/ (chat) and http://127.0.0.1:{desk}/ (desk)", "utf-8")
    children = _start(scene, telegram, desk)
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        _wait_until_ready(children, (f"http://127.0.0.1:{telegram}/", f"http://127.0.0.1:{desk}/"))
        _tell(scene, telegram, desk, again)
        _watch(children)
    except KeyboardInterrupt:
        Console().print("\nStopping …", style="dim")
    finally:
        _stop(children)


def _alone(scene: Scene) -> Path:
    """Holds the scratch folder until this process ends, and returns the file that tells others where the demo is. Where
    another demo holds it, says where that one is, and ends the command."""
    running = scene.root / "running"
    try:
        scene.root.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(running, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        refuse(f"{scene.root}: this folder cannot be used ({error.strerror}). Give --data another one.")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        place = running.read_text("utf-8") or "it is just starting"
        say(f"A demo is already running here: {place}. Ctrl-C where it was started stops it.")
        raise typer.Exit from None
    os.truncate(descriptor, 0)
    return running


def _lay_out(scene: Scene) -> None:
    """Fresh keys and the sample study, once."""
    if scene.study.exists():
        try:
            read_protocol(scene.study)
        except StudyFileError as error:
            refuse("\n".join(str(fault) for fault in error.faults))
        return
    scene.laptop.mkdir(parents=True, exist_ok=True, mode=0o700)
    scene.telegram.mkdir(parents=True, exist_ok=True)
    write_sample(scene.study.parent)
    passphrase = scene.laptop / "passphrase.txt"
    passphrase.write_text(secrets.token_urlsafe(18) + "\n", "utf-8")
    passphrase.chmod(0o600)
    for name, public in read_protocol(scene.study).keys.items():
        public_text, secret_text = create_key_pair(name, scene.passphrase)
        public.parent.mkdir(parents=True, exist_ok=True)
        public.write_text(public_text, "utf-8")
        secret = scene.laptop / f"{name}.key"
        secret.write_text(secret_text, "utf-8")
        secret.chmod(0o600)


def _start(scene: Scene, telegram: int, desk: int) -> dict[str, "subprocess.Popen[bytes]"]:
    """Three processes, each with what it may know: only the desk gets the passphrase, only the bot the token."""
    root = f"http://127.0.0.1:{telegram}"
    key = next(iter(sorted(scene.laptop.glob("*.key"))))
    plain = {name: value for name, value in os.environ.items() if not name.startswith("RESTANTE_")}
    study, data = str(scene.study), str(scene.data)
    scene.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    commands = {
        "telegram": (["simulator", study, "--data", str(scene.telegram), "--port", str(telegram)], {}),
        "bot": (["run", study, "--data", data], {"RESTANTE_API_URL": root, "RESTANTE_CLOCK_URL": root}),
        "desk": (
            ["desk", study, "--data", data, "--key", str(key), "--port", str(desk)],
            {"RESTANTE_PASSPHRASE": scene.passphrase, "RESTANTE_CLOCK_URL": root},
        ),
    }
    children = {}
    for name, (arguments, extra) in commands.items():
        environment = plain | extra | ({"RESTANTE_TOKEN": TOKEN} if name != "desk" else {})
        log = (scene.root / f"{name}.log").open("ab")
        command = [sys.executable, "-m", "cli.main", *arguments]
        children[name] = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603
        log.close()
        if name == "telegram":  # the others speak to it
            _wait_until_ready(children, (f"{root}/",))
        if name == "bot":  # with the key that it makes at its first start, the desk can erase
            _wait_for_key(children, scene)
    return children


def _wait_until_ready(children: dict[str, "subprocess.Popen[bytes]"], addresses: tuple[str, ...]) -> None:
    deadline = time.monotonic() + READY_WITHIN
    for address in addresses:
        while not _answers(address):
            _check_alive(children)
            if time.monotonic() > deadline:
                _stop(children)
                fail(
                    f"Nothing answered at {address} within {READY_WITHIN:.0f} s. The logs lie beside the study."
                )
            time.sleep(0.05)


def _wait_for_key(children: dict[str, "subprocess.Popen[bytes]"], scene: Scene) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while not (scene.study.parent / OPERATOR_KEY).is_file() and time.monotonic() < deadline:
        _check_alive(children)
        time.sleep(0.05)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - loopback
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _check_alive(children: dict[str, "subprocess.Popen[bytes]"]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            _stop(children)
            fail(f"The {name} stopped by itself (exit {child.returncode}). Its words are in {name}.log.")


def _watch(children: dict[str, "subprocess.Popen[bytes]"]) -> None:
    while True:
        _check_alive(children)
        time.sleep(0.3)


def _stop(children: dict[str, "subprocess.Popen[bytes]"]) -> None:
    """The bot first, while there is still a Telegram to say the last words to."""
    deadline = time.monotonic() + STOP_WITHIN
    for child in reversed(children.values()):
        if child.poll() is None:
            child.terminate()
    for child in children.values():
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


WHAT_TO_TRY = """\
[bold]Chat[/bold]  http://127.0.0.1:{telegram}/   be a participant
[bold]Desk[/bold]  http://127.0.0.1:{desk}/   be a researcher

1  Chat: arrive by one of the links (each makes a new person), press
   Start, and follow the story. The agreement is spoken: use your
   microphone, or one of the sample voices.
2  Press "next prompt" to travel to the first check-in, and answer it.
3  Write or say something at any time, and add it to the diary.
4  Desk: the funnel has moved; the diary can be read and heard there,
   because the desk was given a key.
5  /stop in the chat leaves at once, and asks what is to be erased.
   Choose, and look at the desk again: nobody is there any more.

What a server would have lies in {server}
and cannot be opened there; the secret keys are in {laptop}
Ctrl-C stops all of it."""


def _tell(scene: Scene, telegram: int, desk: int, again: bool) -> None:
    title = "Poste Restante goes on where it stopped" if again else "Poste Restante"
    places = {"server": _short(scene.root / "server"), "laptop": _short(scene.laptop)}
    words = WHAT_TO_TRY.format(telegram=telegram, desk=desk, **places)
    Console(soft_wrap=True).print(Panel(words, title=title, expand=False))


def _short(folder: Path) -> str:
    """As seen from where the command was given, if that is shorter."""
    return min(str(folder), os.path.relpath(folder), key=len) + os.sep


def _free(port: int, besides: int = 0) -> int:  # noqa: RET503
    """`port` if nobody listens there, else one that the system picks."""
    for candidate in (port, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", candidate))
            except OSError:
                continue
            found = int(probe.getsockname()[1])
            if found != besides:
                return found
    fail("No free port on this machine.")


def _as_interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


__all__ = ["FAILED", "demo"]
