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


@pytest.mark.parametrize("forbidden", ["sealing.unseal", "sealing.secret", "desk", "simulator"])
def test_the_service_never_loads(forbidden: str) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", SERVER], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "bot.service" in loaded.stdout
    assert not [
        name for name in loaded.stdout.split() if name == forbidden or name.startswith(f"{forbidden}.")
    ]


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
