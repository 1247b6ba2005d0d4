"""Results, counts, corrections and suggestions tell nothing of what a reader may not discover.

Covers gateway.control.catalogue, gateway.control.catalogue_types, gateway.control.catalogue_words,
catalog.search.listing, catalog.search.facets, catalog.search.reasons, catalog.search.suggesting,
catalog.search.themes.
"""

import random
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

from catalog.cog import load_cog
from catalog.model.dataset import AccessLevel
from catalog.model.subject import ANONYMOUS
from catalog.model.version import CatalogVersion
from catalog.search.words import written_words
from catalog.snapshot import snapshot_of
from catalog.standpoint import Standpoint
from gateway.control.catalogue import CatalogueFilter, resolve_catalogue
from gateway.control.context import ControlContext
from schema.types.view import View
from tests.unit.search.declared import bodies, declared

READERS, WORDS = 10, 100
NOW = datetime(2026, 12, 1, tzinfo=UTC)


def picture(datasets, epoch):
    return snapshot_of(
        version=CatalogVersion(epoch, 1),
        organisations=tuple(owner for _, owner in bodies()),
        datasets=tuple(datasets),
    )


def asked_by(snapshot, seen, subject=ANONYMOUS):
    context = ControlContext(
        Standpoint(subject, snapshot, NOW), View.of(snapshot, seen), load_cog(), services=None
    )
    return SimpleNamespace(context=context)


async def test_each_search_equals_that_of_a_catalogue_of_what_the_reader_sees():
    chance = random.Random(33)
    sample = chance.sample([dataset for dataset, _ in declared()], 120)
    whole = picture(sample, "whole")
    words = sorted({word for each in sample for word in written_words(each.title_fr)})
    found = Counter()
    for reader in range(READERS):
        seen = [each for each in sample if chance.random() < 0.5]
        ids = [each.id for each in seen]
        shown, alone = asked_by(whole, ids), asked_by(picture(seen, f"alone {reader}"), ids)
        for typed in chance.choices(words, k=WORDS):
            # A whole word, its beginning as it is typed, and a slip.
            text = chance.choice([typed, typed[:4], typed[:-2] + typed[-1:], f"{typed} vannes"])
            answers = [await resolve_catalogue(each, text) for each in (shown, alone)]
            assert answers[0] == answers[1], (reader, text)
            found[bool(answers[0].entries)] += 1
    assert found.total() == READERS * WORDS
    assert min(found.values()) > 50


async def test_a_facet_counts_what_passes_the_others_and_the_reasons_are_told():
    chosen = [
        replace(dataset, access_level=AccessLevel.OPEN)
        for dataset, owner in declared()
        if owner.slug in {"vannes", "betton", "smictom"}
    ]
    info = asked_by(picture(chosen, "facets"), [each.id for each in chosen])
    page = await resolve_catalogue(info, "tonnages", CatalogueFilter(theme=["dechets"]))
    (reason,) = page.entries[0].reasons
    assert (page.entries[0].dataset.name, reason.words.fr) == ("pesees", "titre")
    both = await resolve_catalogue(info, None, CatalogueFilter(theme=["enfance"]), first=3)
    counts = {facet.code: {v.code: v.count for v in facet.values} for facet in both.facets}
    assert both.total == sum(counts["owner"].values()) == counts["theme"]["enfance"]
    assert counts["theme"]["dechets"] > 0
    assert set(counts["territory"]) == {"35", "56"}
    assert counts["access"] == {"open": both.total}
    assert len(both.entries) == 3
    value = await resolve_catalogue(info, "OMR")
    told = {each.dataset.name: [one.words.fr for one in each.reasons] for each in value.entries}
    assert told["pesees"] == ["valeur OMR de la colonne Flux"]


async def test_nothing_found_says_what_was_understood_and_near_words():
    seen = [dataset for dataset, _ in declared()]
    info = asked_by(picture(seen, "nothing"), [each.id for each in seen])
    page = await resolve_catalogue(info, "zzyzx ecologistes")
    assert page.total == 0
    assert [(each.typed, each.is_found) for each in page.understood] == [
        ("zzyzx", False),
        ("ecologistes", False),
    ]
    assert "école" in page.understood[1].near
    corrected = await resolve_catalogue(info, "subvantions")
    assert [each.read for each in corrected.understood] == ["subventions"]
