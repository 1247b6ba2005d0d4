"""Problems that the control fields tell when they cannot answer."""

from __future__ import annotations

from catalog.model.problem import CallerProblem, DeniedProblem, OperatorProblem


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


class InvalidArgument(CallerProblem):
    code = "invalid_argument"
    fr = "Un argument n'a pas la valeur attendue."
    en = "An argument does not have the value expected."
    next_fr = "Corrigez l'argument à l'endroit indiqué."
    next_en = "Correct the argument at that place."


class TokenRequired(DeniedProblem):
    code = "token_required"
    fr = "Un acte se fait au nom de quelqu'un : cette requête ne porte aucun jeton."
    en = "An act is done by somebody: this request bears no token."
    next_fr = "Connectez-vous, puis recommencez avec l'en-tête Authorization."
    next_en = "Sign in, then try again with the Authorization header."


class RecipientNeeded(CallerProblem):
    code = "recipient_needed"
    fr = "Il manque à qui ces données sont données."
    en = "To whom these data are given is missing."
    next_fr = "Indiquez « to » : le nom court ou le SIREN de l'autre partie."
    next_en = 'Give "to": the short name or the SIREN of the other party.'


class TextOrTemplate(CallerProblem):
    code = "text_or_template"
    fr = "Une ligne donne soit « text », soit « template »."
    en = 'A line gives either "text" or "template".'
    next_fr = "Écrivez un seul des deux."
    next_en = "Write one of the two."


class RowsNotSaid(CallerProblem):
    """Silence must not mean every row, nor every row and a condition at once."""

    code = "rows_not_said"
    fr = "Quelles lignes sont données n'est pas dit, ou dit de deux façons."
    en = "Which rows are given is not said, or said in two ways."
    next_fr = (
        "Écrivez soit « all: true », soit des conditions (ownTerritory, listedTerritory, compare)."
    )
    next_en = 'Write either "all: true" or conditions (ownTerritory, listedTerritory, compare).'
