"""The sample study, and the command that writes and checks it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.study import app
from study.consent import exact_text, information_parts
from study.instrument import AnswerType
from study.reading import read_protocol
from study.sampling import SampleRefused, write_sample

run = CliRunner()


def test_the_sample_is_in_order(tmp_path: Path) -> None:
    protocol = read_protocol(write_sample(tmp_path / "deep" / "study"))
    assert protocol.languages == ("ru", "en")
    assert protocol.open_for_recruitment
    assert [site.id for site in protocol.sites] == ["AM", "GE", "KZ"]
    assert len({source.kind for source in protocol.sources}) == 4
    types = {str(type) for question in protocol.questions() for type in question.types}
    assert types == {"yes-no", "choice", "scale", "text", "voice"}
    text = (tmp_path / "deep" / "study" / "study.yaml").read_text("utf-8")
    told = text.split("# Types:")[1].split("\n")[0]
    assert all(type in told for type in AnswerType)
    assert all(path.parent == tmp_path / "deep" / "study" / "keys" for path in protocol.keys.values())


@pytest.mark.parametrize(
    ("language", "truth"), [("ru", "не защищён сквозным шифрованием"), ("en", "not end-to-end encrypted")]
)
def test_the_sample_says_what_telegram_is(tmp_path: Path, language: str, truth: str) -> None:
    protocol = read_protocol(write_sample(tmp_path))
    parts = information_parts(protocol, language)
    text = exact_text(protocol, language, notice="")
    assert truth in text
    assert "/stop" in text
    assert len(parts) == 5
    assert all(len(part) < 800 for part in parts)
    assert not any(mark in text for mark in ("**", "#", "<!--", "`"))


def test_who_can_take_part_in_the_sample(tmp_path: Path) -> None:
    eligible = read_protocol(write_sample(tmp_path)).screening.eligible
    assert eligible is not None
    assert eligible.holds({"adult": True, "left": "after"})
    assert not eligible.holds({"adult": False, "left": "after"})
    assert not eligible.holds({"adult": True, "left": "never"})


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    mine = tmp_path / "texts" / "information.en.md"
    mine.write_text("mine")
    with pytest.raises(SampleRefused, match=r"information\.en\.md is already there\. Nothing was written"):
        write_sample(tmp_path)
    assert mine.read_text() == "mine"
    assert not (tmp_path / "study.yaml").exists()
    (tmp_path / "file").write_text("")
    with pytest.raises(SampleRefused, match="cannot be written"):
        write_sample(tmp_path / "file")


def test_new_and_check_from_the_front_door(tmp_path: Path) -> None:
    folder = tmp_path / "study"
    made = run.invoke(app, ["new", str(folder)])
    assert (made.exit_code, made.stderr) == (0, "")
    assert "restante keys new core" in made.stdout
    again = run.invoke(app, ["new", str(folder)])
    assert (again.exit_code, again.stdout) == (2, "")
    assert "already there" in again.stderr

    study = folder / "study.yaml"
    checked = run.invoke(app, ["check", str(study)])
    assert (checked.exit_code, checked.stderr) == (0, "")
    for words in (
        "Дорога и дом (road-and-home)",
        "Languages: ru, en",
        "AM  Армения, Asia/Yerevan, target 25",
        "https://t.me/BOT?start=tbilisi-film-night  event, GE",
        "evening  4 questions",
        "first-week  evening, 1 time a day between 18:00-21:00, days 1 to 7",
        "monthly  month, every 30d at 19:00, 6 times",
        "Each participant gets 13 prompts at most.",
    ):
        assert words in checked.stdout

    lines = study.read_text("utf-8").split("\n")
    timezone = next(number for number, line in enumerate(lines, 1) if "Asia/Tbilisi" in line)
    kind = next(number for number, line in enumerate(lines, 1) if "kind: snowball" in line)
    study.write_text(
        "\n".join(lines).replace("Asia/Tbilisi", "Asia/Tiflis").replace("kind: snowball", "kind: snow"),
        "utf-8",
    )
    wrong = run.invoke(app, ["check", str(study)])
    assert (wrong.exit_code, wrong.stderr) == (2, "")
    told = wrong.stdout.splitlines()
    assert [line.split(": ")[0] for line in told] == [f"{study}:{timezone}", f"{study}:{kind}"]


def test_a_missing_file_is_a_sentence(tmp_path: Path) -> None:
    missing = run.invoke(app, ["check", str(tmp_path / "no.yaml")])
    assert missing.exit_code == 2
    assert (
        missing.stdout
        == f"{tmp_path / 'no.yaml'}: there is no such file; check the name, and the folder it is looked for in\n"
    )


def test_a_study_without_waves_or_sources_is_summed_up(tmp_path: Path) -> None:
    study = tmp_path / "study.yaml"
    study.write_text(
        "study: s\ntitle: Road\nlanguages: en\nteam: {name: Group, contact: me}\nkeys: {a: a.pub, b: b.pub}\n"
        "sites: {AM: {name: Armenia, timezone: Asia/Yerevan}}\n"
        'consent: {version: "1.0", information: We., statement: I.}\n'
    )
    told = run.invoke(app, ["check", str(study)]).stdout
    for words in ("closed, no approval is on file", "Sources: none", "Waves: none", "gets 0 prompts at most"):
        assert words in told
