"""The refusal of an answer that is not whole, where its format has no place to say so."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class PartialNotTold(CallerProblem):
    code = "partial_not_told"
    status = 409
    fr = "Il manque des lignes à cette réponse ({missing_fr}), et ce format n'a pas de place pour le dire."
    en = "This answer lacks rows ({missing_en}), and this format has no place to say so."
    next_fr = "Demandez la réponse en JSON, où « scope » dit ce qui manque et chez qui, ou recommencez plus tard."
    next_en = (
        'Ask for the answer in JSON, where "scope" says what is missing and whose, or try again'
        " later."
    )


def lacking(down: int, left_out: int) -> PartialNotTold:
    """The problem of so many sources that do not answer and that leave rows out."""
    fr = [f"{_sources(down)} sans réponse"] if down else []
    en = [f"{_sources(down)} not answering"] if down else []
    if left_out:
        fr.append(f"{_sources(left_out)} avec des codes inconnus")
        en.append(f"{_sources(left_out)} with unknown codes")
    return PartialNotTold(missing_fr=", ".join(fr), missing_en=", ".join(en))


def _sources(count: int) -> str:
    """« 1 source », « 2 sources »: the same in both languages."""
    return f"{count} source" if count == 1 else f"{count} sources"
