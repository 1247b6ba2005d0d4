"""Two worlds that differ in hidden rows and cells alone give the same explorations.

Covers gateway.reading.exploring.
"""

from tests.integration.graphql_acts.exploring import AGENT, explore

THEIRS, PURPOSE = "val_d_ille_aubigne.collectes", "rpqs_dechets"
OWNER = "agent@val-d-ille-aubigne"
HIDDEN = "35326"
"""Sens-de-Bretagne, of which the agreement gives no row."""
SEEN = (
    ("sum:tonnage_kg", {"by": ["month"]}),
    ("share:tonnage_kg", {"part": ["flux:VERRE"], "by": ["commune", "year"], "compare": "before"}),
    ("sum:tonnage_kg", {"by": ["mode_collecte"], "compare": "distinct:tournee_id"}),
    ("median:tonnage_kg", {"by": ["week"], "first": 20}),
    ("count", {"by": ["commune"], "compare": "population:1000"}),
    ("count", {"where": [f"commune:{HIDDEN}"]}),
    ("sum:nb_bacs_leves", {}),
    ("mean:part_commune", {"by": ["flux"]}),
)


async def seen_by(town, agent, purpose):
    """Without what each answer has of its own: its receipt."""
    told = []
    for measure, words in SEEN:
        body = (await explore(town, THEIRS, measure, agent, purpose, **words)).body
        exploration = body["data"]["exploration"]
        if exploration and exploration["figures"]:
            del exploration["figures"]["receipt"]
        told.append((exploration, [error["message"] for error in body.get("errors", ())]))
    return told


def twin_of(line):
    """The same visible cells: bins and shares are of no agreement, and no row of the hidden commune
    stays as it was.
    """
    cells = line.split(";")
    if cells[3] == HIDDEN:
        cells[1], cells[5], cells[7] = "05/05/2019", "BIODECHETS", "999999"
    cells[4], cells[8] = "0,5000", "7"
    return ";".join(cells)


async def test_an_exploration_is_the_same_whatever_is_hidden(town):
    readers = [(AGENT, PURPOSE), ("agent@sde35", "suivi_energie"), (OWNER, None)]
    before = [await seen_by(town, *reader) for reader in readers]
    for path in (town.state.data / "val-d-ille-aubigne" / "collectes").glob("*.csv"):
        header, *rows = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join([header, *map(twin_of, rows)]), "utf-8")
    after = [await seen_by(town, *reader) for reader in readers]
    assert after[0] == before[0]
    assert after[1] == before[1]
    # Figures were seen, and refused: and the owner's are others, as something was changed.
    assert [bool(errors) for _, errors in before[0]] == [False] * 5 + [True] * 3
    assert all(errors for _, errors in before[1])
    assert after[2][0] != before[2][0]
