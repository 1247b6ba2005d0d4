"""What a search of 10,000 datasets costs, with the facets of its page (`--search`)."""

from dataclasses import replace
from datetime import date
from itertools import cycle, islice
from time import perf_counter

from catalog.cog import load_cog
from catalog.model.identifiers import CommuneCode, Siren
from catalog.search.facets import Traits
from catalog.search.index import SearchIndex
from catalog.search.listing import CatalogueQuestion, CatalogueReader, list_catalogue
from tests.bench.report import Figure
from tests.unit.search.declared import declared, read_lines, territories

DATASETS, AIM_MS, RUNS = 10_000, 50.0, 3
READER = CatalogueReader(None, frozenset(), frozenset(), date(2026, 12, 1))


async def figures_of_search():
    """The median and the 95th percentile of the queries of tests/unit/search, and the making of an
    index, which is beside the loop.
    """
    datasets = list(islice(_datasets(), DATASETS))
    known, _ = territories()
    covered = {owner.siren: known.of(owner) for _, owner in datasets}
    started = perf_counter()
    index = SearchIndex.of(datasets, known.places, covered)
    traits = Traits.of(datasets, covered, {})
    made_ms = (perf_counter() - started) * 1000
    typed = [query for _, query, *_ in read_lines("queries/written_with_the_engine.tsv")]
    list_catalogue(CatalogueQuestion("eau"), index, traits, READER)
    times = sorted(min(_search_ms(each, index, traits) for _ in range(RUNS)) for each in typed)
    words = len(index.vocabulary.words)
    for name, place in (("median", 0.5), ("95th percentile", 0.95), ("slowest", 1)):
        ms = times[min(int(len(times) * place), len(times) - 1)]
        what = f"a search of {DATASETS:,} datasets ({words:,} words), {name}"
        yield Figure(what, ms, "its aim", AIM_MS, ms / AIM_MS, within_ms=AIM_MS)
    yield Figure("making that index", made_ms, "a second", 1000.0, made_ms / 1000.0)


def _search_ms(typed, index, traits):
    started = perf_counter()
    list_catalogue(CatalogueQuestion(typed), index, traits, READER)
    return (perf_counter() - started) * 1000


def _datasets():
    """The declarations of the towns, each of another commune of the country in turn."""
    towns = [(dataset, owner) for dataset, owner in declared() if owner.commune_code == "56165"]
    names = load_cog().steady_names()
    hamlets = cycle(names.values())
    for number, (code, name) in enumerate(names.items()):
        if number % 80:
            continue
        siren = Siren(f"{100_000_000 + number:09d}")
        for dataset, owner in towns:
            town = replace(owner, siren=siren, name=name, commune_code=CommuneCode(code))
            title = f"{dataset.title_fr} de {name}, {next(hamlets)}"
            yield replace(dataset, id=f"{code}__{dataset.name}", owner=siren, title_fr=title), town
    yield from cycle(declared())
