"""Datasets and agreements whose turn it is to be tried: from what was found, and the hour alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from catalog.drift.records import StorageHealth
from catalog.health.nights import RETRY, night_of, window_of
from catalog.health.probes import DatasetProbe
from catalog.health.tries import is_awaiting_retry
from catalog.model.health import AgreementHealth, HealthState
from catalog.model.hours import Hours
from catalog.model.storage import Storage

BY_DEFAULT = Hours(1, 6)


def is_an_hour_of(storages: Iterable[Storage], by_default: Hours, now: datetime) -> bool:
    """True within the hours of the installation, or of an owner of one of these storages."""
    hours = {each.verified_between or by_default for each in storages} | {by_default}
    return any(window_of(now, each) is not None for each in hours)


@dataclass(frozen=True, slots=True)
class Turn:
    """`own` are the hours that the storage's owner set, `by_default` those of the installation."""

    own: Hours | None
    by_default: Hours
    now: datetime

    @property
    def window(self) -> datetime | None:
        """The beginning of tonight's hours; None outside of them."""
        return window_of(self.now, self.own or self.by_default)

    @property
    def may_be_asked(self) -> bool:
        """Always, by the hours of the installation: those of an owner bind."""
        return self.own is None or self.window is not None

    def is_due(
        self,
        probe: DatasetProbe | None,
        version: int,
        healths: Collection[AgreementHealth],
        storage: StorageHealth | None,
    ) -> bool:
        """Once each night, an hour after something was seen, and by day once a storage that did not
        answer does again, or should.
        """
        if self.window is not None and (
            probe is None or probe.version != version or probe.tried_at < self.window
        ):
            return True
        if probe is None or not self.may_be_asked:
            return False
        if any(is_awaiting_retry(each) for each in healths):
            return self.now - probe.tried_at >= RETRY
        return probe.code is not None and self._is_worth_another(probe, healths, storage)

    def _is_worth_another(
        self,
        probe: DatasetProbe,
        healths: Collection[AgreementHealth],
        storage: StorageHealth | None,
    ) -> bool:
        answers = storage is not None and storage.is_up and storage.since > probe.tried_at
        is_day = night_of(self.now) is None
        was_off = any(each.state is HealthState.OFF_AT_NIGHT for each in healths)
        return answers or (is_day and was_off and night_of(probe.tried_at) is not None)

    def is_due_without_source(self, health: AgreementHealth | None) -> bool:
        """Of an agreement whose dataset was withdrawn: nothing is asked of any storage."""
        if self.window is not None and (health is None or health.tried_at < self.window):
            return True
        if health is None or not is_awaiting_retry(health):
            return False
        return self.now - health.tried_at >= RETRY
