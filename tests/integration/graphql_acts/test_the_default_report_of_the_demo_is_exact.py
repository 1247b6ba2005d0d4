"""The yearly waste report that a body of the demo is proposed, nothing changed, is what plain
Python computes of the raw files and memberships.

Covers gateway.figures.activations.proposal, gateway.figures.activations.report,
gateway.figures.activations.territories.
"""

import pytest

from tests.integration.graphql_acts.services_of_a_town import ACTIVATE, RUN, document_of
from tests.worlds.demo_rows import BODIES, demo_rows
from tests.worlds.expected import Tally
from tests.worlds.told import told_run
from tests.worlds.waste_figures import WasteFigures

OF_ANOTHER = {"mesnil-roc-h": ("valcobreizh", "35308")}
"""Whose rows are proposed to it, and of which commune; the number of a weighing is not given."""
ASKED_FIRST = {"bretagne-romantique"}
"""Which of two columns has its kilograms is asked; the walk to the paper answers."""


@pytest.mark.parametrize("slug", sorted({*BODIES, *OF_ANOTHER} - ASKED_FIRST))
async def test_what_is_proposed_and_activated_is_exact(town, slug):
    steward = f"steward@{slug}"
    made = await town.ask(ACTIVATE, steward, variables={"service": "rpqs-dechets"})
    activation = made.data["activateService"]["activation"]
    run = document_of(await town.ask(RUN, steward, variables={"activation": activation}))
    owner = run["sources"][0]["name"].partition(".")[0]
    whose, only = OF_ANOTHER.get(slug, (slug, None))
    assert owner == whose
    siren = (await town.ports.catalog.current()).organisation_of_slug(slug).siren
    expected = WasteFigures(demo_rows(town.state.data, owner, siren, only)).found
    tally = Tally()
    tally.compare("rpqs-dechets", slug, expected, told_run(run["tables"]))
    assert tally.faults == [], "\n".join(map(str, tally.faults[:20]))
    assert tally.share("rpqs-dechets") == 1, tally.missing
