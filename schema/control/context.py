"""What the control fields may read: one frozen value a request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from catalog.cog import Cog
from catalog.model.subject import Subject
from catalog.snapshot import Snapshot
from schema.control.ports import ControlPorts
from schema.view import View


@dataclass(frozen=True, slots=True)
class ControlContext:
    """`view` bounds every dataset that is shown; organisations are public reference data."""

    snapshot: Snapshot
    view: View
    subject: Subject
    cog: Cog
    clock: Callable[[], datetime]
    ports: ControlPorts | None = None
