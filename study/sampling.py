"""The sample study, to start from."""

import json
from pathlib import Path

from study.schema import FILE, schema

SAMPLE = Path(__file__).parent / "sample"


class SampleRefused(Exception):
    """The sample cannot be written there. The message says why, and what to do."""


def write_sample(folder: Path) -> Path:
    """Writes the commented sample study into `folder`, which is made if need be, and the schema that editors explain it
    by. Returns the study file.
    Raises SampleRefused, before anything is written, where a file of it is there already."""
    files = {
        path.relative_to(SAMPLE): path.read_bytes() for path in sorted(SAMPLE.rglob("*")) if path.is_file()
    }
    files[Path(FILE)] = (json.dumps(schema(), ensure_ascii=False, indent=2) + "\n").encode()
    for name in files:
        if (folder / name).exists():
            raise SampleRefused(f"{folder / name} is already there. Nothing was written: name a new folder.")
    try:
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with (folder / name).open("xb") as file:
                file.write(content)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise SampleRefused(f"{folder} cannot be written ({reason}). Name a folder that can.") from error
    return folder / "study.yaml"
