"""Which roles the agents of a world have: of dice of their own, so that known worlds stay."""

from random import Random

_ROLES = ("agent", "agent", "steward", "approver", "dpo")


def draw_roles(random: Random) -> frozenset[str]:
    """One agent in twelve has lost the last role. `random` is looked at and not moved."""
    dice = Random(f"roles {random.getstate()}")
    return frozenset() if dice.random() < 1 / 12 else frozenset({dice.choice(_ROLES)})
