"""What a fence costs a reader with hidden rows: the same statement, with and without it."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from federation import planning
from tests.attacks.computed import opened_place
from tests.bench.report import times_longer
from tests.bench.timing import least_ms

_WHAT = {
    "bare comparisons": "SELECT count(*) AS n FROM eau.compteurs b WHERE b.flux = 'vu1'",
    "a pattern": "SELECT count(*) AS n FROM eau.compteurs b WHERE b.flux LIKE '%v%1_'",
    "a function": "SELECT upper(b.flux) AS x, count(*) AS n FROM eau.compteurs b GROUP BY 1",
}
_ROWS = 1_000_000


async def figures_of_fences():
    """On Parquet and CSV, one row in ten shown. Without a fence hidden cells would show in time."""
    for kind in ("parquet", "csv"):
        with TemporaryDirectory() as folder, opened_place(kind, Path(folder), _ROWS) as place:
            for what, statement in _WHAT.items():
                fenced = place.plan(statement)
                with patch.object(planning, "_reads_dictionaries", return_value=False):
                    closed = place.plan(statement)
                plain = replace(closed, text=closed.text.replace(" OFFSET 0", ""))

                async def run(place=place, plan=fenced):
                    place.run(plan)

                async def run_plain(place=place, plan=plain):
                    place.run(plan)

                ours, theirs = await least_ms(run, run_plain, times=5)
                yield times_longer(f"{what}, {kind}, a part shown", ours, "no fence", theirs)
