"""Data of a service that agreements keep apart, told as the roles that a person has chosen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from catalog.actions.services.problems import ServiceDataApart
from catalog.model.bilingual import Bilingual
from catalog.model.published_service import RoleBinding
from catalog.snapshot import Snapshot
from federation.problems import CombinationNotAgreed
from services_run.folder import Role, Service

_OF_ONE = Bilingual("choisissez des données d'un seul détenteur", "choose data of one owner alone")


@contextmanager
def told_of_roles(
    service: Service, bindings: Sequence[RoleBinding], snapshot: Snapshot
) -> Iterator[None]:
    """Raises ServiceDataApart for a CombinationNotAgreed, whose way out is one of a statement."""
    try:
        yield
    except CombinationNotAgreed as apart:
        agreement, name, other = (
            str(apart.facts[fact]) for fact in ("agreement", "dataset", "other")
        )
        without = _role_to_leave_out((other, name), service, bindings, snapshot)
        choice = _OF_ONE if without is None else _leaving_out(without)
        raise ServiceDataApart(
            agreement=agreement,
            dataset=_title(name, snapshot),
            other=_title(other, snapshot),
            owner=_owner(name, snapshot),
            choice_fr=choice.fr,
            choice_en=choice.en,
        ) from None


def _title(name: str, snapshot: Snapshot) -> str:
    dataset = snapshot.dataset_spelt(name)
    return name if dataset is None else dataset.title_fr


def _owner(name: str, snapshot: Snapshot) -> str:
    dataset = snapshot.dataset_spelt(name)
    if dataset is None:
        return name.partition(".")[0]
    return snapshot.organisations[dataset.owner].name


def _role_to_leave_out(
    names: Sequence[str], service: Service, bindings: Sequence[RoleBinding], snapshot: Snapshot
) -> Role | None:
    """The role that a service computes without, among those of the two datasets."""
    ids = {one.id for name in names if (one := snapshot.dataset_spelt(name)) is not None}
    roles = [service.roles[one.role] for one in bindings if one.dataset in ids]
    return next((role for role in roles if role.optional), None)


def _leaving_out(role: Role) -> Bilingual:
    return Bilingual(
        f"choisissez « aucune » pour {role.label.fr} (le service calcule le reste sans), ou des "
        "données à vous seul pour le reste",
        f'choose "none" for {role.label.en} (the service computes the rest without), or data of '
        "your own alone for the rest",
    )
