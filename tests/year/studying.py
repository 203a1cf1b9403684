"""The study of the year, laid out with its keys."""

from pathlib import Path

from sealing.secret import Work, create_key_pair

HERE = Path(__file__).parent
PASSPHRASE = "a year on the road"
QUICK = Work(memory=64, passes=1, lanes=1)


def lay_out(root: Path, days: int) -> Path:
    """The study file in server/, with its public keys, and the secret ones in laptop/. Returns the study file. In a
    short year the study is over sooner."""
    server, laptop = root / "server", root / "laptop"
    (server / "keys").mkdir(parents=True)
    laptop.mkdir()
    for name in ("core", "escrow"):
        public, secret = create_key_pair(name, PASSPHRASE, QUICK)
        (server / "keys" / f"{name}.pub").write_text(public)
        (laptop / f"{name}.key").write_text(secret)
    study = server / "study.yaml"
    text = (HERE / "study.yaml").read_text("utf-8")
    study.write_text(text.replace("after: 300d", f"after: {min(300, round(days * 0.8))}d"), "utf-8")
    return study
