"""A statement that is larger than it may be."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class SqlLimit(CallerProblem):
    code = "sql_limit"
    fr = "La requête SQL dépasse une limite : au plus {limit} {what_fr}."
    en = "The SQL query passes a limit: at most {limit} {what_en}."
    next_fr = "Coupez-la en plusieurs requêtes, ou simplifiez-la."
    next_en = "Split it into several queries, or make it simpler."
