"""Many worlds, on as many processes as are given; the sum of what they came to."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import structlog

from tests.attacks.harness import PER_WORLD, Report, attack_world


def campaign(queries: int, first_world: int, processes: int = 2) -> Iterator[tuple[int, Report]]:
    """(world, report) in the order of worlds, `PER_WORLD` questions each; ends after a leak."""
    worlds = range(first_world, first_world + -(-queries // PER_WORLD))
    with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_quiet) as pool:
        for world, report in zip(worlds, pool.map(attack_world, worlds), strict=True):
            yield world, report
            if report.leaks:
                pool.shutdown(wait=False, cancel_futures=True)
                return


def _quiet() -> None:
    """Engines note every query that fails: here thousands do, on purpose."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
