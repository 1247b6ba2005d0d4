"""Random documents over the sample's collectes: filters, orders, groups, fragments, variables."""

FILTERS = {
    "idPesee": ("String", ['"P003"', '"P010"', '"P02"']),
    "remarque": ("String", ['"É"', '"evite"', '"%"', '"_"', '"a_b"', '"œ"', '"Ça"']),
    "dateCollecte": ("Date", ['"2019-01-01"', '"2021-06-30"', '"2018-12-31"']),
    "tonnageKg": ("Decimal", ['"1.5"', "2", "3.125", '"0"']),
    "nbBacsLeves": ("Int", ["0", "5", "-1"]),
    "dureeH": ("Float", ["1.25", "2", "0.5"]),
    "total": ("BigInt", ['"2000000000000"', "0"]),
    "horodatage": ("DateTime", ['"2024-06-01T00:00:00Z"', '"2024-08-01T02:00:00+02:00"']),
    "saisie": ("Timestamp", ['"2024-01-02T00:00:00"']),
}
ORDERED = ["eq", "ne", "gt", "gte", "lt", "lte"]
LIKE = ["contains", "startsWith", "endsWith"]
DIRECTIONS = [
    "ASC",
    "DESC",
    "ASC_NULLS_FIRST",
    "ASC_NULLS_LAST",
    "DESC_NULLS_FIRST",
    "DESC_NULLS_LAST",
]
NODES = [
    "idPesee",
    "dateCollecte",
    "codeCommune",
    "flux",
    "tonnageKg",
    "nbBacsLeves",
    "dureeH",
    "horodatage",
    "controle",
    "detail",
    "remarque",
    "total",
    "saisie",
    "_id",
    "__typename",
    "commune { code nom population epci { siren nom } }",
    "commune { epci { nom } c: code }",
]
KEYS = [
    "flux",
    "controle",
    "remarque",
    "tonnageKg",
    "dateCollecte(by: YEAR)",
    "dateCollecte(by: MONTH)",
    "dateCollecte",
    "horodatage(by: WEEK)",
    "horodatage(by: DAY)",
    "saisie(by: HOUR)",
    "datePart { dateCollecte(by: DAY_OF_WEEK) }",
    "datePart { horodatage(by: HOUR_OF_DAY) w: horodatage(by: DAY_OF_WEEK) }",
    "datePart { saisie(by: HOUR_OF_DAY) dateCollecte(by: MONTH_OF_YEAR) __typename }",
    "commune { code nom }",
    "commune { epci { nom } }",
]
AGGREGATES = [
    "count",
    "countDistinct { flux codeCommune controle }",
    "sum { tonnageKg nbBacsLeves total dureeH }",
    "avg { tonnageKg nbBacsLeves dureeH }",
    "min { dateCollecte remarque horodatage tonnageKg }",
    "max { saisie total flux dureeH }",
    "median { tonnageKg nbBacsLeves dateCollecte }",
    "percentile(p: 90) { tonnageKg total saisie horodatage }",
    "p7: percentile(p: 7.5) { dureeH nbBacsLeves dateCollecte } p: percentile(p: 100) { total }",
]


WINDOWS = [
    "runningSum { tonnageKg nbBacsLeves total }",
    "rank(of: { count: DESC }) least: rank(of: { min: { saisie: ASC } })",
    "heavy: rank(of: { percentile: { p: 80, of: { tonnageKg: DESC_NULLS_FIRST } } })",
    "difference { count sum { tonnageKg nbBacsLeves total } __typename }",
    "d: difference { n: count sum { dureeH } }",
]
HAVING = [
    "having: { count: { gte: %(two)s } }",
    "having: { NOT: { countDistinct: { flux: { lt: %(two)s } } } }",
]
HAVING_ALONE = [
    'having: { sum: { tonnageKg: { gt: "4.5" } }, count: { lt: 30 } }',
    "having: { NOT: { min: { dateCollecte: { isNull: true } } } }",
    "having: { percentile: { p: 33.4, of: { nbBacsLeves: { gt: 1 } } } }",
    'having: { median: { tonnageKg: { lte: "2.5" }, horodatage: { isNull: false } } }',
    "having: { OR: [{ avg: { dureeH: { lte: 2.5 } } }, { countDistinct: { flux: { eq: 1 } } }] }",
]


class Writer:
    def __init__(self, rng):
        self.rng, self.declared, self.values, self.fragments = rng, [], {}, []

    def pick(self, options, most=3):
        return self.rng.sample(options, self.rng.randint(1, min(most, len(options))))

    def operand(self, scalar, literal):
        """The literal itself, or a variable that holds it, or one that is absent."""
        chance = self.rng.random()
        if chance < 0.6:
            return literal
        name = f"v{len(self.declared)}"
        self.declared.append(f"${name}: {scalar}")
        if chance < 0.85:
            self.values[name] = eval(literal)
        return f"${name}"

    def filter(self, field):
        if field in {"commune", "bornes"}:
            return self.commune() if field == "commune" else self.linked()
        if field == "flux":
            flux = self.operand("String", '"OMR"')
            return self.rng.choice(
                [f"flux: {{ eq: {flux} }}"]
                if flux.startswith("$")
                else ['flux: { in: ["OMR", "VERRE"] }', 'flux: { ne: "CS" }', "flux: { in: [] }"]
            )
        if field == "controle":
            return f"controle: {{ eq: {self.operand('Boolean', 'True').lower()} }}"
        scalar, literals = FILTERS[field]
        kind = self.rng.random()
        if kind < 0.15:
            return f"{field}: {{ isNull: {self.rng.choice(['true', 'false'])} }}"
        if kind < 0.3:
            two = sorted(self.rng.choices(literals, k=2))
            operator = self.rng.choice(["in", "notIn", "between"])
            return f"{field}: {{ {operator}: [{', '.join(two)}] }}"
        operators = ORDERED + (LIKE if scalar == "String" else [])
        pairs = [
            f"{operator}: {self.operand(scalar, self.rng.choice(literals))}"
            for operator in self.pick(operators, 2)
        ]
        if scalar == "String" and self.rng.random() < 0.5:
            pairs.append(f"fold: {self.rng.choice(['NONE', 'CASE', 'CASE_ACCENT'])}")
        return f"{field}: {{ {', '.join(pairs)} }}"

    def commune(self):
        return self.rng.choice(
            [
                'commune: { code: { eq: "35308" } }',
                'commune: { nom: { contains: "mesnil", fold: CASE_ACCENT } }',
                'commune: { nom: { ne: "Pacé" } }',
                "commune: { nom: { isNull: true } }",
                'commune: { code: { in: ["35147", "35308"] }, nom: { startsWith: "L" } }',
                'commune: { epci: { nom: { contains: "romantique", fold: CASE } } }',
                'commune: { epci: { siren: { notIn: ["243500667"] } } }',
                "commune: { code: { in: [] } }",
            ]
        )

    def linked(self):
        quantifier = self.rng.choice(["some", "every", "none"])
        inner = self.rng.choice(
            [
                "{ litres: { gte: %s } }",
                '{ nom: { contains: "tang", fold: CASE_ACCENT } }',
                '{ commune: { nom: { ne: "Pacé" } }, litres: { isNull: false } }',
                "{ NOT: { litres: { lt: 2000 } } }",
                '{ collectes: { some: { flux: { eq: "OMR" } } } }',
                "{ nom: { isNull: true } }" if quantifier == "every" else "{}",
            ]
        )
        if "%s" in inner:
            inner %= self.operand("Int", "1500")
        return f"bornes: {{ {quantifier}: {inner} }}"

    def where(self, depth=0):
        chance = self.rng.random()
        if depth < 2 and chance < 0.45:
            name = self.rng.choice(["AND", "OR"])
            items = ", ".join(self.where(depth + 1) for _ in range(self.rng.randint(1, 3)))
            return f"{{ {name}: [{items}] }}"
        if depth < 2 and chance < 0.6:
            return f"{{ NOT: {self.where(depth + 1)} }}"
        fields = self.pick([*FILTERS, "flux", "controle", "commune", "bornes"], 2)
        return f"{{ {', '.join(self.filter(field) for field in fields)} }}"

    def order(self, options):
        terms = [
            f"{{ {option % self.rng.choice(DIRECTIONS)} }}" for option in self.pick(options, 3)
        ]
        return f"orderBy: [{', '.join(terms)}]"

    def arguments(self):
        made = []
        if self.rng.random() < 0.75:
            made.append(f"where: {self.where()}")
        if self.rng.random() < 0.6:
            plain = [f"{name}: %s" for name in [*FILTERS, "flux", "controle", "codeCommune"]]
            made.append(self.order([*plain, "commune: { nom: %s }", "commune: { code: %s }"]))
        if self.rng.random() < 0.5:
            made.append(f"first: {self.rng.randint(0, 40)}")
        if self.rng.random() < 0.3:
            made.append(f"offset: {self.rng.randint(0, 30)}")
        return f"({', '.join(made)})" if made else ""

    def nodes(self):
        fields = [self.decorated(field) for field in self.pick(NODES, 6)]
        if self.rng.random() < 0.3:
            name = f"F{len(self.fragments)}"
            self.fragments.append(
                f"fragment {name} on ValDIlleAubigne_Collectes_Node {{ {' '.join(fields)} }}"
            )
            return f"nodes {{ ...{name} }}"
        return f"nodes {{ {' '.join(fields)} remarque @include(if: true) }}"

    def decorated(self, field):
        chance = self.rng.random()
        if chance < 0.15:
            return f"alias{self.rng.randint(0, 99)}x{len(field)}: {field}"
        if chance < 0.25:
            name = f"b{len(self.declared)}"
            self.declared.append(f"${name}: Boolean!")
            self.values[name] = self.rng.random() < 0.5
            word, _, rest = field.partition(" ")
            return f"{word} @{self.rng.choice(['skip', 'include'])}(if: ${name}) {rest}"
        return field

    def rows(self):
        made = []
        if self.rng.random() < 0.7:
            made.append(f"first: {self.rng.randint(1, 4)}")
        if self.rng.random() < 0.7:
            made.append(self.order([f"{name}: %s" for name in [*FILTERS, "flux", "controle"]]))
        arguments = f"({', '.join(made)})" if made else ""
        return f"rows{arguments} {{ {' '.join(self.pick(NODES[:13], 4))} __typename }}"

    def groups(self):
        keys = self.pick(KEYS, 2)
        made = []
        names = [key.partition("(")[0].partition(" ")[0] for key in keys]
        options = ["count: %s", "sum: { tonnageKg: %s }", "max: { dateCollecte: %s }"]
        options += ["median: { total: %s }", "percentile: { p: 20, of: { nbBacsLeves: %s } }"]
        for key, name in zip(keys, names, strict=True):
            if key.startswith("commune"):
                options.append("key: { commune: { nom: %s } }")
            elif key.startswith("datePart"):
                part = "saisie" if "saisie" in key else key.split()[2].partition("(")[0]
                options.append(f"key: {{ datePart: {{ {part}: %s }} }}")
            else:
                options.append(f"key: {{ {name}: %s }}")
        if self.rng.random() < 0.6:
            made.append(self.order(options))
        if self.rng.random() < 0.5:
            made.append(
                self.rng.choice(HAVING) % {"two": self.operand("BigInt", "2")}
                if self.rng.random() < 0.5
                else self.rng.choice(HAVING_ALONE)
            )
        if self.rng.random() < 0.3:
            made.append(f"first: {self.rng.randint(0, 8)}, offset: {self.rng.randint(0, 3)}")
        arguments = f"({', '.join(made)})" if made else ""
        aliased = [f"k{index}: {key}" for index, key in enumerate(keys)]
        measured = [self.aggregate()]
        while self.rng.random() < 0.5:
            only = self.aggregate().replace("aggregate", f"aggregate(where: {self.where()})", 1)
            measured.append(f"only{len(measured)}: {only}")
        if self.rng.random() < 0.3:
            measured.append(self.rows())
        if self.rng.random() < 0.5 and (window := self.window(keys)):
            measured.insert(self.rng.randint(0, len(measured)), window)
        return f"groupBy{arguments} {{ key {{ {' '.join(aliased)} }} {' '.join(measured)} }}"

    def window(self, keys):
        """Where just one of the keys is a time, said or not; nothing elsewhere."""
        cut = [key.partition("(")[0] for key in keys if "(by:" in key and "datePart" not in key]
        cut += [key for key in keys if key == "dateCollecte"]
        if not cut:
            return ""
        is_clear = len(set(cut)) == 1 and self.rng.random() < 0.5
        over = "" if is_clear else f"(over: {self.rng.choice(cut)})"
        return f"window{over} {{ {' '.join(self.pick(WINDOWS, 4))} }}"

    def aggregate(self):
        return f"aggregate {{ {' '.join(self.pick(AGGREGATES, 4))} }}"


def random_document(rng):
    writer = Writer(rng)
    parts = writer.pick(
        [writer.nodes, writer.groups, writer.aggregate, lambda: "totalCount { value exact }"], 4
    )
    body = " ".join(part() for part in parts)
    field = f"collectes{writer.arguments()} {{ {body} }}"
    head = f"query({', '.join(writer.declared)})" if writer.declared else "query"
    document = f"{head} {{ valDIlleAubigne {{ {field} }} }} {' '.join(writer.fragments)}"
    return document, writer.values
