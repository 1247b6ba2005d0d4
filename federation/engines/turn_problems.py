"""The problem told where an engine has no turn to give."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class TooManyComputations(CallerProblem):
    """As many are computed at once as may be, or as many of one body."""

    code = "too_many_computations"
    status = 429
    retry_after_s = 10
    fr = "Trop de longs calculs sont déjà en cours."
    en = "Too many long computations are running already."
    next_fr = "Réessayez dans quelques instants ; en SQL, demandez moins de lignes (LIMIT)."
    next_en = "Try again in a few moments; in SQL, ask for fewer rows (LIMIT)."
