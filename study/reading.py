"""A study file becomes a Protocol, or every fault in it at once."""

from dataclasses import replace
from datetime import date
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from study import ahead
from study.caring import Caring
from study.chat import Chat, read_chat
from study.consenting import NOBODY, Consenting
from study.faults import Fault, Report, StudyFileError
from study.fields import Fields
from study.growing import grow
from study.keeping import read_keep
from study.knowing import arms, known, pressed, remembered
from study.opening import read_text
from study.places import Places
from study.protocol import Protocol, Screening, Team
from study.questions import Questionnaires
from study.team import approvals, read_team
from study.texts import NO_TEXT, Texts
from study.timing import Schedule
from study.tongues import languages
from study.touch import Diary
from study.touching import Buttons, read_diary, read_ending
from study.tree import Mapping, Node
from study.values import word_id
from study.waves import Waves

__all__ = ["Fault", "StudyFileError", "read_protocol"]


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


Part = dict[str, Any]
"""Some of what a Protocol is made of."""


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
        texts = self._texts(fields)
        who, where = self._who(fields, texts), self._where(fields, texts)
        texts = replace(texts, sites={site.id: site.name for site in where["sites"]})
        asked = self._asked(fields, texts, where)
        touch, later = _touch(fields, texts, asked), _later(fields)
        fields.finish()
        return Protocol(**who, **where, **asked, **touch, **later, folder=self._folder)

    def _texts(self, fields: Fields) -> Texts:
        """What reads every text of the study, in its languages."""
        before = len(self._report.faults)
        instead = "write `languages: [ru, en]`, the default first"
        spoken = fields.need("languages", languages, ("en",), instead)
        return Texts(spoken, self._folder, sure=len(self._report.faults) == before)

    def _who(self, fields: Fields, texts: Texts) -> Part:
        """The study, and who asks."""
        return {
            "languages": texts.languages,
            "id": fields.need("study", word_id, "blank"),
            "title": fields.need("title", texts.name, NO_TEXT),
            "team": fields.need("team", partial(read_team, texts=texts), Team(name=NO_TEXT, contact="")),
            "approvals": fields.either("approvals", partial(approvals, texts=texts, today=self._today), ()),
        }

    def _where(self, fields: Fields, texts: Texts) -> Part:
        """To which keys everything is sealed, where people live, and how they come."""
        places = Places(texts, self._folder)
        keys: dict[str, Path] = fields.need(
            "keys", places.keys, {}, "name two public keys, so that losing one is not the end"
        )
        sites = fields.need("sites", places.sites, ())
        here = [site.id for site in sites]
        sources, referrals = fields.either(
            "recruitment", lambda report, node: places.recruitment(report, node, here), ((), None)
        )
        return {"keys": keys, "sites": sites, "sources": sources, "referrals": referrals}

    def _asked(self, fields: Fields, texts: Texts, where: Part) -> Part:
        """What is asked before consent, what people agree to, and what they are asked when."""
        consenting = Consenting(texts)
        here, ways = [site.id for site in where["sites"]], [source.id for source in where["sources"]]
        everybody = known(here, texts.languages, ways)
        screening = fields.either(
            "screening", lambda report, node: consenting.screening(report, node, everybody), Screening()
        )
        consent = fields.need("consent", consenting.consent, NOBODY)
        enrolled = everybody | arms(fields.at("schedule"))
        answers = remembered(self._report, self._tree)
        questionnaires = fields.either("questionnaires", Questionnaires(texts, enrolled, answers).read, ())
        asked = fields.at("questionnaires")
        names = tuple(key.text for key, _ in asked.pairs) if isinstance(asked, Mapping) else ()
        begun = pressed(fields.at("buttons"))
        scopes = {scope.id: scope.required for scope in consent.scopes}
        waves = Waves(
            names, enrolled, answers.everywhere(), questionnaires, screening.questions, begun, scopes
        )
        return {
            "screening": screening,
            "consent": consent,
            "questionnaires": questionnaires,
            "schedule": fields.either("schedule", waves.read, Schedule()),
        }


def _touch(fields: Fields, texts: Texts, asked: Part) -> Part:
    """How the study stays in touch beside its waves, how it ends, and what is kept how long."""
    listed = fields.at("questionnaires")
    names = tuple(key.text for key, _ in listed.pairs) if isinstance(listed, Mapping) else ()
    waves = [wave.id for wave in asked["schedule"].waves]
    ending = partial(read_ending, texts=texts, scopes=asked["consent"].scopes)
    return {
        "diary": fields.either("diary", read_diary, Diary()),
        "buttons": fields.either("buttons", Buttons(texts, names, waves).read, ()),
        "ending": fields.may("ending", ending),
        "chat": fields.either("chat", read_chat, Chat()),
        "keep": fields.may("keep", read_keep),
        "care": fields.may("care", _caring(fields, texts, asked).read),
    }


def _caring(fields: Fields, texts: Texts, asked: Part) -> Caring:
    """(A question that has a fault of its own may be missing here.)"""
    screening: Screening = asked["screening"]
    series = (one.questions for one in asked["questionnaires"])
    questions = (*screening.questions, *chain.from_iterable(series))
    return Caring(texts.languages, questions, whole=not fields.report.faults)


def _later(fields: Fields) -> Part:
    """What is read, and not acted on yet."""
    return {
        "interviews": fields.may("interviews", ahead.interviews),
    }
