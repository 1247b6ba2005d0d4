"""Why an answer gives no figure, whoever asks."""

from __future__ import annotations

from catalog.model.problem import CallerProblem, OperatorProblem


class NotAnAnswer(CallerProblem):
    code = "not_an_answer"
    fr = "Cette requête ne lit aucun jeu de données : elle décrit le catalogue."
    en = "This statement reads no dataset: it describes the catalog."
    next_fr = "Figez une requête SELECT sur un jeu de données."
    next_en = "Freeze a SELECT over a dataset."


class NoSuchPart(CallerProblem):
    code = "no_such_part_of_figure"
    status = 404
    fr = "Ce chiffre n'a pas de page pour la commune {commune}."
    en = "This figure has no page for commune {commune}."
    next_fr = "Donnez le code d'une de ses communes : {communes_fr}."
    next_en = "Give the code of one of its communes: {communes_en}."


class FigureUnsigned(OperatorProblem):
    code = "figure_unsigned"
    fr = "Cette passerelle ne signe pas ses réponses : un chiffre figé n'aurait pas de preuve."
    en = "This gateway does not sign its answers: a frozen figure would have no proof."
    next_fr = "Donnez-lui une clé (INTERCO_PROOF_KEY_FILE), puis redémarrez-la."
    next_en = "Give it a key (INTERCO_PROOF_KEY_FILE), then start it again."


class FigureDamaged(CallerProblem):
    code = "figure_damaged"
    status = 422
    fr = "Ce chiffre n'est pas celui qui a été figé : {why_fr}."
    en = "This is not the figure that was frozen: {why_en}."
    next_fr = "Demandez à l'organisme le chiffre d'origine, avec son empreinte."
    next_en = "Ask the organisation for the original figure, with its digest."
