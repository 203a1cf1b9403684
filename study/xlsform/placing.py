"""A form as a study: a new folder made from the sample, or its questionnaires within a study that is there."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from ruamel.yaml.comments import CommentedMap

from study.faults import Fault, StudyFileError
from study.growing import grow
from study.opening import read_text
from study.reading import read_protocol
from study.sampling import write_sample
from study.tree import Mapping
from study.xlsform.forming import Form
from study.xlsform.layout import SCREENING
from study.xlsform.splicing import replaced
from study.xlsform.survey import SHEET
from study.xlsform.tongues import shown
from study.xlsform.yaml import as_yaml, in_one_language, round_trip, shaped

SAMPLE_LANGUAGES = frozenset({"ru", "en"})
FALLBACK = "en"
INFORMATION = "texts/information.{}.md"
PARTS = ("sites", "recruitment", "screening", "consent", "questionnaires", "care", "schedule")


@dataclass(frozen=True)
class Placed:
    """The study file, and what the check of it says: nothing where it can be used as it is."""

    study: Path
    faults: tuple[Fault, ...]


def _parts(form: Form) -> dict[str, Any]:
    if len(form.languages) > 1:
        return form.parts
    found: dict[str, Any] = in_one_language(form.parts, form.languages[0])
    return found


def questionnaires_as_yaml(form: Form) -> str:
    """The part `questionnaires:`, to be put into a study file."""
    return as_yaml({"questionnaires": _parts(form)["questionnaires"]})


def leave_the_rest(form: Form) -> None:
    """Tells of what does not go into a study that is there: only questionnaires do."""
    for part in form.parts:
        if part != "questionnaires":
            sheet = SHEET if part == SCREENING else part
            form.remarks.lost(
                sheet, 0, f"`{part}`", "only questionnaires go into a study that is there; see --out"
            )


def new_study(form: Form, folder: Path) -> Placed:
    """A study folder with the form in it; what the form does not say is the sample's. Raises SampleRefused."""
    path = write_sample(folder)
    yaml = round_trip()
    study = yaml.load(path.read_text("utf-8"))
    parts = dict(_parts(form))
    study["study"] = form.id
    study["languages"] = shaped(list(form.languages))
    if form.title:
        study["title"] = shaped(
            in_one_language(form.title, form.languages[0]) if len(form.languages) == 1 else form.title
        )
    _translated(study, form)
    _information(form, folder, parts)
    for part in ("recruitment", "screening") if "consent" in parts else ():
        if part not in parts:  # a whole study of ours that has none, so it needs none of the sample's
            study.pop(part, None)
    sites = parts.get("sites", study["sites"])
    _drop_strange_sites(parts.get("recruitment") or study.get("recruitment") or {}, sites, form)
    if "schedule" not in parts:
        parts["schedule"] = _schedule(form)
    parts["care"] = _care(study["care"], form)
    stream = StringIO()
    yaml.dump(study, stream)
    text = stream.getvalue()
    for part in PARTS:
        if part in parts:
            text = replaced(text, (part,), as_yaml({part: parts[part]}))
    path.write_text(text, "utf-8")
    return Placed(path, _faults(path))


def merge(form: Form, study: Path) -> Placed:
    """Puts the questionnaires of the form into a study file, in the place of those of the same names. Nothing is
    written where the check finds fault with the outcome; its lines are then those of the outcome."""
    text = read_text(study, str(study))
    found = _parts(form)["questionnaires"]
    if _has_questionnaires(text, study):
        for id, questions in found.items():
            text = replaced(text, ("questionnaires", id), as_yaml({id: questions}))
    else:
        text = replaced(text, ("questionnaires",), questionnaires_as_yaml(form))
    with NamedTemporaryFile(
        "w", dir=study.parent, prefix=f".{study.name}.", delete=False, encoding="utf-8"
    ) as file:
        file.write(text)
    draft = Path(file.name)
    try:
        faults = tuple(
            Fault(str(study), one.line, one.column, one.what, one.instead) for one in _faults(draft)
        )
        if not faults:
            draft.chmod(study.stat().st_mode & 0o777)
            draft.replace(study)
    finally:
        draft.unlink(missing_ok=True)
    return Placed(study, faults)


def _faults(path: Path) -> tuple[Fault, ...]:
    try:
        read_protocol(path)
    except StudyFileError as error:
        return tuple(error.faults)
    return ()


def _translated(study: CommentedMap, form: Form) -> None:
    """The sample's own texts, in the languages of the form; in English where it has no others."""
    for text in list(_texts(study)):
        names_files = text[FALLBACK] == INFORMATION.format(FALLBACK)
        said = {
            one: text.get(one, INFORMATION.format(one) if names_files else text[FALLBACK])
            for one in form.languages
        }
        _carry_remark(text, next(reversed(said)))
        text.clear()
        text.update(said)
    for one in form.languages:
        if one not in SAMPLE_LANGUAGES:
            why = "they are in English, to be translated"
            form.remarks.changed("survey", 0, f"the sample's own texts in {shown(one)}", why)


def _carry_remark(text: CommentedMap, last: str) -> None:
    """The lines after a text stay after it, whichever language comes last."""
    remarks = text.ca.items
    found = remarks.pop(next(reversed(text)), None)
    if found is not None:
        remarks[last] = found


def _texts(node: Any) -> Iterator[CommentedMap]:
    if isinstance(node, CommentedMap):
        if node and set(node) == SAMPLE_LANGUAGES and all(isinstance(said, str) for said in node.values()):
            yield node
        else:
            for value in node.values():
                yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)


def _information(form: Form, folder: Path, parts: dict[str, Any]) -> None:
    """One file for each language: of the form, or of the sample."""
    given = parts.get("consent", {}).get("information", {})
    said = {form.languages[0]: given} if isinstance(given, str) else given
    english = (folder / INFORMATION.format(FALLBACK)).read_text("utf-8")
    for one in form.languages:
        file = folder / INFORMATION.format(one)
        if said.get(one):
            file.write_text(said[one] + "\n", "utf-8")
        elif not file.exists():
            file.write_text(english, "utf-8")
    for one in SAMPLE_LANGUAGES - set(form.languages):
        (folder / INFORMATION.format(one)).unlink()
    if given:
        parts["consent"]["information"] = {one: INFORMATION.format(one) for one in form.languages}


def _drop_strange_sites(recruitment: dict[str, Any], sites: Container[str], form: Form) -> None:
    """A source of a site that the study does not have belongs to none."""
    for source in recruitment.get("sources", ()):
        if source.get("site") and source["site"] not in sites:
            why = "the study has no such site; write it at `sites`, and here again"
            tell = form.remarks.lost if "recruitment" in form.parts else form.remarks.changed
            tell("recruitment", 0, f"the site {source.pop('site')} of {source.get('id')}", why)


def _care(sample: CommentedMap, form: Form) -> dict[str, Any]:
    """The sample's words of distress, as its texts are. Its scores are of questions that the form may not have."""
    words = sample["words"]
    return {"words": {one: list(words.get(one, words[FALLBACK])) for one in form.languages}}


def _has_questionnaires(text: str, study: Path) -> bool:
    tree = grow(text, str(study))
    pairs = tree.pairs if isinstance(tree, Mapping) else ()
    return any(
        key.text == "questionnaires" and isinstance(value, Mapping) and value.pairs for key, value in pairs
    )


def _schedule(form: Form) -> dict[str, Any]:
    """Where the form does not say when: each questionnaire once, soon after the agreement."""
    why = "each questionnaire is asked once, an hour after the agreement; write your own times at `schedule`"
    form.remarks.changed("schedule", 0, "the form does not say when anything is asked", why)
    waves = [
        {"id": id, "ask": id, "once": "1h", "after": "consent", "expires": "3d"}
        for id in form.parts["questionnaires"]
    ]
    return {"quiet": "22:00-08:00", "waves": waves}
