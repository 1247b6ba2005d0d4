"""Unions of a standard that cannot be answered: too large, or with rows that come twice."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class StandardOverlap(CallerProblem):
    """Two datasets of a standard have rows of one commune in one month: a sum would count twice."""

    code = "standard_overlap"
    fr = "« {one} » et « {other} » ont tous deux des lignes de la commune {commune} pour {month} : un total les compterait deux fois ({count} communes et mois en tout)."
    en = '"{one}" and "{other}" both have rows of the commune {commune} in {month}: a total would count them twice ({count} communes and months in all).'
    next_fr = "Demandez overlap COMPETENT pour ne garder que l'organisme compétent à cette date, ALL pour garder toutes les lignes, ou choisissez un seul jeu : WHERE dataset = '{one}'."
    next_en = "Ask overlap COMPETENT to keep the body that is competent at that date alone, ALL to keep every row, or choose one dataset: WHERE dataset = '{one}'."


class StandardOverlapUndated(StandardOverlap):
    """The same of a standard whose rows are of no day: things that are there."""

    code = "standard_overlap_undated"
    fr = "« {one} » et « {other} » ont tous deux des lignes de la commune {commune}, et ce standard ne dit pas de jour : rien ne dit si ce sont les mêmes ({count} communes en tout)."
    en = '"{one}" and "{other}" both have rows of the commune {commune}, and this standard says no day: nothing tells whether they are the same ({count} communes in all).'
    next_fr = "Demandez overlap COMPETENT pour ne garder que l'organisme compétent aujourd'hui (si le standard a une compétence), ALL pour garder toutes les lignes, ou choisissez un seul jeu : WHERE dataset = '{one}'."
    next_en = "Ask overlap COMPETENT to keep the body that is competent today alone (if the standard has a competence), ALL to keep every row, or choose one dataset: WHERE dataset = '{one}'."


class StandardTooLarge(CallerProblem):
    """`nodes`: of the arms of standards that are written out, each kind of them twice at most."""

    code = "standard_too_large"
    fr = "La requête est trop grande à préparer : ses jeux sont donnés de trop de façons différentes pour tant de colonnes ({nodes} éléments, {limit} au plus)."
    en = "The query is too large to prepare: its datasets are given in too many different ways for so many columns ({nodes} elements, {limit} at most)."
    next_fr = "Nommez moins de colonnes (pas d'étoile), nommez la table une seule fois, ou lisez les jeux voulus par leur propre nom (organisme.jeu)."
    next_en = "Name fewer columns (no star), name the table once only, or read the datasets that you want by their own names (body.dataset)."
