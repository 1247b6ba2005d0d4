"""A member's month has come when any of its datasets of the standard has it, by whichever
convention it is given; what is given is not asked for again.

Covers catalog.actions.campaigns.standing, gateway.figures.campaigns.board,
gateway.figures.campaigns.receiving, gateway.figures.campaigns.service.
"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from catalog.actions.agreement import agreement_cited
from catalog.changes import ActRecord, Changes
from gateway.demo_mode.state import DemoState
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.campaigns.conftest import REMIND, STEWARD, board, lines, opened
from tests.integration.graphql_acts.conftest import Town

LIFFRE, NEWER = "liffre-cormier-communaute", "conv-2026-0007@1"
OLDER = "conv-2026-0020"


@pytest.fixture
async def town(tmp_path):
    """Liffré gives its weighings of 2026 already, and older ones by another convention."""
    state = DemoState(tmp_path / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        catalog = services.acts.catalog
        snapshot = await catalog.current()
        model = agreement_cited(snapshot, "conv-2025-0001@1")
        owner = snapshot.organisation_of_slug(LIFFRE).siren
        older = replace(
            snapshot.datasets[model.dataset_id],
            id="liffre_cormier_communaute__anciennes",
            owner=owner,
            name="anciennes",
        )
        given = replace(model, id=OLDER, grantor=owner, dataset_id=older.id)
        record = ActRecord(datetime(2026, 11, 25, tzinfo=UTC), None, "test", None, "test", {})
        await catalog.write(snapshot.version, Changes((older, given)), record)
        yield Town(state, services).at(2026, 11, 25)


def months_of(line):
    return {cell["month"]: cell["code"] for cell in line["cells"]}


async def test_months_of_either_dataset_are_received(town):
    await opened(
        town,
        firstMonth="2025-11",
        lastMonth="2026-03",
        members=[LIFFRE],
    )
    line = (await lines(town))[LIFFRE]
    assert line["agreement"] == f"{OLDER}@1"
    assert set(months_of(line).values()) == {"received"}, line
    assert line["code"] == "received"
    assert NEWER in line["note"]["fr"]
    again = await town.ask(REMIND, STEWARD, variables={"id": "camp-2026-0001"})
    assert again.codes == ["nobody_to_remind"]


async def test_who_gives_by_another_convention_is_not_reminded_to_sign(town):
    """Its older rows are to be given by a request; the newer ones, of these months, have come."""
    catalog = town.services.acts.catalog
    snapshot = await catalog.current()
    first, other = (agreement_cited(snapshot, each) for each in (f"{OLDER}@1", NEWER))
    # Too short to stand for the request: the newer data is given, and the older is asked for.
    ending = replace(other, end=datetime(2026, 12, 1, tzinfo=UTC).date())
    record = ActRecord(datetime(2026, 11, 25, tzinfo=UTC), None, "test", None, "test", {})
    await catalog.write(snapshot.version, Changes((ending,), (first,)), record)
    done = await opened(
        town, firstMonth="2026-01", lastMonth="2026-12", members=[LIFFRE], due="2027-01-20"
    )
    assert done.data["openCampaign"]["campaign"]["counts"]["toSign"] == 1
    line = (await lines(town))[LIFFRE]
    codes = months_of(line)
    assert {codes[f"2026-{month:02}"] for month in range(1, 11)} == {"received"}, line
    assert codes["2026-12"] == "to_sign"
    assert (line["code"], NEWER in line["note"]["fr"]) == ("received", True)
    assert "attend" in line["note"]["fr"]
    again = await town.ask(REMIND, STEWARD, variables={"id": "camp-2026-0001"})
    assert again.codes == ["nobody_to_remind"]
    assert "1 à jour" in (await board(town))["board"]["summary"]["fr"]
