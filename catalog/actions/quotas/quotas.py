"""The quota of a body: set by the operator, or taken away; the rule is pure."""

from __future__ import annotations

from catalog.actions.facts import Facts, Findings
from catalog.actions.outcome import Acted
from catalog.actions.quotas.problems import QuotaRefused
from catalog.actions.quotas.words import quota_words
from catalog.changes import Changes
from catalog.model.bilingual import Bilingual
from catalog.model.quota import Quota, QuotaKind

MOST = 2_000_000_000


def set_quota(wanted: Quota, facts: Facts) -> Acted:
    """All three limits at once; without any, the body has no quota. Nothing changes where it is
    set so already. Raises ActRefused.
    """
    findings = Findings()
    for kind in QuotaKind:
        limit = wanted.limit(kind)
        if limit is not None and not 1 <= limit <= MOST:
            findings.add(QuotaRefused(given=limit, most=MOST), kind.value)
    findings.raise_any()
    before = facts.catalog.quotas.get(wanted.organisation)
    name = facts.catalog.organisations[wanted.organisation].name
    if wanted.is_none:
        sentence = Bilingual(f"{name} n'a plus de quota.", f"{name} has no quota any more.")
        return Acted("set_quota", Changes(removed=() if before is None else (before,)), (sentence,))
    words = quota_words(wanted)
    sentence = Bilingual(f"Quota de {name} : {words.fr}.", f"Quota of {name}: {words.en}.")
    changes = Changes() if before == wanted else Changes((wanted,))
    return Acted("set_quota", changes, (sentence,))
