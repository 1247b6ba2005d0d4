"""The SQLSTATE by which PostgreSQL's clients know a problem; whatever has none is told by whose
turn it is.
"""

from __future__ import annotations

from collections.abc import Mapping

from pygwire.messages import ErrorResponse

from catalog.model.problem import (
    CallerProblem,
    DeniedProblem,
    Language,
    OperatorProblem,
    Problem,
    SourceProblem,
)

STATES: Mapping[str, str] = {
    "bad_token": "28P01",
    "key_from_elsewhere": "28000",
    "key_outside_scope": "42501",
    "too_many_requests": "53300",
    "too_many_queries": "53300",
    "too_many_downloads": "53300",
    "reader_too_slow": "57014",
    "shutting_down": "57P01",
    "source_timeout": "57014",
    "engine_disk_full": "53100",
    "too_many_rows": "54000",
    "too_many_bytes": "54000",
    "sql_limit": "54001",
    "query_too_complex": "54001",
    "document_too_large": "54000",
    "unknown_dataset": "42P01",
    "unknown_source": "42P01",
    "unknown_column": "42703",
    "ambiguous_column": "42702",
    "ambiguous_source": "42712",
    "sql_syntax": "42601",
    "sql_unfinished": "42601",
    "sql_character": "42601",
    "sql_statement": "0A000",
    "sql_explain": "0A000",
    "sql_construct": "0A000",
    "sql_written_otherwise": "0A000",
    "postgresql_not_here": "0A000",
    "postgresql_setting": "42704",
    "postgresql_literal": "22P02",
    "postgresql_nothing_prepared": "26000",
    "postgresql_protocol": "08P01",
    "postgresql_without_tls": "28000",
    "postgresql_password": "28P01",
    "postgresql_too_many_prepared": "53400",
    "postgresql_catalogs_elsewhere": "0A000",
    "postgresql_late": "57P05",
    "postgresql_full": "53300",
    "postgresql_in_failed_transaction": "25P02",
    "postgresql_read_only": "25006",
    "postgresql_cancelled": "57014",
    "sql_reserved_name": "42939",
    "sql_types": "42804",
    "sql_argument": "42883",
    "sql_not_grouped": "42803",
    "sql_misplaced_function": "42803",
    "sql_parameter_count": "08P01",
    "sql_parameter_type": "22P02",
    "sql_literal": "22P02",
    "sql_untyped_column": "42P18",
    "expression_failed": "22000",
    "partial_not_told": "0A000",
    "invalid_value": "22P02",
}
_BY_TURN: tuple[tuple[type[Problem], str], ...] = (
    (DeniedProblem, "42501"),
    (SourceProblem, "58030"),
    (OperatorProblem, "58000"),
    (CallerProblem, "42000"),
)


def state_of(problem: Problem) -> str:
    """Five letters: PostgreSQL's appendix A."""
    state = problem.facts.get("state", STATES.get(problem.code))
    if isinstance(state, str):
        return state
    return next(other for kind, other in _BY_TURN if isinstance(problem, kind))


def error_message(
    problem: Problem, language: Language, reference: str, *, ends: bool = False
) -> bytes:
    """The sentence, the next step as the hint, the code and the reference as the detail."""
    fields = {
        "S": "FATAL" if ends else "ERROR",
        "V": "FATAL" if ends else "ERROR",
        "C": state_of(problem),
        "M": problem.sentence(language),
        "D": f"{problem.code} ({reference})",
        "H": problem.next_step(language),
    }
    return ErrorResponse(fields=fields).to_wire()
