"""A type of GraphQL has the fields of the service's dataclass, and reads its values as they are.

Covers gateway.control.mirror, gateway.control.outcome, gateway.acts.machine_keys.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import strawberry

from catalog.actions.outcome import Acted
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.organisation import Organisation
from gateway.control.mirror import Shown, mirror
from gateway.control.outcome import DONE, Outcome


@dataclass(frozen=True)
class ValueOfRow:
    code: str
    words: Bilingual


@dataclass(frozen=True)
class ValueOfTable:
    id: str
    rows: tuple[ValueOfRow, ...]
    first: ValueOfRow | None
    size: int


@mirror()
class Row(Shown[ValueOfRow]): ...


@mirror("Une table. / A table.", size="Lignes. / Rows.")
class Table(Shown[ValueOfTable]):
    double: int = strawberry.field(resolver=lambda root: 2 * root.size)


@strawberry.type
class Query:
    @strawberry.field
    def table(self) -> Table | None:
        row = ValueOfRow("a", Bilingual("une", "one"))
        return Table.of(ValueOfTable("t-1", (row,), None, 1))


SCHEMA = strawberry.Schema(Query)


def test_the_type_has_the_fields_of_the_dataclass_then_its_own():
    assert '''"""Une table. / A table."""
type Table {
  id: ID!
  rows: [Row!]!
  first: Row

  """Lignes. / Rows."""
  size: Int!
  double: Int!
}''' in SCHEMA.as_str()


def test_a_value_is_read_with_all_that_it_holds():
    found = SCHEMA.execute_sync(
        "{ table { id rows { code words { fr en } } first { code } size double } }"
    )
    assert found.errors is None
    row = {"code": "a", "words": {"fr": "une", "en": "one"}}
    assert found.data == {
        "table": {"id": "t-1", "rows": [row], "first": None, "size": 1, "double": 2}
    }


def test_words_for_a_field_that_there_is_not_are_refused():
    with pytest.raises(Exception, match="sise"):

        @mirror(sise="Lignes. / Rows.")
        class Misspelt(Shown[ValueOfTable]): ...


def test_a_stored_class_is_not_mirrored():
    with pytest.raises(TypeError, match="Organisation"):

        @mirror()
        class Body(Shown[Organisation]): ...


@mirror(DONE)
class Result(Outcome): ...


@strawberry.type
class Acts:
    @strawberry.field
    def done(self, dry_run: bool) -> Result | None:
        acted = Acted("set_quota", Changes(()), (Bilingual("Fait.", "Done."),))
        return Result.after(acted, dry_run=dry_run)


@pytest.mark.parametrize(("trial", "applied"), [("true", False), ("false", True)])
def test_the_outcome_of_an_act_says_whether_it_was_done(trial, applied):
    asked = f"{{ done(dryRun: {trial}) {{ act applied sentences {{ en }} }} }}"
    answer = strawberry.Schema(Acts).execute_sync(asked)
    sentences = [{"en": "Done."}]
    assert answer.data == {"done": {"act": "set_quota", "applied": applied, "sentences": sentences}}
