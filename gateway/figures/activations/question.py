"""Questions that a report leaves open: the data of a role, or the column of a field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Column, Dataset
from catalog.model.published_service import BindingMode
from gateway.figures.activations.proposal import Candidate
from services_run.folder import Role


@dataclass(frozen=True, slots=True)
class Option:
    """`value` is what answers; `label` is for a person."""

    value: str
    label: Bilingual


@dataclass(frozen=True, slots=True)
class Question:
    """`key`: `role.field`, which `columns` takes, or a role, which `datasets` takes (`field` is
    None then). `name` and `dataset`: the data that it is about.
    """

    key: str
    name: str
    dataset: Dataset
    field: str | None
    role: Bilingual
    text: Bilingual
    options: tuple[Option, ...]
    suggested: str | None = None
    """The option to propose: the first of data that serve as well; the only column, or the only one
    with a unit where the field has one.
    """

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(one.value for one in self.options)


def question_of_data(
    role: Role, first: Candidate, alike: Sequence[Candidate], *, is_linked: bool = False
) -> Question:
    """Of data that leave most of a role absent, or that serve it as well as others do. Where they
    are linked to those of another role, nothing is suggested: nobody else knows which belong
    together.
    """
    fields, present = len(role.fields), len(first.binding.columns)
    title = first.dataset.title_fr, first.dataset.title_en
    if first.binding.is_thin:
        text = Bilingual(
            f"« {title[0]} » n'a que {present} des {fields} colonnes utiles pour {role.label.fr} : "
            "sont-ce les bonnes données ?",
            f'"{title[1]}" has only {present} of the {fields} columns that are useful for '
            f"{role.label.en}: are they the right data?",
        )
    else:
        text = Bilingual(
            f"Plusieurs de vos données conviennent aussi bien pour {role.label.fr} : lesquelles ?",
            f"Several of your data fit as well for {role.label.en}: which ones?",
        )
    options = tuple(Option(one.name, _titled(one)) for one in alike)
    suggested = None if first.binding.is_thin or is_linked else first.name
    return Question(
        role.name, first.name, first.dataset, None, role.label, text, options, suggested
    )


def _titled(one: Candidate) -> Bilingual:
    """With its owner, where that is another, and what it covers, where that was counted."""
    whose = "" if one.mode is BindingMode.OWN else f", {one.owner}"
    covers = Bilingual("", "") if one.coverage is None else one.coverage.in_words()
    return Bilingual(
        _joined(f"{one.dataset.title_fr}{whose}", covers.fr),
        _joined(f"{one.dataset.title_en}{whose}", covers.en),
    )


def _joined(title: str, covers: str) -> str:
    return f"{title} · {covers}" if covers else title


def question_of_a_column(
    role: Role, one: Candidate, field: str, choices: Sequence[str]
) -> Question:
    """`choices`: names of its columns, the likeliest first."""
    dataset, needed = one.dataset, role.fields[field]
    text = Bilingual(
        f"Dans « {dataset.title_fr} », quelle colonne est {needed.shown.fr} ?",
        f'In "{dataset.title_en}", which column is {needed.shown.en}?',
    )
    known = {str(column.name): column for column in dataset.columns}
    options = tuple(Option(name, _with_unit(known[name])) for name in choices)
    with_unit = [name for name in choices if needed.unit and known[name].unit is not None]
    likely = with_unit or list(choices)
    suggested = likely[0] if len(likely) == 1 else None
    return Question(
        f"{role.name}.{field}", one.name, dataset, field, role.label, text, options, suggested
    )


def _with_unit(column: Column) -> Bilingual:
    """« Total enlevé (t) »."""
    unit = f" ({column.unit})" if column.unit else ""
    return Bilingual(f"{column.label_fr}{unit}", f"{column.label_en}{unit}")
