"""The walls of the house: who may import whom, and what the running service never has at hand."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVER = "import cli.run, handlers.routing, bot.service, sys; print(*sorted(sys.modules))"


def test_rooms_import_only_what_they_may() -> None:
    linted = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert linted.returncode == 0, linted.stdout


@pytest.fixture(scope="module")
def loaded() -> list[str]:
    """Every module of a running service."""
    command = [sys.executable, "-c", SERVER]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize("forbidden", ["sealing.unseal", "sealing.secret", "desk", "simulator"])
def test_the_service_never_loads(loaded: list[str], forbidden: str) -> None:
    assert "bot.service" in loaded
    assert not [name for name in loaded if name == forbidden or name.startswith(f"{forbidden}.")]


def test_the_wheel_holds_every_file_of_every_room(tmp_path: Path) -> None:
    """The image is built from it: a template or a query that is left out would be missing on every server."""
    source = tmp_path / "source"
    for room in (path.parent for path in ROOT.glob("[a-z]*/__init__.py") if path.parent.name != "bench"):
        shutil.copytree(room, source / room.name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        tmp_path,
        source,
    ]
    subprocess.run(build, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    wanted = {
        path.relative_to(source).as_posix()
        for room in source.iterdir()
        if room.is_dir() and (room / "__init__.py").exists()
        for path in room.rglob("*")
        if path.is_file()
    }
    assert wanted - packed == set()


ALONE = """
import sys
server, root = sys.argv[1:3]
sys.meta_path = [finder for finder in sys.meta_path if "editable" not in repr(finder)]
sys.path[:] = [server, *(place for place in sys.path if place != root)]
sys.argv[1:3] = []
from cli.main import main
main()
"""
NOT_ON_A_SERVER = ("desk", "simulator", "sealing/unseal.py", "sealing/secret.py")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The rooms as the Dockerfile leaves them."""
    folder = tmp_path_factory.mktemp("server")
    for room in (path.parent for path in ROOT.glob("[a-z]*/__init__.py")):
        shutil.copytree(room, folder / room.name, ignore=shutil.ignore_patterns("__pycache__"))
    removed = (ROOT / "Dockerfile").read_text().split("rm -r ")[1].split("\n")[0].split()
    assert sorted(removed) == sorted(NOT_ON_A_SERVER)
    for name in removed:
        place = folder / name
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    return folder


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--help"], 0, "Run the bot of a study"),
        (["desk", "study.yaml", "--data", "x"], 2, "researcher's own computer"),
        (["keys", "new", "core"], 2, "researcher's own computer"),
        (["study", "check", "study/sample/study.yaml"], 0, "Дорога и дом"),
        (["health", "--data", "x"], 1, "No service has reported"),
        (["run", "study/sample/study.yaml", "--data", "data"], 2, "No bot token"),
        (["erase", "study/sample/study.yaml", "AM-05", "--data", "x"], 2, "no database here"),
        (["retry", "--data", "x"], 2, "no database here"),
        (["restore", "x", "--data", "y"], 2, "no backup"),
        (["backup", "--data", "x"], 2, ""),
        (["operator", "rotate", "study/sample/study.yaml", "--data", "x"], 2, "no database here"),
        (["contacts", "cut", "study/sample/study.yaml", "--data", "x"], 2, "no database here"),
        (["keep", "study/sample/study.yaml"], 0, "nothing goes by itself"),
        (["keep", "study/sample/study.yaml", "--data", "x"], 2, "no database here"),
        (["consent", "audit", "study/sample/study.yaml", "--data", "x"], 2, "no database here"),
        (["consent", "receipt", "study/sample/study.yaml", "AM-05", "--data", "x"], 2, "no database here"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_a_server_works_without_what_opens_a_seal(
    server: Path, words: list[str], code: int, said: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-c", ALONE, str(server), str(ROOT), *words],
        cwd=server,
        capture_output=True,
        text=True,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "200"},
    )
    assert (done.returncode, said in done.stdout + done.stderr) == (code, True), done.stdout + done.stderr
    assert "Traceback" not in done.stderr
