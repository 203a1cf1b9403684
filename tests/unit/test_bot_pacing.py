"""How fast the bot speaks: arithmetic only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import Bucket, Kind, Pace
from bot.patience import pause

A, B, C = b"a", b"b", b"c"


def send(pace: Pace, lane: bytes, now: float, kind: Kind = Kind.CHAT) -> None:
    pace.begin()
    pace.spend(lane, now, kind)


def test_a_chat_gets_a_burst_then_one_a_second() -> None:
    pace = Pace(chat_rate=1, chat_burst=3)
    for _ in range(3):
        assert A not in pace.closed(100.0)
        send(pace, A, 100.0)
    assert pace.closed(100.0) == {A}
    assert pace.next_opening(100.0) == pytest.approx(1.0)
    assert pace.closed(100.9) == {A}
    assert pace.closed(101.0) == set()
    send(pace, A, 101.0)
    assert pace.closed(101.5) == {A}


def test_another_chat_does_not_wait_for_it() -> None:
    pace = Pace(chat_burst=1)
    send(pace, A, 0.0)
    assert pace.closed(0.0) == {A}
    assert pace.room(0.0) == 15


def test_edits_and_answers_to_taps_do_not_count_against_the_chat() -> None:
    pace = Pace(chat_burst=1)
    send(pace, A, 0.0, Kind.OTHER)
    send(pace, A, 0.0, Kind.OTHER)
    assert pace.closed(0.0) == set()
    assert pace.room(0.0) == 14


def test_a_group_gets_twenty_a_minute() -> None:
    pace = Pace()
    send(pace, A, 0.0, Kind.GROUP)
    assert pace.closed(2.9) == {A}
    assert pace.closed(3.0) == set()


def test_thirty_a_second_in_all_and_never_more_in_any_second() -> None:
    """A request may have arrived as late as its answer says: its place is free a second after that."""
    pace = Pace(rate=30, at_once=100)
    for number in range(30):
        send(pace, b"%d" % number, 5.0)
    assert pace.room(5.0) == 0
    assert pace.next_opening(5.0) is None  # all are on their way: an answer is what opens next
    for number in range(30):
        pace.landed(5.0 + number / 100)
    assert pace.room(5.9) == 0
    assert pace.next_opening(5.9) == pytest.approx(0.1)
    assert pace.room(6.0) == 1
    assert pace.room(6.145) == 15
    assert pace.room(7.0) == 30


def test_no_more_places_than_there_are() -> None:
    pace = Pace(rate=30, at_once=3)
    for lane in (A, B, C):
        send(pace, lane, 0.0)
    assert pace.room(0.0) == 0
    pace.landed(0.1)
    assert pace.room(0.1) == 1


@given(st.lists(st.tuples(st.floats(0, 0.3), st.floats(0, 0.5), st.floats(0, 1)), min_size=40, max_size=120))
def test_in_no_second_do_more_arrive_than_allowed(steps: list[tuple[float, float, float]]) -> None:
    """Whatever the time on the wire, and whenever in it the request arrives."""
    pace, now, flying, arrived = Pace(rate=10, at_once=8), 0.0, [], []
    for wait, wire, share in steps:
        now += wait
        for back in sorted(back for back in flying if back <= now):
            pace.landed(back)
        flying = [back for back in flying if back > now]
        if pace.room(now) > 0:
            send(pace, b"%d" % len(arrived), now)
            flying.append(now + wire)
            arrived.append(now + wire * share)
    arrived.sort()
    assert all(later - first >= 1.0 - 1e-9 for first, later in zip(arrived, arrived[10:], strict=False))


def test_silence_asked_for_one_chat_holds_that_chat_alone() -> None:
    pace = Pace()
    pace.flooded(A, 7.0, 100.0)
    assert pace.closed(106.9) == {A}
    assert pace.room(106.9) == 16
    assert pace.next_opening(100.0) == pytest.approx(7.0)
    assert pace.closed(107.0) == set()


def test_silence_asked_for_a_second_chat_meanwhile_holds_all() -> None:
    pace = Pace()
    pace.flooded(A, 7.0, 100.0)
    pace.flooded(B, 5.0, 101.0)
    assert pace.room(105.9) == 0
    assert pace.room(106.0) == 16
    assert pace.closed(106.5) == {A}


def test_two_floods_of_one_chat_are_one_chats_matter_and_the_longer_counts() -> None:
    pace = Pace()
    pace.flooded(A, 9.0, 100.0)
    pace.flooded(A, 2.0, 101.0)
    assert pace.room(102.0) == 16
    assert pace.closed(108.9) == {A}


def test_a_chat_by_another_name_waits_as_long() -> None:
    pace, other = Pace(chat_rate=1, chat_burst=1), Pace(chat_rate=1, chat_burst=1)
    for one in (pace, other):
        send(one, A, 100.0)
        one.flooded(B, 9.0, 100.0)
    pace.renamed(lambda lane: lane + lane)
    assert pace.closed(100.5) == {A + A, B + B}
    assert pace.next_opening(100.5) == other.next_opening(100.5)
    assert pace.closed(108.9) == {B + B}
    pace.flooded(C, 5.0, 101.0)
    assert pace.room(102.0) == 0, "a second chat while the first is held means all"


def test_nothing_waits_nothing_opens() -> None:
    assert Pace().next_opening(3.0) is None


def test_chats_that_rested_are_forgotten() -> None:
    pace = Pace()
    for number in range(1200):
        send(pace, b"%d" % number, float(number))
    assert len(pace._chats) < 1002


def test_a_clock_that_goes_back_gives_nothing() -> None:
    bucket = Bucket(rate=1, burst=2, at=10.0)
    bucket.take(10.0)
    bucket.take(10.0)
    assert bucket.wait(5.0) == pytest.approx(1.0)


@pytest.mark.parametrize(("tries", "seconds"), [(0, 1), (1, 1), (2, 2), (3, 4), (5, 16), (6, 30), (500, 30)])
def test_patience_doubles_up_to_half_a_minute(tries: int, seconds: float) -> None:
    assert pause(tries) == seconds
