"""Refusals of long answers that their reader has not taken."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class TooManyDownloads(CallerProblem):
    """Long answers that one person, machine or address has not taken yet."""

    code = "too_many_downloads"
    status = 429
    retry_after_s = 15
    fr = "Vous avez déjà {limit} longues réponses en cours de transfert."
    en = "You have {limit} long answers on their way already."
    next_fr = "Attendez que l'une d'elles soit arrivée, ou interrompez-la, puis recommencez."
    next_en = "Wait until one of them has arrived, or break it off, then try again."


class ReaderTooSlow(CallerProblem):
    """The answer is broken off: what was not taken is forgotten."""

    code = "reader_too_slow"
    status = 408
    fr = "La réponse est reçue trop lentement (moins de {kilobytes} ko par seconde) : elle est interrompue."
    en = "The answer is taken too slowly (less than {kilobytes} kB a second): it is broken off."
    next_fr = (
        "Demandez moins de lignes ou de colonnes, ou un format plus court (Parquet),"
        " puis recommencez avec une meilleure connexion."
    )
    next_en = (
        "Ask for fewer rows or columns, or for a shorter format (Parquet), then try again with a"
        " better connection."
    )
