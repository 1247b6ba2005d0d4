"""Why an answer is not frozen as a figure, or a figure not corrected."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class UnknownFigure(CallerProblem):
    code = "unknown_figure"
    status = 404
    fr = "Aucun chiffre figé que vous puissiez voir n'a l'empreinte « {figure} »."
    en = 'No frozen figure that you may see has the digest "{figure}".'
    next_fr = "Cherchez-le parmi ceux de votre organisme, par année et par indicateur."
    next_en = "Look for it among those of your organisation, by year and indicator."


class FigureExists(CallerProblem):
    code = "figure_exists"
    status = 409
    fr = "Votre organisme a déjà figé « {indicator} » {year} : {figure}."
    en = 'Your organisation has frozen "{indicator}" {year} already: {figure}.'
    next_fr = "Corrigez ce chiffre en disant ce qui change, ou donnez un autre nom à l'indicateur."
    next_en = "Correct that figure and say what changes, or give the indicator another name."


class FigureCorrected(CallerProblem):
    code = "figure_corrected"
    status = 409
    fr = "Ce chiffre a déjà été corrigé par {by}."
    en = "This figure was corrected already by {by}."
    next_fr = "Corrigez la dernière version, si c'est elle qui ne va pas."
    next_en = "Correct the last version, if that is the one that is wrong."


class FigureTooLarge(CallerProblem):
    code = "figure_too_large"
    status = 413
    fr = "Cette réponse est trop grande pour être figée : {limit} {what_fr} au plus."
    en = "This answer is too large to be frozen: {limit} {what_en} at most."
    next_fr = "Figez des totaux (GROUP BY) plutôt que le détail des lignes."
    next_en = "Freeze totals (GROUP BY) rather than the rows themselves."


class FigureWithoutRows(CallerProblem):
    code = "figure_without_rows"
    status = 422
    fr = "La réponse n'a aucune ligne : il n'y a rien à figer."
    en = "The answer has no row: there is nothing to freeze."
    next_fr = "Vérifiez la période et le filtre de la requête, puis recommencez."
    next_en = "Check the period and the filter of the statement, then try again."


class FigureRefused(CallerProblem):
    code = "figure_refused"
    fr = "Ce chiffre ne peut pas être figé ainsi : {why_fr}."
    en = "This figure cannot be frozen like this: {why_en}."
    next_fr = "Corrigez ce champ, puis recommencez."
    next_en = "Correct this field, then try again."


class TooManyFigures(CallerProblem):
    code = "too_many_figures"
    status = 409
    fr = "Votre organisme a déjà {limit} chiffres figés : c'est le plus qui puisse être gardé ici."
    en = "Your organisation has {limit} frozen figures already: no more can be kept here."
    next_fr = "Demandez à l'exploitant de la plateforme de relever cette limite."
    next_en = "Ask the operator of the platform to raise this limit."


class DisputesNotSent(CallerProblem):
    code = "disputes_not_sent"
    status = 422
    fr = "Les contestations ne sont pas envoyées à {to} : {why_fr}."
    en = "The disputes are not sent to {to}: {why_en}."
    next_fr = "Figez un résultat de « service fait » calculé sur les seuls bons de ce prestataire, ou écrivez-lui autrement."
    next_en = 'Freeze a result of "service fait" that is computed on this contractor\'s slips alone, or write to it otherwise.'
