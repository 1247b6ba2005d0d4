"""Problems of what groups are asked for: percentiles, windows, first rows."""

from __future__ import annotations

from schema.problems import DocumentProblem


class DistinctByGroups(DocumentProblem):
    code = "distinct_by_groups"
    fr = "« {of} » n'a pas d'argument « {argument} » : un groupe montre sa première ligne."
    en = '"{of}" has no argument "{argument}": a group shows its first row.'
    next_fr = "Écrivez {of} {{ groupBy {{ key {{ … }} rows(first: 1, orderBy: […]) {{ … }} }} }}."
    next_en = "Write {of} {{ groupBy {{ key {{ … }} rows(first: 1, orderBy: […]) {{ … }} }} }}."


class PercentileRange(DocumentProblem):
    code = "percentile_range"
    fr = "« p » vaut {p} : un percentile va de 0, exclu, à 100, avec {decimals} décimales au plus."
    en = '"p" is {p}: a percentile goes from 0, excluded, to 100, with at most {decimals} decimals.'
    next_fr = "Écrivez par exemple percentile(p: 90), ou median pour la valeur du milieu."
    next_en = "Write percentile(p: 90) for example, or median for the value in the middle."


class WindowNeedsTime(DocumentProblem):
    code = "window_needs_time"
    fr = "« window » suit une seule clé de temps, choisie sous « key » ; ici : {keys}."
    en = '"window" follows one key of time, selected under "key"; here: {keys_en}.'
    next_fr = "Choisissez une date avec « by » (dateCollecte(by: MONTH)), ou nommez la clé : window(over: annee)."
    next_en = (
        'Select a date with "by" (dateCollecte(by: MONTH)), or name the key: window(over: annee).'
    )
