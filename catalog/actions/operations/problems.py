"""Problems of a document that a body saves, and of one that it has not saved."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class OperationRefused(CallerProblem):
    code = "operation_refused"
    fr = "Ce document ne peut pas être enregistré : {why_fr}."
    en = "This document cannot be saved: {why_en}."
    next_fr = "Corrigez ce point, puis recommencez."
    next_en = "Fix this, then try again."


class QuestionValueRefused(CallerProblem):
    """`name` is that of a value to fill in, or of none."""

    code = "question_value_refused"
    fr = "La valeur « {name} » de la question « {question} » {why_fr}."
    en = 'The value "{name}" of the question "{question}" {why_en}.'
    next_fr = "Les valeurs à remplir sont : {known}."
    next_en = "The values to fill in are: {known}."


class UnknownOperationName(CallerProblem):
    """The same for another body's as for none."""

    code = "unknown_saved_operation"
    status = 404
    fr = "Votre organisme n'a pas enregistré de document « {name} »."
    en = 'Your body has saved no document "{name}".'
    next_fr = "Lisez la liste des documents enregistrés : le champ operations de GraphQL la donne, comme GET /v1/operations."
    next_en = "Read the list of saved documents: the GraphQL field operations gives it, and GET /v1/operations."
