"""Counts a body's data in deposits: the bytes of all versions of its datasets, as long as they lie
there. Versions that were deposited before their size was kept count nothing.
"""

from __future__ import annotations

from collections import Counter

from catalog.actions.quotas.problems import DepositQuotaExceeded
from catalog.actions.quotas.words import limit_words
from catalog.model.deposit import DepositVersion
from catalog.model.identifiers import Siren
from catalog.model.quota import QuotaKind
from catalog.snapshot import Snapshot


def bytes_kept(catalog: Snapshot) -> Counter[Siren]:
    """By body, in one pass over all deposits. Of withdrawn datasets too: their files are kept."""
    kept: Counter[Siren] = Counter()
    for deposit in catalog.deposits.values():
        dataset = catalog.datasets.get(deposit.dataset_id)
        dataset = dataset or catalog.withdrawn_datasets.get(deposit.dataset_id)
        if dataset is not None:
            kept[dataset.owner] += sum(version.size_bytes or 0 for version in deposit.versions)
    return kept


def refuse_beyond_quota(body: Siren, version: DepositVersion, catalog: Snapshot) -> None:
    """Raises DepositQuotaExceeded: of the owner's quota, whoever leaves the file."""
    quota = catalog.quotas.get(body)
    limit = None if quota is None else quota.megabytes
    if limit is None:
        return
    kept = bytes_kept(catalog)[body] + (version.size_bytes or 0)
    if kept > limit * QuotaKind.MEGABYTES.scale:
        words = limit_words(QuotaKind.MEGABYTES, limit)
        raise DepositQuotaExceeded(
            body=catalog.organisations[body].name, limit_fr=words.fr, limit_en=words.en
        )
