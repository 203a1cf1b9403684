"""What becomes of each thing that a form can have."""

from pathlib import Path
from typing import Any

import pytest
from xlsform_forms import YES_NO, book, form, questions, restante

from study.reading import read_protocol
from study.xlsform.telling import Remarks
from study.xlsform.yaml import as_yaml

CHOICES = (
    YES_NO
    + """
    why       | Work     | Work
    why       | safety 1 | I did not feel safe
    why       | other    | Something else
    ticks     | 0        | hard
    ticks     | 10       | well
    tick      | ok       | I have read this
    one       | 1        | Да
    one       | 0        | Нет
"""
)

# A row of `survey` (type | name | label | constraint | parameters | required), and the question that comes of it.
ROWS: list[tuple[str, dict[str, Any]]] = [
    ("integer | n | How many? | . >= 0 and . < 21", {"type": "number", "from": 0, "to": 20}),
    ("decimal | n | How much? | . > 0 and 10 >= .", {"type": "number", "decimals": 2, "from": 0, "to": 10}),
    ("range | n | How? | | start=0 end=10 step=1 tick_labelset=ticks",
     {"type": "scale", "from": 0, "to": 10, "from-label": "hard", "to-label": "well"}),
    ("range | n | How?", {"type": "scale", "from": 1, "to": 10}),
    ("text | n | Say. | string-length(.) >= 10 and string-length(.) <= 2000",
     {"type": "text", "at-least": 10, "at-most": 2000}),
    ("string | n | Say. | string-length(.) > 0", {"type": "text", "at-least": 1}),
    ("note | n | Hello.", {"type": "note"}),
    ("date | n | When? | . >= date('2022-02-24') and . <= today()",
     {"type": "date", "from": "2022-02-24", "to": "today"}),
    ("time | n | When? | . >= '04:00' and decimal-time(.) <= decimal-time('14:00')",
     {"type": "time", "from": "04:00", "to": "14:00"}),
    ("geopoint | n | Where?", {"type": "place", "within": "10km"}),
    ("image | n | Show.", {"type": "photo"}),
    ("audio | n | Tell.", {"type": "voice"}),
    ("select_one yn | n | So?", {"type": "yes-no"}),
    ("select_one one | n | So?", {"type": "yes-no"}),
    ("select_multiple tick | n | So?", {"type": "yes-no"}),
    ("select one from why | n | Why? | | randomize=true | yes",
     {"type": "choice", "order": "random", "required": "yes",
      "options": {"work": "Work", "safety_1": "I did not feel safe", "other": "Something else"}}),
    ("select_multiple why | n | Why? | count-selected(.) <= 2 and not(selected(., 'other') and count-selected(.) > 1)",
     {"type": "choices", "alone": ["other"], "at-most": 2,
      "options": {"work": "Work", "safety_1": "I did not feel safe", "other": "Something else"}}),
]  # fmt: skip
HEAD = "type | name | label | constraint | parameters | required\n"


@pytest.mark.parametrize(
    ("row", "question"), ROWS, ids=[row.split(" |")[0] + str(at) for at, (row, _) in enumerate(ROWS)]
)
def test_a_row_becomes_a_question(tmp_path: Path, row: str, question: dict[str, Any]) -> None:
    padded = " | ".join(row.split(" | ") + [""] * (5 - row.count(" | ")))
    read = form(tmp_path, HEAD + padded, CHOICES)
    [found] = questions(read)
    said = {key: {"en": one} for key, one in question.items() if key.endswith("-label")}
    said |= (
        {"options": {key: {"en": one} for key, one in question["options"].items()}}
        if "options" in question
        else {}
    )
    plain = {
        key: str(one) if key in ("from", "to") and question["type"] == "date" else one
        for key, one in found.items()
    }
    assert plain == {"id": "n", "ask": {"en": row.split(" | ")[2]}} | question | said
    assert read.remarks.losses == ()


# What is lost, and why: the whole of `survey` after its head, and the words that tell of it.
LOST = [
    ("datetime | n | When?", "row 2: n, of type datetime: the bot asks a date or a time; ask two questions"),
    ("rank why | n | Order?", "row 2: n, of type rank: nothing can be put in an order here"),
    ("geotrace | n | Walk.", "row 2: n, of type geotrace: the bot takes one place at a time"),
    ("video | n | Film.", "row 2: n, of type video"),
    ("deviceid | n | ", "row 2: n, of type deviceid: the bot asks nothing that says who somebody is"),
    ("frobnicate | n | X", "row 2: n, of type frobnicate: no such type is known"),
    (" | n | X", "row 2: n, without a type: no such type is known"),
    ("hidden | n | ", "row 2: n, of type hidden"),
    ("select_one nolist | n | X", "row 2: n: there is no list “nolist” in the sheet choices"),
    ("select_one_from_file a.csv | n | X", "row 2: n, of type select_one_from_file"),
    ("acknowledge | n | X", "row 2: n, a thing to acknowledge: it is a note here"),
    ("calculate | n | ", "row 2: the calculation n: it breaks off"),
    ("text | n | ", "row 2: n: it has no label; its name stands for it"),
    ("text | n | X | regex(., '^[0-9]+$')", "row 2: the constraint of n: answers are bounded by from, to"),
    ("integer | n | X | . != 13", "row 2: the constraint of n: one value cannot be left out"),
    (
        "integer | n | X | . > ${m}",
        "row 2: the constraint of n: what bounds an answer is a value written here",
    ),
    ("integer | n | X | . >", "row 2: the constraint of n: it breaks off"),
    (
        "range | n | X | | start=0 end=100 step=5",
        "row 2: the step of n: every whole number between can be answered",
    ),
    (
        "range | n | X | . > 10 | start=0 end=10",
        "row 2: the constraint of n: it leaves no two points of the scale",
    ),
    (
        "integer | n | X | . >= 10 and . <= 5",
        "row 2: the constraint of n: from 10 to 5 is nothing that could be answered",
    ),
    (
        "text | n | X | string-length(.) > 9000",
        "row 2: the constraint of n: at-least 9001 characters can never be",
    ),
    ("range | n | X | | start=a end=b", "row 2: the parameters of n: they are no numbers"),
    ("text | n | X | | | ${m} = 1", "row 2: required of n: it is yes or no here, for everybody"),
    ("text | n | Hello ${m}", "row 2: ${m} in a text: there is no question “m” in the form"),
    ("text | n | <script>alert(1)</script>Hello", "row 2: <script> in “Hello”: no program runs in a message"),
]


@pytest.mark.parametrize(("row", "words"), LOST, ids=[row for row, _ in LOST])
def test_what_is_lost_is_told_with_its_row(tmp_path: Path, row: str, words: str) -> None:
    padded = " | ".join(row.split(" | ") + [""] * (5 - row.count(" | ")))
    read = form(tmp_path, HEAD + padded + "\ntext | last | The last | | |", CHOICES)
    told = [str(loss) for loss in read.remarks.losses]
    assert len(told) == 1, told
    assert told[0].startswith(f"survey, {words}"), told


COLUMNS = [
    ("appearance", "likert", False, "the column appearance, in 1 row: how it looks"),
    (
        "constraint_message",
        "No!",
        False,
        "the column constraint_message, in 1 row: the bot says in words of its own",
    ),
    ("default", "7", True, "default “7”: nothing is answered beforehand"),
    ("choice_filter", "a=b", True, "choice_filter “a=b”: options do not depend on answers"),
    ("media::image", "a.png", True, "the column media::image, in 1 row: a question is words"),
    ("calculation", "1 + 1", True, "calculation “1 + 1”: what is asked is not worked out"),
    ("bind::odk:tag", "x", True, "the column bind::odk:tag, in 1 row"),
    ("comments of mine", "x", True, "the column comments_of_mine, in 1 row: no such column is known"),
    ("label::Klingon", "nuq", True, "the column label::Klingon: this language has no code that is known"),
]


@pytest.mark.parametrize(("column", "cell", "lost", "words"), COLUMNS, ids=[one[0] for one in COLUMNS])
def test_columns_without_a_place_are_told(
    tmp_path: Path, column: str, cell: str, lost: bool, words: str
) -> None:
    read = form(tmp_path, f"type | name | label | {column}\ntext | n | X | {cell}")
    told = [str(one) for one in (read.remarks.losses if lost else read.remarks.changes)]
    assert [one for one in told if words in one], told
    assert bool(read.remarks.losses) == lost


def test_a_form_of_a_team_as_somebody_would_have_written_it(tmp_path: Path) -> None:
    survey = """
        type                  | name        | label::Russian (ru)      | label::English (en)  | hint::English (en) | relevant               | constraint | repeat_count         | calculation
        start                 | start       |                          |                      |                    |                        |            |                      |
        integer               | companions  | Сколько <b>людей</b>?    | How <b>many</b>?     | With you.          |                        | . >= 0     |                      |
        select_one yn         | adult       | Вам 18?                  | Are you 18?          |                    |                        |            |                      |
        select_one why or_other | why       | Почему?                  | Why?                 |                    | ${adult} != 'no'       |            |                      |
        begin_group           | outer       | Дорога                   | The road             |                    | ${adult} = 'yes'       |            |                      |
        begin_repeat          | person      | Человек ${pos}           | Person ${pos}        |                    | ${companions} > 0      |            | min(${companions}, 5) |
        calculate             | pos         |                          |                      |                    |                        |            |                      | position(..)
        select_one yn         | friend      | Друг?                    | A friend of ${companions}? |              |                        |            |                      |
        select_one yn         | together    | Вместе?                  | Together?            |                    | ${friend} = 'yes'      |            |                      |
        end_repeat            |             |                          |                      |                    |                        |            |                      |
        note                  | thanks      | Спасибо                  | Well {done}          |                    |                        |            |                      |
        end_group             |             |                          |                      |                    |                        |            |                      |
        begin_repeat          | stop        | Остановка                | A stop               |                    |                        |            |                      |
        text                  | country     | Где?                     | Where?               |                    |                        |            |                      |
        end_repeat            |             |                          |                      |                    |                        |            |                      |
        calculate             | lone        |                          |                      |                    |                        |            |                      | ${companions} = 0
        text                  | alone       | Почему вы одни?          | Why alone?           |                    | ${lone}                |            |                      |
    """  # noqa: E501 - a table
    choices = """
        list_name | name   | label::Russian (ru) | label::English (en)
        yn        | yes    | Да                  | Yes
        yn        | no     | Нет                 | No
        why       | work   | Работа              | Work
        why       | safety | Безопасность        | Safety
    """
    settings = "form_title | form_id | default_language\nДорога | Road Form | Russian (ru)"
    path = book(tmp_path / "form.xlsx", survey=survey, choices=choices, settings=settings)
    said = restante("import", path, "--out", tmp_path / "study")
    assert (said.code, said.err) == (0, ""), said.out
    text = (tmp_path / "study" / "study.yaml").read_text("utf-8")
    assert (
        """
questionnaires:
  road_form:
    - id: companions
      ask:
        ru: Сколько **людей**?
        en: |-
          How **many**?

          With you.
      type: number
      from: 0
    - {id: adult, ask: {ru: Вам 18?, en: Are you 18?}, type: yes-no}
    - id: why
      ask: {ru: Почему?, en: Why?}
      type: choice
      options: {work: {ru: Работа, en: Work}, safety: {ru: Безопасность, en: Safety}, other: {ru: Другое, en: Other}}
      when: not adult == False
    - {id: why_other, ask: {ru: Что именно?, en: What is it?}, type: text, when: why == "other"}
    - {id: outer, ask: {ru: Дорога, en: The road}, type: note, when: adult}
    - group: person
      title: {ru: "Человек {n}", en: "Person {n}"}
      when: adult and companions > 0
      repeat: {times: companions, at-most: 5}
      questions:
        - {id: friend, ask: {ru: Друг?, en: "A friend of {companions}?"}, type: yes-no}
        - {id: together, ask: {ru: Вместе?, en: Together?}, type: yes-no, when: friend}
    - {id: thanks, ask: {ru: Спасибо, en: "Well {{done}}"}, type: note, when: adult}
    - group: stop
      title: {ru: Остановка, en: A stop}
      repeat: {again: {ru: Есть ещё?, en: Is there another one?}, at-most: 10}
      questions:
        - {id: country, ask: {ru: Где?, en: Where?}, type: text}
    - {id: alone, ask: {ru: Почему вы одни?, en: Why alone?}, type: text, when: companions == 0}
"""
        in text
    )
    protocol = read_protocol(tmp_path / "study" / "study.yaml")
    assert (protocol.id, protocol.languages, protocol.title.say("en")) == (
        "road_form",
        ("ru", "en"),
        "Дорога",
    )
    assert [wave.ask for wave in protocol.schedule.waves] == ["road_form"]
    assert "start, of type start: the bot keeps the time of each answer anyway" in said.out
    assert "each questionnaire is asked once, an hour after the agreement" in said.out
    assert "# Who can take part." in text  # the sample's own words about what is left of it


def test_printed_for_a_study_that_is_there(tmp_path: Path) -> None:
    restante("new", tmp_path / "study")
    study = tmp_path / "study" / "study.yaml"
    before = study.read_bytes()
    path = book(tmp_path / "form.xlsx", survey="type | name | label\ntext | one | Say it.", choices=YES_NO)
    said = restante("import", path, "--study", study)
    assert said.code == 1  # it is in one language of two
    assert said.out == (
        "questionnaires:\n  form:\n    - {id: one, ask: {ru: Say it., en: Say it.}, type: text}\n"
    )
    assert "survey, row 1: the texts in English (en): the form does not have it" in said.err
    assert study.read_bytes() == before


def test_merged_with_every_comment_where_it_was(tmp_path: Path) -> None:
    restante("new", tmp_path / "study")
    study = tmp_path / "study" / "study.yaml"
    before = study.read_text("utf-8")
    survey = "type | name | label::ru | label::en\ntext | one | Скажите. | Say it."
    path = book(tmp_path / "form.xlsx", survey=survey, choices=YES_NO)
    for _ in range(2):
        assert restante("import", path, "--study", study, "--merge").code == 0
    new = "  form:\n    - {id: one, ask: {ru: Скажите., en: Say it.}, type: text}\n"
    assert study.read_text("utf-8") == before.replace(
        "\n# Words of distress", f"{new}\n# Words of distress", 1
    )
    assert len(read_protocol(study).questionnaires) == 3
    month = book(tmp_path / "month.xlsx", survey=survey, choices=YES_NO)
    said = restante("import", month, "--study", study, "--merge")
    assert said.code == 0
    assert [len(one.questions) for one in read_protocol(study).questionnaires] == [4, 1, 1]


def test_nothing_is_merged_that_the_check_finds_fault_with(tmp_path: Path) -> None:
    restante("new", tmp_path / "study")
    study = tmp_path / "study" / "study.yaml"
    study.write_text(
        study.read_text("utf-8").replace("signal: {times: 1,", "when: same_country, signal: {times: 1,"),
        "utf-8",
    )
    before = study.read_bytes()
    path = book(
        tmp_path / "month.xlsx",
        survey="type | name | label::ru | label::en\ntext | one | Да | Yes",
        choices=YES_NO,
    )
    said = restante("import", path, "--study", study, "--merge")
    assert said.code == 1
    assert "finds fault with what came of it" in said.err
    assert "same_country" in said.err
    assert study.read_bytes() == before
    assert sorted(one.name for one in study.parent.iterdir() if one.name.startswith(".")) == []


def test_words_that_do_not_go_together_are_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "form.xlsx", survey="type | name | label\ntext | one | Say it.", choices=YES_NO)
    assert restante("import", path, "--merge").code == 2
    assert restante("import", path, "--study", tmp_path / "s.yaml", "--out", tmp_path / "x").code == 2
    assert restante("import", path, "--study", tmp_path / "no.yaml").code == 2
    assert restante("import", path, "--out", tmp_path / "new").code == 0
    again = restante("import", path, "--out", tmp_path / "new")
    assert (again.code, again.out) == (2, "")
    assert "already there" in again.err


def test_another_language_gets_a_sample_to_translate(tmp_path: Path) -> None:
    survey = "type | name | label::French (fr)\ntext | one | Dites-le."
    path = book(tmp_path / "enquete.xlsx", survey=survey, choices=YES_NO)
    said = restante("import", path, "--out", tmp_path / "study")
    assert said.code == 0, said.out + said.err
    assert "the sample's own texts in French (fr): they are in English, to be translated" in said.out
    protocol = read_protocol(tmp_path / "study" / "study.yaml")
    assert protocol.languages == ("fr",)
    assert protocol.questionnaires[0].questions[0].ask.say("fr") == "Dites-le."
    assert sorted(path.name for path in (tmp_path / "study" / "texts").iterdir()) == ["information.fr.md"]


def test_remarks_of_the_sample_stay_where_they_were_in_another_order_of_languages(tmp_path: Path) -> None:
    survey = "type | name | label::English (en) | label::Russian (ru)\ntext | one | Say it. | Скажите."
    path = book(tmp_path / "form.xlsx", survey=survey, choices=YES_NO)
    assert restante("import", path, "--out", tmp_path / "study").code == 0
    lines = (tmp_path / "study" / "study.yaml").read_text("utf-8").splitlines()
    assert "languages: [en, ru]" in "\n".join(lines)
    said = next(number for number, line in enumerate(lines) if "Said aloud by the participant" in line)
    assert lines[said - 1].lstrip().startswith("ru:")
    assert lines[said + 1] == "  statement:"


def test_remarks_come_in_the_order_of_the_form() -> None:
    remarks = Remarks()
    remarks.lost("survey", 9, "b", "why")
    remarks.lost("survey", 2, "a", "why")
    remarks.lost("survey", 2, "a", "why")
    assert [str(one) for one in remarks.losses] == ["survey, row 2: a: why", "survey, row 9: b: why"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"a": {"b": {"c": 1}}}, "a:\n  b: {c: 1}\n"),
        ({"a": "x, y", "b": ["x, y"]}, 'a: x, y\nb: ["x, y"]\n'),
        ({"when": 'a in ["x"]'}, 'when: a in ["x"]\n'),
        ({"q": [{"when": 'a in ["x"]'}]}, "q:\n  - {when: 'a in [\"x\"]'}\n"),
        ({"a": "- x", "b": "it's: so", "c": " x"}, 'a: \'- x\'\nb: "it\'s: so"\nc: " x"\n'),
        ({"a": "x\n\ny"}, "a: |-\n  x\n\n  y\n"),
        ({"a": "no", "b": "12:30", "c": 3, "d": "3"}, "a: no\nb: 12:30\nc: 3\nd: '3'\n"),
    ],
)
def test_yaml_as_people_write_it(data: dict[str, Any], text: str) -> None:
    assert as_yaml(data) == text
