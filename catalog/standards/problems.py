"""The problem of a standard's name."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class UnknownStandard(CallerProblem):
    code = "unknown_standard"
    status = 404
    fr = "Aucun standard « {standard} » n'est connu ici ; il y a : {known}."
    en = 'No standard "{standard}" is known here; there are: {known}.'
    next_fr = "Choisissez un de ces noms."
    next_en = "Choose one of these names."
