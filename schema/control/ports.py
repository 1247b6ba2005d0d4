"""What the control side asks of the gateway: doors that it supplies through the context."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from catalog.actions.sharing.acted import Acted
from catalog.actions.sharing.acts import SharingAct
from catalog.actions.sharing.preview import AgreementPreview


@dataclass(frozen=True, slots=True)
class ActAnswer:
    """`preview` for acts that show what an agreement gives."""

    acted: Acted
    preview: AgreementPreview | None = None


class ActPort(Protocol):
    async def __call__(self, act: SharingAct, *, dry_run: bool) -> ActAnswer:
        """As the subject of this request. Raises ActRefused, ActsRefused, CatalogMoved."""
        ...


@dataclass(frozen=True, slots=True)
class ControlPorts:
    act: ActPort
