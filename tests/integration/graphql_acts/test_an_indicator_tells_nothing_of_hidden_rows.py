"""Two worlds that differ in hidden rows and cells alone give the same indicators.

Covers gateway.figures.indicators.
"""

from tests.integration.graphql_acts.exploring import AGENT
from tests.integration.graphql_acts.indicating import read, save, side
from tests.integration.graphql_acts.test_an_exploration_tells_nothing_of_hidden_rows import (
    OWNER,
    PURPOSE,
    THEIRS,
    twin_of,
)

KG, GLASS = side(THEIRS, "sum:tonnage_kg"), side(THEIRS, "sum:tonnage_kg", "flux:VERRE")
MADE = {
    "verre": ([GLASS], {"per": 1, "direction": "MORE"}),
    "part": ([GLASS, KG], {"operation": "RATIO"}),
    "ecart": ([KG, GLASS], {"operation": "DIFFERENCE", "period": "MONTH"}),
    "tournees": ([KG, side(THEIRS, "distinct:tournee_id")], {"operation": "RATIO"}),
    "bacs": ([side(THEIRS, "sum:nb_bacs_leves")], {}),
}


async def seen_by(town, agent, purpose, names):
    """What saving and reading each tells, without what an answer has of its own: its receipt."""
    told = []
    for name in names:
        sides, words = MADE[name]
        changed = {"whatChanged": "encore"}
        saved = await save(town, agent, name, *sides, purpose=purpose, **words, **changed)
        answer = await read(town, agent, name)
        figures = (answer.body.get("data") or {}).get("indicatorFigures")
        if figures:
            del figures["computed"]["receipt"]
        messages = [error["message"] for error in answer.body.get("errors", ())]
        told.append((figures, messages, saved.codes))
    return told


async def test_an_indicator_is_the_same_whatever_is_hidden(town):
    readers = [
        (AGENT, PURPOSE, MADE),
        ("agent@sde35", "suivi_energie", ("part", "bacs")),
        (OWNER, None, ("part",)),
    ]
    before = [await seen_by(town, *reader) for reader in readers]
    for path in (town.state.data / "val-d-ille-aubigne" / "collectes").glob("*.csv"):
        header, *rows = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join([header, *map(twin_of, rows)]), "utf-8")
    after = [await seen_by(town, *reader) for reader in readers]
    assert after[0] == before[0]
    assert after[1] == before[1]
    # Figures were seen, and refused: and the owner's are others, as something was changed.
    assert [bool(figures) for figures, *_ in before[0]] == [True] * 4 + [False]
    assert not any(figures for figures, *_ in before[1])
    assert after[2][0] != before[2][0]
