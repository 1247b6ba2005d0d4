"""The problem of a template that does not exist."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class UnknownTemplate(CallerProblem):
    code = "unknown_template"
    status = 404
    fr = "Aucun modèle de convention ne s'appelle « {template} »."
    en = 'No template of an agreement is called "{template}".'
    next_fr = "Choisissez l'un de : {known}."
    next_en = "Choose one of: {known}."
