"""The same invoices, their lines another body's: every link leads from one body to another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from tests.integration.linked.places import Place, body_of, dataset_of, write

_WORD = re.compile(r"(\w+: )?\b(lignes|pesees)\b(:)?")


async def register_parted(
    services, name: str, storages, changed: Mapping[str, dict] | None = None
) -> dict[str, Place]:
    """By table, the body whose it is: `smictom-<name>`, but for the lines, which are those of
    `smictom-<name>b`. `storages` are by body.
    """
    of_tables = {"factures": name, "lignes": f"{name}b", "pesees": name}
    datasets = {}
    for table, body in of_tables.items():
        dataset = dataset_of(name, table, storages[body])
        links = tuple(
            replace(each, elsewhere=_called(each, of_tables, name)) for each in dataset.links
        )
        more = {"links": links, **(changed or {}).get(table, {})}
        datasets[table] = replace(dataset, **more)
    bodies = [entry for body, of in storages.items() for entry in body_of(body, [of])]
    await write(
        services, datasets, {table: storages[of] for table, of in of_tables.items()}, bodies
    )
    reverse = {
        table: f"smictom{of_tables[table].capitalize()}_{table}" for table in ("lignes", "pesees")
    }
    return {
        table: Place(body, datasets, lambda document: _spelt(document, reverse))
        for table, body in of_tables.items()
    }


def _called(link, of_tables, name) -> str:
    table = link.dataset.removeprefix(f"smictom_{name}__")
    return f"smictom-{of_tables[table]}.{table}.{link.key.removeprefix(f'{name}_{table}_')}"


def _spelt(document: str, reverse: Mapping[str, str]) -> str:
    """The ways back under their names, their answers under the names of trees; what the body lists
    itself is called as it is.
    """
    body, opened, rest = document[1:].partition("{")
    root = rest.split()[0].partition("(")[0]
    before, found, after = rest.partition(root)

    def named(word):
        key, name, colon = word.groups()
        if colon:
            return f"{key or ''}{reverse[name]}:"
        return f"{key or f'{name}: '}{reverse[name]}"

    return "{" + body + opened + before + found + _WORD.sub(named, after)
