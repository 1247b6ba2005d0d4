"""What is kept of a plan: read back as it was written, each owner's part apart.

Covers gateway.reading.reports.statements, gateway.reading.query.kept_plan, federation.plan.
"""

from dataclasses import replace

from federation.limits import Limits
from federation.logical import WireType
from federation.plan import DUCKDB
from federation.planning import plan_slice
from gateway.reading.query.kept_plan import digest_plans, keep_plan, read_kept, write_kept
from gateway.reading.reports.statements import tell_part, tell_whole
from tests.unit.federation import world

ALONE = world.logical(
    "SELECT t.flux AS c0 FROM val_d_ille_aubigne.collectes AS t", (("c0", WireType.STRING),)
)
JOINED = world.logical(
    "SELECT t.flux AS c0, f.id_fontaine AS c1 FROM val_d_ille_aubigne.collectes AS t"
    " JOIN mesnil_roc_h.fontaines AS f ON f.posee_le = t.date_collecte",
    (("c0", WireType.STRING), ("c1", WireType.INT)),
)


def planned(query, decision="territory"):
    return plan_slice(
        query,
        world.binding(decision),
        world.snapshot(),
        Limits(),
        frozenset({DUCKDB}),
        DUCKDB,
    )


def kept(*plans):
    return tuple(keep_plan(each, world.snapshot(), DUCKDB) for each in plans)


def test_what_was_written_is_read_back():
    statements = kept(planned(ALONE), planned(JOINED))
    assert read_kept(write_kept(statements)) == statements
    assert read_kept(None) == ()


def test_a_statement_over_two_owners_is_shown_by_parts():
    (statement,) = kept(planned(JOINED))
    whole = tell_whole(statement, "a.b.nodes")
    assert (whole.whole, whole.sql, whole.path) == (True, statement.sql, "a.b.nodes")
    part = tell_part(statement, world.MESNIL_ROC_H, {world.FONTAINES.id})
    assert (part.whole, part.datasets, part.path) == (False, [world.FONTAINES.id], None)
    assert "collectes" not in part.sql
    assert tell_part(statement, world.EAU, {world.COMPTEURS.id}) is None


def test_the_only_owner_is_shown_the_whole():
    (statement,) = kept(planned(ALONE))
    part = tell_part(statement, world.VAL_D_ILLE, {world.COLLECTES.id})
    assert (part.whole, part.sql) == (True, statement.sql)


def test_the_digest_is_of_everything_that_is_shown():
    plan = planned(ALONE)
    digests = {
        digest_plans([plan]),
        digest_plans([plan, plan]),
        digest_plans([planned(ALONE, "owner")]),
        digest_plans([planned(JOINED)]),
        digest_plans([replace(plan, engine="trino")]),
        digest_plans([replace(plan, columns_read=())]),
        digest_plans(
            [
                replace(
                    plan,
                    tables=tuple(
                        replace(each, dataset=replace(each.dataset, version=2))
                        for each in plan.tables
                    ),
                )
            ]
        ),
    }
    assert len(digests) == 7
    assert digest_plans([planned(ALONE)]) == digest_plans([plan])
    assert digest_plans([]) is None
