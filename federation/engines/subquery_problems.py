"""The problem of a subquery that an engine cannot run."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class SubqueryNotRun(CallerProblem):
    """A subquery of a form that Trino does not run: Trino tells once it has read the statement."""

    code = "subquery_not_run"
    fr = "Le moteur de ces données n'exécute pas une sous-requête de cette forme, qui dépend de la requête autour d'elle."
    en = "The engine of these data does not run a subquery of this form, which depends on the query around it."
    next_fr = "Reliez ses lignes par une jointure : WITH t AS (SELECT code, count(*) AS n FROM … GROUP BY code) SELECT … JOIN t ON t.code = a.code."
    next_en = "Relate its rows by a join: WITH t AS (SELECT code, count(*) AS n FROM … GROUP BY code) SELECT … JOIN t ON t.code = a.code."
