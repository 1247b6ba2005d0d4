"""Bugs of the tables of standards: each gives, names or adds up what the law did not give."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from federation import likeness, planning
from federation.standards import fields_given, standard_tables
from gateway.reading.query import sql_prepare, standard_coverage, standard_scope, standard_sources
from tests.integration.standard_bodies import GIVEN, HIDDEN

Plant = Callable[[Any], None]


def _a_denied_dataset_is_one_of_the_sources(monkeypatch: Any) -> None:
    """As its owner would be given it, whatever the law says to this reader."""
    right = standard_sources.sources_of

    def wrong(standard: Any, datasets: Any, bound: Any, snapshot: Any) -> Any:
        any_given = next((each for each in bound.values() if each.branches), None)
        branches = () if any_given is None else any_given.branches
        given = {
            key: replace(each, branches=branches, aggregate_only=False)
            if not each.branches
            else each
            for key, each in bound.items()
        }
        return right(standard, datasets, given, snapshot)

    monkeypatch.setattr(standard_sources, "sources_of", wrong)


def _a_statement_is_kept_whatever_it_was_expanded_to(monkeypatch: Any) -> None:
    monkeypatch.setattr(sql_prepare, "standards_fingerprint", lambda _: "")


def _what_is_hidden_is_a_candidate(monkeypatch: Any) -> None:
    class Everything:
        def __init__(self, view: Any) -> None:
            self.datasets = tuple(view.snapshot.datasets.values())

    right = standard_sources.standard_sources

    async def wrong(wanted: Any, view: Any, *rest: Any) -> Any:
        return await right(wanted, Everything(view), *rest)

    monkeypatch.setattr(sql_prepare, "standard_sources", wrong)


def _tonnes_are_kilograms(monkeypatch: Any) -> None:
    right = fields_given.conformity

    def wrong(standard: Any, dataset: Any) -> Any:
        return tuple(replace(each, factor=None) for each in right(standard, dataset))

    monkeypatch.setattr(fields_given, "conformity", wrong)


def _a_rate_divides_by_every_commune_of_the_owner(monkeypatch: Any) -> None:
    """Those of which the reader sees no row too."""
    right = standard_coverage.coverage_rows

    def wrong(months: Any, cog: Any) -> Any:
        for code, year, _, *counts in right(months, cog):
            labels = [cog.label(each, date(year, 1, 1)) for each in (*GIVEN, HIDDEN)]
            yield code, year, sum(each.population for each in labels), *counts

    monkeypatch.setattr(standard_coverage, "coverage_rows", wrong)


def _a_word_that_is_no_code_stays(monkeypatch: Any) -> None:
    monkeypatch.setattr(standard_tables, "in_list", lambda *_: None)


def _what_the_owner_says_of_its_words_is_forgotten(monkeypatch: Any) -> None:
    right = fields_given.conformity

    def wrong(standard: Any, dataset: Any) -> Any:
        columns = tuple(replace(each, codes=()) for each in dataset.columns)
        return right(standard, replace(dataset, columns=columns))

    monkeypatch.setattr(fields_given, "conformity", wrong)


BUGS: dict[str, Plant] = {
    "a rate divides by every commune of the owner": _a_rate_divides_by_every_commune_of_the_owner,
    "a denied dataset is one of the sources": _a_denied_dataset_is_one_of_the_sources,
    "a statement is kept whatever it was expanded to": (
        _a_statement_is_kept_whatever_it_was_expanded_to
    ),
    "what is hidden is a candidate": _what_is_hidden_is_a_candidate,
    "a word that is no code stays": _a_word_that_is_no_code_stays,
    "what the owner says of its words is forgotten": (
        _what_the_owner_says_of_its_words_is_forgotten
    ),
    "tonnes are kilograms": _tonnes_are_kilograms,
}


def datasets_are_alike_whatever_rows_are_given(monkeypatch: Any) -> None:
    monkeypatch.setattr(likeness, "_rows", lambda _: ())


def a_pattern_stands_for_what_it_did_when_it_was_read(monkeypatch: Any) -> None:
    """Whatever the decision says that the plan is made with."""
    monkeypatch.setattr(planning, "unlike_written_out", lambda logical, *_: logical)


def a_source_that_is_down_stops_the_others(monkeypatch: Any) -> None:
    monkeypatch.setattr(standard_scope, "SourceProblem", TimeoutError)
