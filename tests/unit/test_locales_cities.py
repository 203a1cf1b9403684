"""Names of cities and countries in any language, and the time zones that they have."""

import subprocess
import sys
import zoneinfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from locales.cities import FILE, LONGEST, folded, zones_of
from locales.gathering import gathered
from locales.zones import links, principals

SPOKEN = {
    "Asia/Almaty": ["Алматы", "алматы", "Almaty", "Алма-Ата", "阿拉木图"],
    "Asia/Yerevan": ["Ереван", "г. Ереван", "город Ереван", "Yerevan", "Երևան", "Երեւան", "Армения", "AM, Yerevan"],
    "Asia/Tbilisi": ["თბილისი", "Тбилиси", "TBILISI", "Грузия", "საქართველო", "Georgia"],
    "Europe/Berlin": ["Berlin", "Берлин", "Берлин, Германия", "Berlin (Kreuzberg)", "  Berlin.  ", "«Берлин»"],
    "Europe/Belgrade": ["Белград", "Beograd", "Сербия", "Serbia"],
    "Europe/Istanbul": ["İstanbul", "ISTANBUL", "Стамбул", "Турция"],
    "Europe/Warsaw": ["Польша", "Polska", "Варшава", "Warszawa"],
    "Europe/Kyiv": ["Київ", "Киев", "Kiev", "Kyiv"],
    "America/New_York": ["Нью-Йорк", "Нью Йорк", "ньюйорк", "New York", "new-york"],
    "America/Sao_Paulo": ["São Paulo", "Sao Paulo", "Сан-Паулу"],
    "America/St_Johns": ["St. John’s", "St John's"],
    "Asia/Kolkata": ["Калькутта", "Kolkata"],
    "Asia/Seoul": ["서울", "Сеул"],
    "Asia/Tehran": ["تهران", "Тегеран"],
}  # fmt: skip
NO_PLACE = (
    "", " ", "\n", "?", "🙂", "Я", "да", "Устал.", "Сегодня был длинный день", "Батуми", "\x00", "\ud800", "ё" * 10_000,
    "Berlin " * 20, "berlin\t1", "1", ",,,", "г.",
)  # fmt: skip


@pytest.mark.parametrize(("zone", "names"), SPOKEN.items())
def test_a_city_in_any_language(zone: str, names: list[str]) -> None:
    assert {name: zones_of(name)[:1] for name in names} == dict.fromkeys(names, (zone,))


def test_a_country_has_all_its_zones_those_of_most_people_first() -> None:
    assert zones_of("Украина") == ("Europe/Kyiv", "Europe/Simferopol")
    assert zones_of("Portugal") == ("Europe/Lisbon", "Atlantic/Madeira", "Atlantic/Azores")
    assert len(zones_of("Россия")) > 20


@pytest.mark.parametrize("text", NO_PLACE)
def test_anything_else_is_no_place(text: str) -> None:
    assert zones_of(text) == ()


@given(st.text(max_size=LONGEST + 2))
def test_no_text_is_too_strange(text: str) -> None:
    assert set(zones_of(text)) <= zoneinfo.available_timezones()


def test_the_file_is_what_babel_says() -> None:
    """`python -m locales.gathering` makes it anew."""
    assert FILE.read_text("utf-8") == gathered()


def test_every_zone_is_there() -> None:
    zones = FILE.read_text("utf-8").partition("\n")[0].split()
    assert set(zones) == {one.zone for one in principals()} <= zoneinfo.available_timezones()
    assert {zones_of(zone.rpartition("/")[2].replace("_", " "))[0] for zone in zones} == set(zones)
    assert links()["Europe/Kiev"] == "Europe/Kyiv"


def test_every_name_can_be_found() -> None:
    names = [line.partition("\t")[0] for line in FILE.read_text("utf-8").splitlines()[1:]]
    assert names == sorted(set(names), key=str.encode)
    for name in (*names[:3], *names[::997], *names[-3:]):
        assert folded(name) == name
        assert zones_of(name)


def test_nothing_is_read_before_somebody_names_a_place() -> None:
    """Nor afterwards: a few pages of the file, of some hundreds."""
    program = (
        "import resource, locales.cities as cities\n"
        "assert not cities._lines.cache_info().currsize\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "assert cities.zones_of('Ереван')\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)\n"
    )
    grown = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert int(grown.stdout) < 4_000, "kilobytes"
