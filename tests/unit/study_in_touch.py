"""A study file that says all there is to say of staying in touch, to be read, to be broken and to be told."""
# ruff: noqa: E501 - as people write it

from study_good import GOOD

KEPT = """\
diary: {takes: [text, photo, place, video-note], longest: 5000, pieces: 12, within: 25 km}
buttons:
  - {id: border, label: {ru: Граница позади, en: I crossed a border}, ask: crossing, expires: 2d}
  - id: refused
    label: {ru: Мне отказали, en: I was refused}
    ask: crossing
ending:
  after: 365d
  say: {ru: "Спасибо, {code}.", en: "Thank you, {code}."}
  letter: quotes
keep: {contacts: 180d after end, media: 2y}
"""
WHOLE = (
    GOOD.replace(
        "schedule:\n",
        """\
  crossing:
    - {id: hours, ask: {ru: Долго ли?, en: Was it long?}, type: yes-no}
    - {id: where, ask: {ru: Где вы живёте?, en: Where do you live?}, type: choice, options: sites, sets: site}
    - {id: next, ask: {ru: Куда потом?, en: Where next?}, type: choice, options: {GE: {ru: В Грузию, en: To Georgia}, other: {ru: Не знаю, en: I do not know}}}
schedule:
  shift: {earlier: 1h, later: 1h}
  fewer: 1
  silence: 4
""",
    ).replace("remind: 1d}", "remind: 1d, late: 7d}")
    + KEPT
)
