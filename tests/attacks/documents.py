"""Random GraphQL documents over a world's datasets: every slice, filter, order and relation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random

from catalog.model.dataset import Dataset
from tests.attacks.sources import KINDS, MISTAKES
from tests.attacks.worlds import LINKED, SLUGS, World

_VALUES = {
    "text": ('"OMR"', '"P-1"', '"35308"', '"CANARI-3"', '"canari"', '"7"'),
    "int": ("2", "5", "4242425", "-3"),
    "big": ('"40000"', '"4242421000005"', "0"),
    "dec": ('"4242.421"', '"30.000"', "2"),
    "num": ("4242.5", "0.5"),
    "date": ('"1942-04-05"', '"2019-01-01"', '"2023-12-31"'),
    "local": ('"1942-04-05T04:02:00"', '"2019-01-01T00:30:00"'),
    "instant": ('"1942-04-05T04:02:00Z"', '"2019-01-01T00:00:00Z"'),
}
_ORDERED = ("eq", "ne", "gt", "gte", "lt", "lte")
_LIKE = ("contains", "startsWith", "endsWith")
_WAYS = ("ASC", "DESC", "ASC_NULLS_FIRST", "DESC_NULLS_LAST")
_COMMUNES = (
    'commune: { code: { eq: "35308" } }',
    'commune: { code: { in: ["35191", "35308", "35168"] } }',
    'commune: { nom: { startsWith: "mesnil-roc", fold: CASE_ACCENT } }',
    "commune: { nom: { isNull: true } }",
    'commune: { inTerritory: { of: "lecteur", competence: "1510" } }',
    'commune: { inTerritory: { of: "val", at: "2019-06-01" } }',
)
_SHOWN = ("commune { code nom population epci { siren nom } }", "commune { nom }")


def draw_document(random: Random, world: World) -> str:
    readable = [each for each in world.datasets if world.branches(each.id)]
    return _Document(random, world, random.choice(readable)).text()


@dataclass(frozen=True)
class Listed:
    """One list, page by page as `$after` says; and the same at once."""

    paged: str
    whole: str


def draw_list(random: Random, world: World, dataset: Dataset) -> Listed:
    return _Document(random, world, dataset).listed()


class _Document:
    def __init__(self, random: Random, world: World, dataset: Dataset) -> None:
        self.random, self.world, self.dataset = random, world, dataset
        granted = {name for branch in world.branches(dataset.id) for name in branch.columns}
        self.columns = {
            str(each.name): KINDS[each.type.scalar]
            for each in dataset.columns
            if each.id in granted or random.random() < MISTAKES
        }
        self.has_communes = f"{dataset.id}_code" in granted
        name, other = LINKED.get(dataset.id, ("", ""))
        is_known = bool(other) and world.decision.datasets[other].discoverable
        self.linked = (name, world.snapshot.datasets[other]) if is_known else None
        self.has_key = {f"{dataset.id}_id", f"{dataset.id}_code"} <= granted

    def text(self) -> str:
        makers = [self._nodes, self._nodes, self._groups, self._aggregate, self._count]
        parts = [f"p{place}: {each()}" for place, each in enumerate(self._some(makers, 3))]
        field = f"{self.dataset.name}{self._arguments()} {{ {' '.join(parts)} }}"
        return f"{{ {SLUGS[self.dataset.owner]} {{ {field} }} }}"

    def listed(self) -> Listed:
        """In an order that has cursors, by few rows a page: many are level in it."""
        made = []
        if self.random.random() < 0.3:
            made.append(f"where: {{ {self._filter(self._names(1)[0])} }}")
        exact = [name for name, kind in self.columns.items() if kind != "num"]
        if exact and self.random.random() < 0.4:
            made.append(f"orderBy: {{ {self.random.choice(exact)}: {self.random.choice(_WAYS)} }}")
        owner, nodes = SLUGS[self.dataset.owner], self._nodes()
        info = "pageInfo { hasNextPage endCursor }"

        def field(*arguments: str) -> str:
            given = ", ".join([*made, *arguments])
            return f"{{ {owner} {{ {self.dataset.name}({given}) {{ {nodes} {info} }} }} }}"

        size = self.random.randint(1, 4)
        after = "query ($after: String)"
        return Listed(f"{after} {field(f'first: {size}', 'after: $after')}", field("first: 10000"))

    def _some(self, options: list, most: int) -> list:  # type: ignore[type-arg]
        return self.random.sample(options, self.random.randint(1, min(most, len(options))))

    def _names(self, most: int = 4) -> list[str]:
        return self._some(list(self.columns), most)

    def _arguments(self) -> str:
        made = []
        if self.random.random() < 0.75:
            made.append(f"where: {self._where()}")
        if self.random.random() < 0.6:
            terms = [f"{{ {name}: {self.random.choice(_WAYS)} }}" for name in self._names(2)]
            if self.has_communes and self.random.random() < 0.3:
                terms.append(f"{{ commune: {{ nom: {self.random.choice(_WAYS)} }} }}")
            made.append(f"orderBy: [{', '.join(terms)}]")
        if self.random.random() < 0.5:
            made.append(f"first: {self.random.randint(0, 6)}")
        return f"({', '.join(made)})" if made else ""

    def _where(self, depth: int = 0) -> str:
        chance = self.random.random()
        if depth < 2 and chance < 0.3:
            items = ", ".join(self._where(depth + 1) for _ in range(2))
            return f"{{ {self.random.choice(['AND', 'OR'])}: [{items}] }}"
        if depth < 2 and chance < 0.4:
            return f"{{ NOT: {self._where(depth + 1)} }}"
        if self.has_communes and chance < 0.5:
            return f"{{ {self.random.choice(_COMMUNES)} }}"
        if self.linked is not None and chance < 0.76:
            return f"{{ {self._linked_rows(*self.linked)} }}"
        return f"{{ {', '.join(self._filter(name) for name in self._names(2))} }}"

    def _linked_rows(self, name: str, dataset: Dataset) -> str:
        other = _Document(self.random, self.world, dataset)
        quantifier = self.random.choice(["some", "every", "none"])
        inner = f"{{ {', '.join(other._filter(each) for each in other._names(2))} }}"
        if quantifier != "every" and self.random.random() < 0.2:
            inner = "{}"
        return f"{name}: {{ {quantifier}: {inner} }}"

    def _filter(self, name: str) -> str:
        kind = self.columns[name]
        if kind == "bool":
            return f"{name}: {{ eq: {self.random.choice(['true', 'false'])} }}"
        if self.random.random() < 0.15:
            return f"{name}: {{ isNull: {self.random.choice(['true', 'false'])} }}"
        value = self.random.choice(_VALUES[kind])
        if self.random.random() < 0.2:
            return f"{name}: {{ in: [{value}, {self.random.choice(_VALUES[kind])}] }}"
        if kind == "text":
            fold = self.random.choice(["NONE", "CASE", "CASE_ACCENT"])
            return f"{name}: {{ {self.random.choice(_ORDERED + _LIKE)}: {value}, fold: {fold} }}"
        return f"{name}: {{ {self.random.choice(_ORDERED)}: {value} }}"

    def _nodes(self) -> str:
        fields = [*self._names(), "__typename"]
        if self.has_key and self.random.random() < 0.3:
            fields.append("_id")
        if self.has_communes and self.random.random() < 0.4:
            fields.append(self.random.choice(_SHOWN))
        return f"nodes {{ {' '.join(fields)} }}"

    def _groups(self) -> str:
        keys = [self._key(name) for name in self._names(2)]
        if self.has_communes and self.random.random() < 0.3:
            keys.append("commune { code nom }")
        written = " ".join(f"k{place}: {key}" for place, key in enumerate(keys))
        having = ""
        if self.random.random() < 0.3:
            having = f"(having: {{ count: {{ {self.random.choice(_ORDERED)}: 2 }} }})"
        parts = [self._aggregate()]
        if self.random.random() < 0.4:
            only = self._aggregate().replace("aggregate", f"aggregate(where: {self._where(1)})", 1)
            parts.append(f"only: {only}")
        if self.random.random() < 0.25:
            parts.append(self._rows())
        times = set(re.findall(r"k\d+: (\w+)\(by:", written))
        if len(times) == 1 and self.random.random() < 0.6:
            parts.append(self._window())
        return f"groupBy{having} {{ key {{ {written} }} {' '.join(parts)} }}"

    def _window(self) -> str:
        ordered = [name for name, kind in self.columns.items() if kind != "bool"]
        made = ["rank(of: { count: DESC })", "difference { count }"]
        made.append(f"last: rank(of: {{ max: {{ {self.random.choice(ordered)}: ASC }} }})")
        for name, kind in self.columns.items():
            if kind in {"int", "dec", "big"}:
                made += [f"r{name}: runningSum {{ {name} }}"]
                made += [f"d{name}: difference {{ sum {{ {name} }} }}"]
        fields = " ".join(self._some(made, 3))
        return f"window {{ {fields} }}"

    def _rows(self) -> str:
        order = f"orderBy: [{{ {self._names(1)[0]}: {self.random.choice(_WAYS)} }}]"
        first = f"first: {self.random.randint(1, 3)}"
        return f"rows({first}, {order}) {{ {' '.join(self._names())} }}"

    def _key(self, name: str) -> str:
        if self.columns[name] in {"date", "local", "instant"} and self.random.random() < 0.3:
            parts = ["MONTH_OF_YEAR", "DAY_OF_WEEK"]
            parts += [] if self.columns[name] == "date" else ["HOUR_OF_DAY"]
            return f"datePart {{ {name}(by: {self.random.choice(parts)}) }}"
        if self.columns[name] in {"date", "local", "instant"} and self.random.random() < 0.7:
            return f"{name}(by: {self.random.choice(['YEAR', 'MONTH', 'DAY'])})"
        return name

    def _aggregate(self) -> str:
        numbers = [name for name, kind in self.columns.items() if kind in {"int", "dec", "big"}]
        made = ["count", f"countDistinct {{ {' '.join(self._names(2))} }}"]
        if numbers:
            made += [f"sum {{ {numbers[0]} }}", f"avg {{ {numbers[-1]} }}"]
        ordered = [name for name, kind in self.columns.items() if kind != "bool"]
        if ordered:
            made.append(f"max {{ {self.random.choice(ordered)} }}")
            made.append(f"min {{ {self.random.choice(ordered)} }}")
        ranked = [name for name, kind in self.columns.items() if kind not in {"bool", "text"}]
        if ranked:
            made.append(f"median {{ {self.random.choice(ranked)} }}")
            made.append(f"percentile(p: 90) {{ {self.random.choice(ranked)} }}")
        return f"aggregate {{ {' '.join(self._some(made, 3))} }}"

    def _count(self) -> str:
        return "totalCount(mode: EXACT) { value exact }"
