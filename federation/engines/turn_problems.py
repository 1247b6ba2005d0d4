"""What is told where an engine has no turn to give."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class TooManyStreams(CallerProblem):
    """An engine computes as many long answers at once as it may, or as many of one body."""

    code = "too_many_streams"
    status = 429
    retry_after_s = 10
    fr = "Trop de longues réponses sont déjà en cours de calcul."
    en = "Too many long answers are being computed already."
    next_fr = "Réessayez dans quelques secondes, ou demandez moins de lignes (LIMIT)."
    next_en = "Try again in a few seconds, or ask for fewer rows (LIMIT)."
