"""A comparison whose queries forget one of its guards is seen by whoever attacks it.

Covers services_run.running.
"""

import dataclasses

import pytest

from services_run.checking import find_service, load_service
from tests.unit.services.peers import compared, leaks, make_figures

BUGS = {
    "the rounding no longer hides who leaves": (
        "quartiles.sql", "a.du_bas = a.du_haut AND abs", "abs",
    ),
    "the finest rounding is the figure itself": (
        "quartiles.sql", "AND 20 * a.pas", "AND 2000000000 * a.pas",
    ),
    "two others are enough where somebody says so": (
        "groupes.sql", "greatest(q.semblables_min, 5)", "q.semblables_min",
    ),
    "who does not consent is counted": ("classes.sql", "c.consent AND ", ""),
    "the body itself is among its peers": (
        "classes.sql", "c.organisme <> s.organisme AND ", "",
    ),
    "a sign is told within the margin": (
        "comparaisons.sql", "2 * abs(m.valeur - p.mediane) <= p.arrondi_mediane", "FALSE",
    ),
    "the gap has all its digits": (
        "comparaisons.sql", "CAST(\n          CASE", "r.valeur - r.mediane + 0 * CAST(CASE",
    ),
    "the gap is to the exact median": (
        "comparaisons.sql", "m.indicateur, m.annee, m.valeur, g.semblables,",
        """m.indicateur, m.annee, m.valeur - coalesce((
          SELECT max(x.valeur) FROM rangs x
          WHERE x.indicateur = m.indicateur AND x.annee = m.annee
            AND x.rang = (x.semblables + 1) / 2
        ), p.mediane) + p.mediane AS valeur, g.semblables,""",
    ),
}  # fmt: skip


def attacks_seen(service, folder):
    alike = make_figures(6, bodies=6, indicators=25)
    for body, own in alike.items():
        own["same"] = alike["Voisin 0"]["I0"]
        assert body in alike
    told = compared(service, folder / "six", alike)
    seen = leaks(told, alike)
    few = compared(
        service, folder / "few", make_figures(3, bodies=3, indicators=4),
        parameters={"semblables_min": "2"},
    )  # fmt: skip
    seen += [f"{name}: told of three" for name, row in few.items() if row["semblables"]]
    refused = compared(service, folder / "refused", alike, without_consent=["Voisin 1"])
    seen += [
        f"{name}: {row['semblables']} peers"
        for name, row in refused.items()
        if row["semblables"] != 5
    ]
    return seen


@pytest.fixture(scope="module")
def service():
    return load_service(find_service("comparaison"))


def test_the_service_as_it_is_shows_none(service, tmp_path):
    assert attacks_seen(service, tmp_path) == []


@pytest.mark.parametrize("bug", BUGS)
def test_each_planted_bug_is_seen(service, tmp_path, bug):
    query, right, wrong = BUGS[bug]
    assert right in service.queries[query]
    queries = {**service.queries, query: service.queries[query].replace(right, wrong)}
    assert attacks_seen(dataclasses.replace(service, queries=queries), tmp_path)
