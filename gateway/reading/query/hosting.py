"""Refuses a reading without a plan as one with a plan, where only the hosting is against it."""

from __future__ import annotations

from policies.decision import DatasetDecision
from policies.hosting_problems import HostingNotMet
from policies.problems import problem_of


def refuse_for_hosting(decision: DatasetDecision, dataset: str) -> None:
    """Raises HostingNotMet where nothing but the hosting stands against a reading."""
    for denial in decision.denials:
        if denial.code == HostingNotMet.code:
            raise problem_of(denial, dataset)
