"""Of what a reading met, the problems that its reader is told of; all others say « no access »."""

from __future__ import annotations

from catalog.model.problem import Problem
from gateway.reading.exploring.problems import (
    ExplorationNothingBefore,
    ExplorationTooFew,
    ExplorationUnlike,
    IndicatorNothingShared,
    IndicatorUnitChanged,
)

_SAID_OF_ROWS_READ = (
    ExplorationNothingBefore,
    ExplorationTooFew,
    ExplorationUnlike,
    IndicatorNothingShared,
    IndicatorUnitChanged,
)
"""Raised once rows, or columns that the reader is given, were looked at."""
_TOO_MANY, _FAILED = 429, 500


def is_of_the_reading(refused: Exception) -> bool:
    """True where the reader's rights give something, and the reading itself failed: too few rows,
    a limit of the reader's own, a source that does not answer. Everything else might tell of data
    that the reader may not know of, and says nothing.
    """
    if not isinstance(refused, Problem):
        return False
    is_failure = refused.status == _TOO_MANY or refused.status >= _FAILED
    return is_failure or isinstance(refused, _SAID_OF_ROWS_READ)
