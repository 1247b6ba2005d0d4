"""With the law out of reach, what it has decided holds for the columns it was asked about.

Covers policies.cache, gateway.wiring.policy.
"""

from datetime import UTC, datetime

from policies.cache import DecisionCache
from policies.problems import PolicyUnavailable
from tests.integration.sql.conftest import COLLECTES, VALCOBREIZH

COUNT = "{ valDIlleAubigne { collectes { totalCount { value } } } }"
ROWS = "{ valDIlleAubigne { collectes(first: 1) { nodes { flux } } } }"
SUM = "{ valDIlleAubigne { collectes { aggregate { sum { tonnageKg } } } } }"


class Law:
    """The real one, until it is gone."""

    def __init__(self, law):
        self.law = law
        self.is_gone = False
        self.asked = 0

    @property
    def revision(self):
        return self.law.revision

    async def decide(self, question):
        self.asked += 1
        if self.is_gone:
            raise PolicyUnavailable(detail="gone")
        return await self.law.decide(question)

    async def aclose(self):
        pass


def under(door):
    law = Law(door.services.acts.law)
    policy = DecisionCache(law, lambda: datetime.now(UTC))
    return door.with_ports(policy=policy), law


async def graphql(door, document):
    answer = await door.post("/graphql", {"query": document}, *VALCOBREIZH)
    return [each["extensions"]["code"] for each in answer.json().get("errors", ())]


async def test_what_was_counted_is_counted_and_nothing_else_is_told(door):
    door, law = under(door)
    assert await graphql(door, COUNT) == []
    law.is_gone = True
    assert await graphql(door, COUNT) == []
    for document in (ROWS, SUM):
        assert await graphql(door, document) == ["policy_unavailable"]
    for statement in (
        f"SELECT flux FROM {COLLECTES}",
        f"SELECT * FROM {COLLECTES}",
        f"SELECT sum(c.tonnage_kg) FROM {COLLECTES} c",
        f"SELECT count(*) FROM {COLLECTES} WHERE flux = 'VERRE'",
    ):
        refused = await door.sql(statement, *VALCOBREIZH)
        assert (refused.status_code, refused.json()["code"]) == (503, "policy_unavailable")


async def test_the_same_columns_are_the_same_question_at_every_entrance(door):
    door, law = under(door)
    statement = f"SELECT flux, id_pesee FROM {COLLECTES} LIMIT 1"
    assert (await door.sql(statement, *VALCOBREIZH)).status_code == 200
    asked = law.asked
    again = f"SELECT max(c.id_pesee) FROM {COLLECTES} c WHERE c.flux = 'VERRE'"
    assert (await door.sql(again, *VALCOBREIZH)).status_code == 200
    assert law.asked == asked
