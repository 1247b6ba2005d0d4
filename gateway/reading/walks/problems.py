"""Problems of a walk: its conditions, its order and its tokens, in words for every door."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class ConditionValue(CallerProblem):
    """`expected` is a kind of value; the value itself is not told again."""

    code = "condition_value"
    fr = "La valeur comparée à « {what} » n'est pas {expected_fr}."
    en = 'The value compared with "{what}" is not {expected_en}.'
    next_fr = (
        "Écrivez-la selon le type de la colonne, que décrit la liste des colonnes de ces données."
    )
    next_en = (
        "Write it as the type of the column says, which the list of columns of these data tells."
    )


class ConditionForm(CallerProblem):
    code = "condition_form"
    fr = "Dans le filtre, « {what} » attend {expected_fr}."
    en = 'In the filter, "{what}" takes {expected_en}.'
    next_fr = "Corrigez cet endroit du filtre, puis recommencez."
    next_en = "Correct that place of the filter, then try again."


class ConditionTooLong(CallerProblem):
    code = "condition_too_long"
    fr = "Le filtre est trop long : {limit} {what_fr} au plus."
    en = "The filter is too long: {limit} {what_en} at most."
    next_fr = "Posez une question plus courte, ou envoyez-la en SQL à /v1/sql, où les valeurs sont des paramètres."
    next_en = "Ask a shorter question, or send it in SQL to /v1/sql, where values are parameters."


class PageTokenUnknown(CallerProblem):
    """Of another reader, another question, or a dataset that has changed: all alike."""

    code = "page_token_unknown"
    fr = "La suite demandée n'est pas celle de cette question, ou les données ont changé de forme depuis la page précédente."
    en = "The page asked for does not continue this question, or the data have changed their form since the page before."
    next_fr = "Suivez le lien de la page précédente tel quel, ou reprenez à la première page."
    next_en = "Follow the link of the page before as it stands, or begin again at the first page."
