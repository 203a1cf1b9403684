"""Screening and consent as a study file writes them."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from study.asked import Asked, check_condition
from study.faults import Report, meant, quoted
from study.fields import Fields, listed, unique
from study.instrument import AnswerType, Question
from study.places import Places
from study.protocol import Check, Consent, Scope, Screening, VoiceBounds
from study.questions import Series
from study.rhythm import items
from study.texts import NO_TEXT, Texts
from study.tree import Node
from study.values import duration, flag, text, word_id

_VERSION = re.compile(r"[0-9]{1,4}\.[0-9]{1,4}")
LONGEST_VOICE = timedelta(minutes=10)
OFTENEST, SELDOMEST = timedelta(days=7), timedelta(days=730)
"""Between two reminders of what was agreed to."""
WAYS = VOICE, TYPED = ("voice", "typed")
"""How people agree: aloud, and where they cannot, in writing."""
KEYED = frozenset({AnswerType.YES_NO, AnswerType.CHOICE, AnswerType.SCALE})
RIGHT = frozenset({AnswerType.YES_NO, AnswerType.CHOICE})
NOBODY = Consent(version="1.0", information=NO_TEXT, statement=NO_TEXT)


class Consenting:
    """Reads them for a study in these texts."""

    def __init__(self, texts: Texts) -> None:
        self._texts = replace(texts, coded=False)

    def screening(self, report: Report, node: Node, known: Mapping[str, Asked]) -> Screening:
        """Only what is chosen can be asked: nothing a person says is kept before they have agreed. `known` is what a
        condition may look at besides."""
        fields = Fields(report, node, "screening")
        why = "screening asks what is chosen by a key: yes-no, choice or scale"
        series = Series(self._texts, KEYED, why, "ask the questions of screening one by one", known)
        questions = fields.either("questions", series.read, ())
        eligible = check_condition(fields, "eligible", series.everything(), "in screening")
        if questions and fields.at("eligible") is None:
            report.fault(
                node, "screening has questions and no decision", 'write `eligible: adult and left == "after"`'
            )
        fields.finish()
        return Screening(questions=questions, eligible=eligible)

    def consent(self, report: Report, node: Node) -> Consent:
        fields = Fields(report, node, "consent")
        consent = Consent(
            version=fields.need("version", version, "1.0", 'write `version: "1.0"`'),
            information=fields.need("information", self._texts.information, NO_TEXT),
            checks=fields.either("check", self._checks, ()),
            statement=fields.need("statement", self._texts.sentence, NO_TEXT),
            voice=fields.either("voice", _voice, VoiceBounds()),
            scopes=fields.either("scopes", self._scopes, ()),
            changes=fields.may("changes", self._texts.sentence),
            remind=fields.may("remind", _remind),
            joint=fields.either("joint", flag, False),
            typed=fields.either("record", _record, False),
            custodian=fields.may("custodian", Places(self._texts, self._texts.folder).key),
        )
        fields.finish()
        return consent

    def _checks(self, report: Report, node: Node) -> tuple[Check, ...]:
        return tuple(
            self._check(report, item, number)
            for number, item in enumerate(listed(report, node, "the check"), 1)
        )

    def _check(self, report: Report, node: Node, number: int) -> Check:
        """One question of the comprehension check. It has no id of its own: nothing of it is kept but mistakes."""
        fields = Fields(report, node, "a question of the check")
        why = "the check asks what has one right answer: yes-no or choice"
        question = Series(self._texts, RIGHT, why).question(fields, f"check-{number}")
        for key in ("when", "remember"):
            if fields.at(key) is not None:
                report.fault(fields.place(key), f'a question of the check has no "{key}"', "leave it out")
        answer = fields.need("answer", text, "", "write the right one, such as `answer: yes`")
        explain = fields.may("explain", self._texts.piped)
        fields.finish()
        return Check(question=question, answer=_right(fields, question, answer), explain=explain)

    def _scopes(self, report: Report, node: Node) -> tuple[Scope, ...]:
        found: list[Scope] = []
        places: list[tuple[str, Node]] = []
        for item in listed(report, node, "scopes"):
            fields = Fields(report, item, "a scope")
            scope = Scope(
                id=fields.need("id", word_id, ""),
                ask=fields.need("ask", self._texts.sentence, NO_TEXT),
                required=fields.either("required", flag, False),
            )
            fields.finish()
            found.append(scope)
            places.append((scope.id, fields.place("id")))
        unique(report, places, "scope")
        if found and not any(scope.required for scope in found):
            what = "no scope is required, so somebody could agree to nothing"
            report.fault(node, what, "write `required: yes` at what the study cannot do without")
        return tuple(found)


def version(report: Report, node: Node) -> str | None:
    said = text(report, node)
    if said is None or _VERSION.fullmatch(said):
        return said
    report.fault(node, f"{quoted(said)} is not a version", 'write two numbers, such as "1.0"')
    return None


def _remind(report: Report, node: Node) -> timedelta | None:
    every = duration()(report, node)
    if every is not None and not OFTENEST <= every <= SELDOMEST:
        said = f"{OFTENEST.days}d to {SELDOMEST.days}d"
        report.fault(
            node, "a reminder that is as good as none, or a nuisance", f"write {said}, such as `remind: 90d`"
        )
        return None
    return every


def _record(report: Report, node: Node) -> bool:
    """Whether the agreement may be written instead of spoken."""
    ways = []
    for item in items(node):
        way = text(report, item)
        if way is not None and way not in WAYS:
            report.fault(item, f"{quoted(way)} is not a way to agree", "write `record: voice`")
            return False
        ways.append(way)
    if VOICE not in ways:
        report.fault(node, "nobody could agree aloud", f"write `record: [{', '.join(WAYS)}]`")
    return TYPED in ways


def _voice(report: Report, node: Node) -> VoiceBounds:
    fields = Fields(report, node, "voice")
    least = fields.either("at-least", duration(), VoiceBounds().at_least)
    most = fields.either("at-most", duration(), VoiceBounds().at_most)
    if least >= most:
        report.fault(
            fields.place("at-most"),
            "the longest voice is not longer than the shortest",
            "write a longer `at-most`",
        )
    elif most > LONGEST_VOICE:
        report.fault(fields.place("at-most"), "this is very long for one sentence", "write at most 10m")
    fields.finish()
    return VoiceBounds(at_least=least, at_most=most)


def _right(fields: Fields, question: Question, answer: str) -> str:
    """The right answer as `Check.answer` has it: "yes", "no" or an option's id."""
    if not answer or not question.types:
        return answer
    if AnswerType.YES_NO in question.types:
        plain = {"yes": "yes", "true": "yes", "no": "no", "false": "no"}.get(answer.lower())
        if plain is None:
            fields.report.fault(
                fields.place("answer"), f"{quoted(answer)} is neither yes nor no", "write yes or no"
            )
        return plain or ""
    known = [option.id for option in question.options]
    if known and answer not in known:
        fields.report.fault(
            fields.place("answer"), f"{quoted(answer)} is not one of the options", meant(answer, known)
        )
    return answer
