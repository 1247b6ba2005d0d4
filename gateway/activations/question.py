"""What a report leaves to say: which data serve a role, or which column is a field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset
from catalog.model.published_service import BindingMode
from federation.services.folder import Role
from gateway.activations.proposal import Candidate


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

    @property
    def choices(self) -> tuple[str, ...]:
        return tuple(one.value for one in self.options)


def question_of_data(role: Role, first: Candidate, alike: Sequence[Candidate]) -> Question:
    """Of data that leave most of a role absent, or that serve it as well as others do."""
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
    return Question(role.name, first.name, first.dataset, None, role.label, text, options)


def _titled(one: Candidate) -> Bilingual:
    """With its owner, where that is another."""
    whose = "" if one.mode is BindingMode.OWN else f", {one.owner}"
    return Bilingual(f"{one.dataset.title_fr}{whose}", f"{one.dataset.title_en}{whose}")


def question_of_a_column(
    role: Role, one: Candidate, field: str, choices: Sequence[str]
) -> Question:
    """`choices`: names of its columns, the likeliest first."""
    dataset, unit = one.dataset, role.fields[field].unit
    shown = field if unit is None or unit == field else f"{field}, {unit}"
    text = Bilingual(
        f"Dans « {dataset.title_fr} », quelle colonne est « {shown} » ({role.label.fr}) ?",
        f'In "{dataset.title_en}", which column is "{shown}" ({role.label.en})?',
    )
    known = {str(column.name): column for column in dataset.columns}
    options = tuple(
        Option(name, Bilingual(known[name].label_fr, known[name].label_en)) for name in choices
    )
    return Question(f"{role.name}.{field}", one.name, dataset, field, role.label, text, options)
