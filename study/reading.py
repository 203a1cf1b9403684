"""A study file becomes a Protocol, or every fault in it at once."""

from datetime import date
from pathlib import Path

from study import ahead
from study.consenting import NOBODY, Consenting
from study.faults import Fault, Report, StudyFileError
from study.fields import Fields, listed
from study.knowing import arms, known, remembered
from study.lengths import units
from study.opening import read_text
from study.places import Places
from study.protocol import Approval, Protocol, Screening, Team
from study.questions import Questionnaires
from study.texts import NO_TEXT, Texts
from study.timing import Schedule
from study.tongues import languages
from study.tree import Mapping, Node, grow
from study.values import day, text, word_id
from study.waves import Waves

__all__ = ["Fault", "StudyFileError", "read_protocol"]

LONGEST_CONTACT = 200


def read_protocol(path: Path | str, *, today: date | None = None) -> Protocol:
    """The study in the file `path`. Raises StudyFileError with every fault found, in one pass. With `today`, an
    approval that was granted later than that is a fault too: this room has no clock of its own."""
    name = str(path)
    path = Path(path)
    tree = grow(read_text(path, name), name)
    report = Report(name)
    protocol = _Reading(report, tree, path.absolute().parent, today).protocol()
    report.close()
    return protocol


class _Reading:
    """One pass over the tree. What comes later in a study may refer to what comes before."""

    def __init__(self, report: Report, tree: Node, folder: Path, today: date | None) -> None:
        self._report = report
        self._today = today
        self._tree = tree
        self._folder = folder

    def protocol(self) -> Protocol:
        """Made of stand-ins where something is wrong; the report knows, and nobody sees it."""
        if not isinstance(self._tree, Mapping):
            instead = "begin with `study: an-id`; `restante study new DIR` writes a sample"
            self._report.fault(self._tree, "this is not a study", instead)
            self._report.close()
        fields = Fields(self._report, self._tree, "the study")
        before = len(self._report.faults)
        spoken = fields.need(
            "languages", languages, ("en",), "write `languages: [ru, en]`, the default first"
        )
        texts = Texts(spoken, self._folder, sure=len(self._report.faults) == before)
        places, consenting = Places(texts, self._folder), Consenting(texts)
        id = fields.need("study", word_id, "blank")
        title = fields.need("title", texts.name, NO_TEXT)
        team = fields.need(
            "team", lambda report, node: _team(report, node, texts), Team(name=NO_TEXT, contact="")
        )
        approvals = fields.either(
            "approvals", lambda report, node: _approvals(report, node, texts, self._today), ()
        )
        keys: dict[str, Path] = fields.need(
            "keys", places.keys, {}, "name two public keys, so that losing one is not the end"
        )
        sites = fields.need("sites", places.sites, ())
        here = [site.id for site in sites]
        sources, referrals = fields.either(
            "recruitment", lambda report, node: places.recruitment(report, node, here), ((), None)
        )
        everybody = known(here, spoken, [source.id for source in sources])
        screening = fields.either(
            "screening", lambda report, node: consenting.screening(report, node, everybody), Screening()
        )
        consent = fields.need("consent", consenting.consent, NOBODY)
        enrolled = everybody | arms(fields.at("schedule"))
        answers = remembered(self._report, self._tree)
        questionnaires = fields.either("questionnaires", Questionnaires(texts, enrolled, answers).read, ())
        asked = fields.at("questionnaires")
        names = tuple(key.text for key, _ in asked.pairs) if isinstance(asked, Mapping) else ()
        waves = Waves(names, enrolled, answers.everywhere(), questionnaires, screening.questions)
        schedule = fields.either("schedule", waves.read, Schedule())
        interviews = fields.may("interviews", ahead.interviews)
        care, keep = fields.may("care", ahead.care(spoken)), fields.may("keep", ahead.keep)
        fields.finish()
        return Protocol(
            id=id,
            title=title,
            languages=spoken,
            team=team,
            approvals=approvals,
            keys=keys,
            sites=sites,
            sources=sources,
            screening=screening,
            consent=consent,
            questionnaires=questionnaires,
            schedule=schedule,
            referrals=referrals,
            interviews=interviews,
            care=care,
            keep=keep,
            folder=self._folder,
        )


def _team(report: Report, node: Node, texts: Texts) -> Team:
    fields = Fields(report, node, "the team")
    team = Team(
        name=fields.need("name", texts.name, NO_TEXT),
        contact=fields.need("contact", text, "", "write where people reach you, such as an e-mail address"),
    )
    if units(team.contact) > LONGEST_CONTACT:
        report.fault(
            fields.place("contact"),
            "this is long for a contact",
            f"write at most {LONGEST_CONTACT} characters",
        )
    fields.finish()
    return team


def _approvals(report: Report, node: Node, texts: Texts, today: date | None) -> tuple[Approval, ...]:
    found = []
    for item in listed(report, node, "approvals"):
        fields = Fields(report, item, "an approval")
        body = fields.need("body", texts.proper_name, NO_TEXT)
        reference, granted = fields.need("reference", text, ""), fields.may("granted", day)
        if fields.whole and fields.at("granted") is None:
            report.fault(
                item, 'an approval has no "granted"', "write the date, such as `granted: 2023-03-14`"
            )
        if granted is not None and today is not None and granted > today:
            report.fault(
                fields.place("granted"),
                f"{granted} is still to come",
                "write the date of the approval once it is given; until then, leave it out",
            )
        fields.finish()
        if granted is not None:
            found.append(Approval(body=body, reference=reference, granted=granted))
    return tuple(found)
