"""What rows of a former commune add up to, in how many months, and for how many people.

Covers services_run.territories, services_run.covered.
"""

from decimal import Decimal

from services_run.covered import ByCommune, Covered, Places
from services_run.territories import successions_table


def test_people_are_counted_in_their_year_or_the_one_beside_and_in_no_other():
    def counted(year):
        (row,) = successions_table(["35238"], [year], lambda _: frozenset()).to_pylist()
        return row["population"]

    assert counted(2020) is not None
    assert counted(2012) is None


def test_the_months_of_two_communes_that_merged_are_those_of_both():
    rows = ByCommune(
        kept={2024: {"a": {"": Decimal(3)}, "b": {"": Decimal(4)}, "c": {"": Decimal(5)}}},
        months={(2024, "a"): 0b0011, (2024, "b"): 0b1100, (2024, "c"): 0b1111_0000},
    )
    merged = {"a": [("new", True)], "b": [("new", True)], "c": [("new", False), ("other", False)]}
    places = Places({(2024, 2025): merged}, {}, {}, {})
    covered = Covered({"kg": rows}, {}, places, {})
    sums, months = covered.followed("kg", 2024, 2025)
    assert sums == {"new": {"": Decimal(7)}}
    assert months == {"new": 0b1111}
