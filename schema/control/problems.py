"""What the control fields tell when they cannot answer."""

from __future__ import annotations

from catalog.model.problem import CallerProblem, OperatorProblem


class MissingIdentifier(CallerProblem):
    code = "missing_identifier"
    fr = "Indiquez soit « siren », soit « slug »."
    en = 'Give either "siren" or "slug".'
    next_fr = "Corrigez les arguments de « organisation »."
    next_en = 'Correct the arguments of "organisation".'


class UnknownOrganisation(CallerProblem):
    code = "organisation_not_registered"
    fr = "Aucun organisme n'est enregistré sous le SIREN {organisation}."
    en = "No organisation is registered under the SIREN {organisation}."
    next_fr = "Cherchez-le avec « organisations »."
    next_en = 'Look for it with "organisations".'


class ControlFailed(OperatorProblem):
    """A bug of ours, met while a control field was answered."""

    code = "control_failed"
    status = 500
    fr = "Cette information n'a pas pu être préparée."
    en = "This information could not be prepared."
    next_fr = "Signalez-le avec la référence de la requête."
    next_en = "Report it with the reference of the request."


class InvalidDate(CallerProblem):
    code = "invalid_date"
    fr = "Une date s'écrit AAAA-MM-JJ."
    en = "A date is written YYYY-MM-DD."
    next_fr = "Corrigez la date."
    next_en = "Correct the date."


class InvalidArgument(CallerProblem):
    code = "invalid_argument"
    fr = "Un argument n'a pas la valeur attendue."
    en = "An argument does not have the value expected."
    next_fr = "Corrigez l'argument à l'endroit indiqué."
    next_en = "Correct the argument at that place."
