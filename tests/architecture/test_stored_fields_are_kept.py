"""What entries of the catalog are made of: older and newer versions read each other's, so that a
field, a member or a family is never taken away, and a later one says what an older version does.

Covers catalog.model.later_field, catalog.changes.
"""

import dataclasses
from enum import Enum
from pathlib import Path
from typing import get_args, get_origin, get_type_hints

import pytest

from catalog.actions.agreement_text import _NOT_SIGNED
from catalog.changes import CLASSES, Family
from catalog.later_parts import _NAMED_BY
from catalog.model.agreement import Agreement
from catalog.model.later_field import Later, informs, later, restricts

KEPT = Path(__file__).with_name("stored_fields.txt")
NEVER_CHANGED = {"OnceOpen", "PurposeLabel", "Preview", "RetypedColumn", "Step", "SentFigure"}
"""Items of lists that are only ever added or taken out: the same is one with the same content."""
WHAT_TO_DO = f"""
What entries are made of has changed, and {KEPT.name} beside this test has not.
- A field more, of a class that was released: declare it informs(default) or restricts(default)
  (catalog/model/later_field.py; CONTRIBUTING, "A field of an entry", says which).
- A member or a family more: an older version refuses entries that use it, unless the family's
  value begins with "+"; say so in the changelog.
- Nothing is ever taken away, renamed, or given another default: entries hold it.
Then bring the file up to date: PYTHONPATH=. python {KEPT.parent.name}/{Path(__file__).name}
"""
SIGNS = {None: "", Later.INFORMS: "+", Later.RESTRICTS: "!"}


def kinds_within(kind, known):
    """The classes and enumerations of all values within one of type `kind`, added to `known`."""
    if get_args(kind):
        for part in get_args(kind):
            kinds_within(part, known)
    elif dataclasses.is_dataclass(kind) and kind not in known:
        known.add(kind)
        for field in fields_of(kind):
            kinds_within(get_type_hints(kind)[field.name], known)
    elif isinstance(kind, type) and issubclass(kind, Enum):
        known.add(kind)
    return known


def fields_of(kind):
    return [field for field in dataclasses.fields(kind) if field.init]


def stored():
    kinds = set()
    for kind in CLASSES.values():
        kinds_within(kind, kinds)
    return kinds


def written(field):
    text = f"{SIGNS[later(field)]}{field.name}"
    return text if later(field) is None else f"{text}={field.default!r}"


def line(kind):
    """`Deposit: dataset_id storage_id versions`, `Tls = disable require`."""
    name = f"{kind.__module__.rpartition('.')[2]}.{kind.__name__}"
    if issubclass(kind, Enum):
        return f"{name} = {' '.join(str(member.value) for member in kind)}"
    return f"{name}: {' '.join(written(field) for field in fields_of(kind))}"


def lines():
    return sorted(line(kind) for kind in {*stored(), Family})


def test_what_entries_are_made_of_is_what_was_released():
    assert lines() == KEPT.read_text("utf-8").splitlines(), WHAT_TO_DO


def test_nothing_that_is_signed_only_informs():
    """Whoever knows less could not tell that the text is the one that was signed."""
    hints = get_type_hints(Agreement)
    signed = set()
    for field in fields_of(Agreement):
        if field.name not in _NOT_SIGNED:
            assert later(field) is not Later.INFORMS
            kinds_within(hints[field.name], signed)
    for kind in signed:
        if dataclasses.is_dataclass(kind):
            assert Later.INFORMS not in map(later, fields_of(kind)), kind


def test_an_item_of_a_list_is_known_again_when_an_entry_is_written_anew():
    items = set()
    for kind in filter(dataclasses.is_dataclass, stored()):
        for hint in get_type_hints(kind).values():
            for part in (hint, *get_args(hint)):
                if get_origin(part) is tuple and dataclasses.is_dataclass(get_args(part)[0]):
                    items.add(get_args(part)[0])
    assert {kind.__name__ for kind in items - set(_NAMED_BY)} == NEVER_CHANGED
    for kind, names in _NAMED_BY.items():
        assert set(names) <= {field.name for field in fields_of(kind)}


@pytest.mark.parametrize(
    ("declared", "text"),
    [
        (dataclasses.field(), "size"),
        (informs(None), "+size=None"),
        (restricts(default=0), "!size=0"),
    ],
)
def test_a_planted_field_is_seen_with_what_it_does(declared, text):
    planted = dataclasses.make_dataclass("Planted", [("size", int | None, declared)])
    assert line(planted).endswith(f".Planted: {text}")


if __name__ == "__main__":
    KEPT.write_text("\n".join(lines()) + "\n", "utf-8")
