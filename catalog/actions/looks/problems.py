"""Problems of a look that a body asks for."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class LookRefused(CallerProblem):
    code = "look_refused"
    fr = "Cette identité visuelle ne convient pas : {why_fr}."
    en = "This look does not do: {why_en}."
    next_fr = "Corrigez ce point, puis recommencez."
    next_en = "Fix this, then try again."


class ContrastTooLow(CallerProblem):
    code = "contrast_too_low"
    fr = "La couleur {colour} ne se lit pas assez bien : contraste de {figure_fr}, il faut {least_fr}."
    en = "The colour {colour} is not read well enough: contrast of {figure}, {least} is needed."
    next_fr = "Choisissez-la plus foncée, ou plus éloignée du gris moyen."
    next_en = "Choose a darker one, or one further from middle grey."
