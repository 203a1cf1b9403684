"""Sealing and opening: who can, who cannot, and that nothing of an envelope can be changed or moved."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sealing.envelope import Wrap, bucket, parse
from sealing.keys import PublicKey
from sealing.seal import Context, TooFewRecipients, TooManyRecipients, seal
from sealing.secret import SecretKey
from sealing.unseal import BrokenSeal, NotForThisKey, UnsealError, unseal

KEYS = [SecretKey(f"key-{number}", bytes([number]) * 64, bytes([number]) * 32) for number in range(1, 5)]
PUBLIC = [key.public for key in KEYS]
CORE, ESCROW, PARTNER, STRANGER = KEYS
CONTEXT = Context("border-2026", "9f0c3d5e", "00112233", "answer")
SAID = "Мы перешли ночью. I would rather not say where.".encode()
SEALED = seal(SAID, CONTEXT, PUBLIC[:2])

ELSEWHERE = {
    "another study": replace(CONTEXT, study="border-2027"),
    "another participant": replace(CONTEXT, participant="9f0c3d5f"),
    "another record": replace(CONTEXT, record="00112234"),
    "another kind": replace(CONTEXT, kind="answer.beside"),
    "capitals": replace(CONTEXT, participant="9F0C3D5E"),
    "nothing": Context("", "", "", ""),
    "a letter from one part to the next": replace(CONTEXT, study="border-202", participant="69f0c3d5e"),
    "parts exchanged": replace(CONTEXT, participant=CONTEXT.record, record=CONTEXT.participant),
    "a space": replace(CONTEXT, kind="answer "),
    "no text at all": replace(CONTEXT, kind="\udcff"),
}
HOSTILE_CONTEXTS = [
    Context("", "", "", ""),
    Context("a|b", "c|d", "|", "||"),
    Context("граница", "🕊", "\u202e", "\0"),
    Context("x" * 70_000, "p", "r", "k"),
]

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
contexts = st.builds(Context, texts, texts, texts, texts)


@given(
    said=st.binary(max_size=2000),
    context=contexts,
    recipients=st.lists(st.sampled_from(KEYS), min_size=2, max_size=4, unique_by=lambda key: key.name),
)
@settings(deadline=None, max_examples=60)
def test_each_recipient_opens_alone_and_nobody_else(
    said: bytes, context: Context, recipients: list[SecretKey]
) -> None:
    envelope = seal(said, context, [key.public for key in recipients])
    for key in KEYS:
        if key in recipients:
            assert unseal(envelope, context, key) == said
        else:
            with pytest.raises(NotForThisKey):
                unseal(envelope, context, key)


@given(one=contexts, other=contexts)
def test_no_two_contexts_encode_alike(one: Context, other: Context) -> None:
    assert (one.encode() == other.encode()) == (one == other)


@pytest.mark.parametrize("context", HOSTILE_CONTEXTS, ids=range(len(HOSTILE_CONTEXTS)))
def test_hostile_contexts(context: Context) -> None:
    assert unseal(seal(SAID, context, PUBLIC[:2]), context, ESCROW) == SAID


@pytest.mark.parametrize("context", ELSEWHERE.values(), ids=ELSEWHERE)
def test_moved_to_another_place(context: Context) -> None:
    for key in (CORE, ESCROW):
        with pytest.raises(BrokenSeal):
            unseal(SEALED, context, key)


def test_every_flipped_byte_is_refused() -> None:
    own_id = range(7, 7 + 16)
    for at in range(len(SEALED)):
        altered = SEALED[:at] + bytes([SEALED[at] ^ 1 << at % 8]) + SEALED[at + 1 :]
        with pytest.raises(UnsealError) as caught:
            unseal(altered, CONTEXT, CORE)
        assert caught.type is (NotForThisKey if at in own_id else BrokenSeal), at


def test_cut_off_at_every_length() -> None:
    long = seal(b"a" * 400, CONTEXT, PUBLIC[:2])
    for envelope in (SEALED, long):
        for length in range(len(envelope)):
            with pytest.raises(BrokenSeal):
                unseal(envelope[:length], CONTEXT, CORE)
        with pytest.raises(BrokenSeal):
            unseal(envelope + b"\0", CONTEXT, CORE)


def _rearranged() -> dict[str, bytes]:
    one, other = parse(SEALED), parse(seal(SAID, CONTEXT, PUBLIC[:2]))
    three = parse(seal(SAID, CONTEXT, PUBLIC[:3]))
    renamed = Wrap(STRANGER.public.id, one.wraps[1].wrapped)
    return {
        "recipients exchanged": replace(one, wraps=one.wraps[::-1]).encode(),
        "a recipient taken away": replace(three, wraps=three.wraps[:2]).encode(),
        "a recipient added": replace(one, wraps=(*one.wraps, three.wraps[2])).encode(),
        "a recipient renamed": replace(one, wraps=(one.wraps[0], renamed)).encode(),
        "a recipient twice": replace(one, wraps=(one.wraps[0], one.wraps[0])).encode(),
        "a recipient twice, with another wrap": replace(one, wraps=(*one.wraps, other.wraps[0])).encode(),
        "one recipient left": replace(one, wraps=one.wraps[:1]).encode(),
        "the wrap of another envelope": replace(one, wraps=(other.wraps[0], one.wraps[1])).encode(),
        "all wraps of another envelope": replace(one, wraps=other.wraps).encode(),
        "the nonce of another envelope": replace(one, nonce=other.nonce).encode(),
        "the payload of another envelope": replace(one, payload=other.payload).encode(),
        "an X25519 share of zeros": replace(
            one,
            wraps=(
                replace(
                    one.wraps[0],
                    wrapped=one.wraps[0].wrapped[:1088] + bytes(32) + one.wraps[0].wrapped[1120:],
                ),
                one.wraps[1],
            ),
        ).encode(),
    }


REARRANGED = _rearranged()


@pytest.mark.parametrize("envelope", REARRANGED.values(), ids=REARRANGED)
def test_rearranged(envelope: bytes) -> None:
    with pytest.raises(BrokenSeal):
        unseal(envelope, CONTEXT, CORE)


def test_an_id_alone_opens_nothing() -> None:
    """Another's wrap under the stranger's name: found, and refused."""
    one = parse(SEALED)
    renamed = replace(one, wraps=(Wrap(STRANGER.public.id, one.wraps[0].wrapped), one.wraps[1]))
    with pytest.raises(BrokenSeal):
        unseal(renamed.encode(), CONTEXT, STRANGER)


@pytest.mark.parametrize(
    "halves",
    [(CORE.seed, STRANGER.x25519), (STRANGER.seed, CORE.x25519)],
    ids=["ML-KEM alone", "X25519 alone"],
)
def test_one_half_of_a_key_is_not_enough(halves: tuple[bytes, bytes]) -> None:
    """What an attacker has who broke one of the two. The envelope is told that the wrap is theirs."""
    half = SecretKey("half", *halves)
    one = parse(SEALED)
    told = replace(one, wraps=(Wrap(half.public.id, one.wraps[0].wrapped), one.wraps[1]))
    with pytest.raises(BrokenSeal):
        unseal(told.encode(), CONTEXT, half)


@pytest.mark.parametrize(
    "keys", [[], PUBLIC[:1], [PUBLIC[0]] * 3, [PUBLIC[0], PublicKey("again", PUBLIC[0].raw)]], ids=range(4)
)
def test_fewer_than_two_different_keys(keys: list[PublicKey]) -> None:
    with pytest.raises(TooFewRecipients):
        seal(SAID, CONTEXT, keys)


def test_a_key_given_twice_is_a_recipient_once() -> None:
    envelope = seal(SAID, CONTEXT, [PUBLIC[0], PUBLIC[1], PUBLIC[0]])
    assert [wrap.recipient for wrap in parse(envelope).wraps] == [PUBLIC[0].id, PUBLIC[1].id]
    assert unseal(envelope, CONTEXT, CORE) == SAID


def test_as_many_recipients_as_can_be_opened_and_no_more() -> None:
    many = [SecretKey("one", bytes([number]) * 64, bytes([number]) * 32).public for number in range(100, 131)]
    assert unseal(seal(SAID, CONTEXT, [*many, CORE.public]), CONTEXT, CORE) == SAID
    with pytest.raises(TooManyRecipients):
        seal(SAID, CONTEXT, [*many, CORE.public, ESCROW.public])


@pytest.mark.parametrize("length", [0, 1, 252, 253, 1000, 65_532, 65_533])
def test_the_size_tells_the_bucket_and_nothing_more(length: int) -> None:
    envelope = seal(b"a" * length, CONTEXT, PUBLIC[:2])
    assert len(envelope) == 7 + 2 * 1184 + 12 + bucket(4 + length) + 16
    assert unseal(envelope, CONTEXT, ESCROW) == b"a" * length


def test_the_same_words_never_look_the_same() -> None:
    envelopes = [parse(seal(SAID, CONTEXT, PUBLIC[:2])) for _ in range(20)]
    assert len({envelope.nonce for envelope in envelopes}) == 20
    assert len({envelope.payload for envelope in envelopes}) == 20
    assert len({wrap.wrapped for envelope in envelopes for wrap in envelope.wraps}) == 40


def test_neither_words_nor_context_lie_in_the_envelope() -> None:
    for part in (SAID, SAID[:8], b"border-2026", b"9f0c3d5e", b"00112233", b"answer"):
        assert part not in SEALED


def test_no_error_holds_what_was_said_or_whose() -> None:
    for context, key in ((ELSEWHERE["another study"], CORE), (CONTEXT, STRANGER)):
        with pytest.raises(UnsealError) as caught:
            unseal(SEALED, context, key)
        for part in (CONTEXT.participant, CONTEXT.record, "ночью"):
            assert part not in str(caught.value)
