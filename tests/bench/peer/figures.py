"""Six workloads on one PostgreSQL: ours, PostGraphile 5, it with duties, SQL by hand."""

import asyncio
import tempfile
from pathlib import Path

from tests.bench.peer.cases import CASES
from tests.bench.peer.duties_hold import assert_duties
from tests.bench.peer.gateway import BenchState, prepare_catalog
from tests.bench.peer.ground import filled_postgresql
from tests.bench.peer.load import ask_once, fetch_wrk, requests_a_second
from tests.bench.peer.servers import running_sides
from tests.bench.report import times_faster, times_longer

CLIENTS = (1, 16)
_ROUNDS = 2


async def figures_of_peers():
    """Milliseconds a request (with 16 clients: the time divided among them); best of two rounds."""
    wrk = fetch_wrk()
    with (
        tempfile.TemporaryDirectory(prefix="interco-bench-") as folder,
        filled_postgresql() as ground,
    ):
        state = BenchState(Path(folder) / "state", ground.catalog_url)
        token = await prepare_catalog(state, ground)
        with running_sides(ground, state.folder, ground.catalog_url, token) as sides:
            assert_duties(sides[2], state, ground)
            for case in CASES:
                _compare(case, *sides)
                for clients in CLIENTS:
                    for figure in await asyncio.to_thread(_timed, wrk, case, sides, clients):
                        yield figure


def _bodies(case):
    return {"query": case.ours}, {"query": case.theirs}, {"query": case.theirs}, {"case": case.name}


def _compare(case, ours, theirs, dutiful, bare):
    """Raises unless the four say the same rows."""
    our_body, their_body, _, bare_body = _bodies(case)
    said = case.read_ours(_data(ask_once(ours, our_body)))
    assert said, case.name
    assert said == case.read_theirs(_data(ask_once(theirs, their_body))), case.name
    assert said == case.read_theirs(_data(ask_once(dutiful, their_body))), case.name
    assert said == case.read_sql(ask_once(bare, bare_body)), case.name


def _data(answer):
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


def _timed(wrk, case, sides, clients):
    """The sides take turns, so that a busy moment of the machine falls on all of them alike."""
    best = [0.0] * len(sides)
    for _ in range(_ROUNDS):
        for position, (side, body) in enumerate(zip(sides, _bodies(case), strict=True)):
            best[position] = max(best[position], requests_a_second(wrk, side, body, clients))
    ours, theirs, dutiful, bare = (1000 / each for each in best)
    what = f"{case.what}, {clients} client{'s' if clients > 1 else ''}"
    return (
        times_faster(what, ours, "PostGraphile 5", theirs, at_least=case.beside_bare),
        times_faster(
            "  the same", ours, "PostGraphile 5 with duties", dutiful, at_least=case.at_least
        ),
        times_longer("  the same", ours, "SQL by hand, bare ASGI", bare, at_most=case.floor),
    )
