"""Whatever stands in a form: it is read or refused with a sentence, the study that comes of it is in order, and goes to
XLSForm and back."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from xlsform_forms import YES_NO, book

from study.reading import read_protocol
from study.xlsform.book_out import check_with_pyxform, write_book
from study.xlsform.forming import read_form
from study.xlsform.leaving import as_sheets
from study.xlsform.placing import new_study
from study.xlsform.telling import NoXLSForm

HEAD = (
    "type",
    "name",
    "label",
    "relevant",
    "constraint",
    "parameters",
    "repeat_count",
    "calculation",
    "required",
    "remember",
)
LISTS = YES_NO + "why | x | X\nwhy | y | Y\nwhy | z z | X\ntick | ok | OK\n"
LISTS += "\n".join(f"long | {number} | L{number}" for number in range(30))
TYPES = ["integer", "decimal", "text", "note", "date", "time", "range", "geopoint", "image", "audio", "today", "hidden",
         "calculate", "select_one yn", "select_one why", "select_one why or_other", "select_multiple why",
         "select_multiple why or_other", "select_one long", "select_one nope", "select_multiple tick", "rank why",
         "begin_group", "begin_repeat", "end"]  # fmt: skip
NAMES = ["a", "b", "c", "d", "e", "f", "B-1", "class", "today", "имя", "site", "1x", "a" * 60, ""]
CONDITIONS = ["${a} = 1", "${b} = 'yes'", "selected(${c}, 'x')", "${d} < today()", "not(${e} = 'x')", "${a} > ${b}",
              "count-selected(${c}) > 1", "${f} != ''", "${a} + ${b} > 3", "true()", "bad(", "${site} = 'AM'",
              "${today} > ${d}", "${b} = 'x' or ${b} = 'y'"]  # fmt: skip
CONSTRAINTS = [". > 3", ". >= 0 and . <= 10", "string-length(.) < 10", "count-selected(.) >= 1",
               "count-selected(.) <= 9", ". < today()", ". >= '08:00'",
               "not(selected(., 'x') and count-selected(.) > 1)", ". > 10 and . < 5",
               "regex(., 'a')", "string-length(.) >= 5 and string-length(.) <= 2", ". >= 0.5", ". > 1.5", ". = 3",
               "count-selected(.) >= 5", "string-length(.) < 1", ". >= 99999999999999"]  # fmt: skip
LABELS = ["Hello", "Hi ${a}", "Hi ${b} and ${n}", "<b>x</b>", "{x}", "", "[l](https://a.b/${a})", "a" * 70,
          "# Head", "} {", "[x](http://x)", "* a", "---", "_", "**", "=1+1"]  # fmt: skip


def maybe(values: list[str]) -> st.SearchStrategy[str]:
    return st.one_of(st.just(""), st.sampled_from(values))


ROWS = st.lists(
    st.tuples(
        st.sampled_from(TYPES),
        st.sampled_from(NAMES),
        st.sampled_from(LABELS),
        maybe(CONDITIONS),
        maybe(CONSTRAINTS),
        maybe(
            [
                "randomize=true",
                "start=0 end=10 step=1",
                "start=5 end=1",
                "start=0 end=1 step=0.1",
                "start=1 end=1",
            ]
        ),
        maybe(["${a}", "min(${a}, 3)", "3", "${b}"]),
        maybe([*CONDITIONS, "position(..)"]),
        maybe(["yes"]),
        maybe(["yes"]),
    ),
    min_size=1,
    max_size=10,
)


def balanced(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """With every group closed."""
    found: list[tuple[str, ...]] = []
    opened: list[str] = []
    for row in [*rows, *[("end",)] * len(rows)]:
        if row[0] == "end":
            found += [(f"end_{opened.pop()}",)] if opened else []
        else:
            found.append(row)
            opened += [row[0].removeprefix("begin_")] if row[0].startswith("begin_") else []
    return found


@settings(max_examples=6, deadline=None)
@given(rows=ROWS)
def test_any_form_becomes_a_study_in_order(rows: list[tuple[str, ...]]) -> None:
    with TemporaryDirectory() as made:
        folder = Path(made)
        survey = "\n".join(" | ".join(row) for row in [HEAD, *balanced(rows)])
        path = book(folder / "form.xlsx", survey=survey, choices=LISTS)
        try:
            form = read_form(path)
        except NoXLSForm:
            return  # nothing is asked in it
        placed = new_study(form, folder / "study")
        assert placed.faults == (), placed.study.read_text("utf-8")
        protocol = read_protocol(placed.study)
        sheets = as_sheets(protocol, placed.study)
        write_book(folder / "out.xlsx", sheets.rows, sheets.remarks)
        check_with_pyxform(folder / "out.xlsx")
        back = read_form(folder / "out.xlsx")
        assert back.remarks.losses == ()
        again = new_study(back, folder / "again")
        assert again.faults == ()
        assert read_protocol(again.study).questionnaires == protocol.questionnaires
