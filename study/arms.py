"""Random assignment in permuted blocks: in every block each arm stands as often as its share says, in a drawn order."""

from study.chance import fractions
from study.timing import Arms


def arm_of(arms: Arms, site: str, number: int) -> str:
    """The arm of participant `number`, counted from 1: at their site where the arms are drawn by site (`AM-05` is the
    fifth of AM), else in the whole study. The same seed draws the same on every machine."""
    place = site if arms.by_site else ""
    block, within = divmod(number - 1, _size(arms))
    return _block(arms, place, block)[within]


def _size(arms: Arms) -> int:
    return arms.blocks * sum(arms.shares.values())


def _block(arms: Arms, place: str, block: int) -> list[str]:
    """Every order is as likely as any other."""
    names = [name for name, share in arms.shares.items() for _ in range(share * arms.blocks)]
    draws = fractions(range(len(names)), arms.seed, "arm", place, block)
    return [name for _, name in sorted(zip(draws, names, strict=True))]
