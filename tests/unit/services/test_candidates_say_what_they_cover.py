"""Data of a yearly report say in a few words which years and communes they have.

Covers gateway.figures.activations.coverage.
"""

import asyncio
from dataclasses import replace
from datetime import date

from catalog.actions.services.problems import ServiceRowsTooMany
from catalog.cog import load_cog
from gateway.figures.activations import coverage
from gateway.figures.activations.coverage import coverage_of, coverages, is_looked_at
from services_run.checking import find_service, load_service
from tests.unit.schema.sample import COLLECTES

OURS = frozenset({"35085", "35337", "35191", "35265"})
REPORT = load_service(find_service("rpqs-dechets"))


def months(year, communes, count=12):
    return [(date(year, month, 1), code, 3) for code in communes for month in range(1, count + 1)]


def covered(*counted, ours=OURS):
    return coverage_of([row for rows in counted for row in rows], ours, load_cog())


def test_whole_years_are_named_with_the_communes_of_the_body():
    known = covered(*(months(year, ["35085", "35337", "35191"]) for year in (2019, 2022, 2023)))
    assert known.in_words() == (
        "2019, 2022–2023 complètes · 3 communes sur 4",
        "2019, 2022–2023 complete · 3 communes of 4",
    )
    assert (known.last_whole_year, known.rows) == (2023, 3 * 36 * 3)


def test_a_year_is_whole_when_each_of_its_communes_has_twelve_months():
    known = covered(months(2025, ["35085", "35337"]), months(2026, ["35085"], 10))
    late = covered(months(2025, ["35085"]), months(2025, ["35337"], 10))
    assert known.in_words().fr == "2025 complète · 2 communes sur 4"
    assert late.in_words().fr == "aucune année complète, 2025 : 10 mois sur 12 · 2 communes sur 4"
    assert late.in_words().en == "no complete year, 2025: 10 months of 12 · 2 communes of 4"
    assert late.last_whole_year is None


def test_a_whole_year_of_a_few_communes_makes_no_report_of_the_body():
    known = covered(months(2025, ["35085"]))
    assert known.in_words().fr == "2025 complète · 1 commune sur 4"
    assert known.last_whole_year is None
    assert covered(months(2025, ["35085"]), ours=frozenset()).last_whole_year == 2025


def test_a_commune_under_its_former_code_is_the_same_commune():
    # Lanhélin became a part of Mesnil-Roc'h on 1 January 2019.
    known = covered(months(2025, ["35147"], 6), months(2025, ["35308"]), ours=frozenset({"35308"}))
    assert known.in_words().fr == "2025 complète · 1 commune sur 1"


def test_no_row_with_a_date_is_said():
    assert covered().in_words().fr == "aucune ligne datée"


def test_only_the_required_data_of_a_report_of_one_year_are_looked_at():
    looked_at = [role.name for role in REPORT.roles.values() if is_looked_at(REPORT, role)]
    assert looked_at == ["collectes"]
    other = load_service(find_service("couverture-covoiturage"))
    assert not any(is_looked_at(other, role) for role in other.roles.values())


def candidates(count):
    """Names in the order in which they are weighed."""
    sample = replace(COLLECTES, relations=())
    ids = {str(column.name): column.id for column in sample.columns}
    bound = {"jour": ids["date_collecte"], "commune": ids["code_commune"]}
    return [(replace(sample, id=f"d{place}"), bound) for place in range(count)]


async def counted_of(candidates, count_rows):
    role = REPORT.roles["collectes"]
    return await coverages(role, candidates, count_rows, OURS, load_cog())


async def test_eight_candidates_are_counted_at_most_by_their_day_and_commune():
    read = []

    async def count_rows(bound):
        read.append((bound.dataset.id, bound.columns))
        return months(2025, ["35085"])

    known = await counted_of(candidates(20), count_rows)
    assert read == [(f"d{place}", ("date_collecte", "code_commune")) for place in range(8)]
    assert list(known) == [f"d{place}" for place in range(8)]


async def test_what_cannot_be_read_or_lacks_a_column_is_left_without_words():
    (refused, columns), (without_day, _), (sound, _) = candidates(3)

    async def count_rows(bound):
        if bound.dataset is refused:
            raise ServiceRowsTooMany(dataset="d0", limit=1)
        return months(2025, ["35085"])

    bound = [(refused, columns), (without_day, {"commune": "c"}), (sound, columns)]
    assert list(await counted_of(bound, count_rows)) == ["d2"]


async def test_those_that_time_is_not_left_for_have_none(monkeypatch):
    monkeypatch.setattr(coverage, "_TIME_LIMIT_S", 0.05)

    async def count_rows(bound):
        if bound.dataset.id != "d0":
            await asyncio.Event().wait()
        return months(2025, ["35085"])

    assert list(await counted_of(candidates(3), count_rows)) == ["d0"]
