"""A number: with a point or a comma, blanks between thousands, its unit. What nobody can be sure of is none."""

TYPE = "number"
FIELDS = {"low": -5, "high": 20000, "decimals": 2, "unit": {"ru": "евро", "en": "euros"}}
SHOWN = {"ru": [["Не хочу отвечать", "Пропустить"]], "en": [["I’d rather not say", "Skip"]]}
VALUES: list[object] = []
READ = {
    "12": 12.0,
    " 12,5 ": 12.5,
    "12.50": 12.5,
    "12.05": 12.05,
    "0": 0.0,
    "-3": -3.0,
    "−3,25": -3.25,
    "+7": 7.0,
    "1 200": 1200.0,
    "1\u00a0200,5": 1200.5,
    "1'200": 1200.0,
    "٣": 3.0,
    "12 евро": 12.0,
    "12 EUROS.": 12.0,
    "12.": 12.0,
    "007": 7.0,
    "двенадцать": None,
    "12 долларов": None,
    "12-15": None,
    "1 2": None,
    "1.200,50": None,
    "12.5.2024": None,
    "1e3": None,
    "0x10": None,
    "∞": None,
    "nan": None,
    "½": None,
    "²": None,
    "": None,
    ",": None,
    "-": None,
    "9" * 5000: None,
    "😀": None,
}
REFUSED = {
    "20000,01": "hint.number-between",
    "-5.5": "hint.number-between",
    "99999999": "hint.number-between",
    "12,345": "hint.number-decimals",
    "1.000": "hint.number-decimals",
    "0.0001": "hint.number-decimals",
}
HINT = "hint.number-between"
TAKES: set[str] = set()
