"""The eight workloads: what each side is asked, and the rows that its answer must say.

`rows` make the three answers one: lists of plain values, compared before anything is timed.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice

from tests.bench.peer.ground import communes

_OURS = "id codeCommune dateReleve flux tonnageKg volume remarque"
_THEIRS = _OURS.replace("id ", "rowId ", 1)
_SQL = """id::text AS "id", code_commune AS "codeCommune", date_releve AS "dateReleve", flux,
  tonnage_kg AS "tonnageKg", volume::text AS volume, remarque"""
_COLUMNS = _OURS.split()
PARENTS = 100


@dataclass(frozen=True)
class Case:
    """`ours` and `theirs` are GraphQL documents, `sql` one statement that gives one JSON text.

    `at_least`: how many times as many requests a second as PostGraphile with our duties
    we aim at, `beside_bare` as without any; `floor`: how
    many times as long as SQL by hand at most.
    """

    name: str
    what: str
    ours: str
    theirs: str
    sql: str
    read_ours: Callable
    read_theirs: Callable
    read_sql: Callable
    at_least: float | None = None
    beside_bare: float | None = None
    floor: float | None = None


def _cells(node):
    return [node["rowId" if key == "id" and "rowId" in node else key] for key in _COLUMNS]


def _our_rows(data):
    return [_cells(node) for node in data["valDIlleAubigne"]["releves"]["nodes"]]


def _their_rows(data):
    return [_cells(node) for node in data["allReleves"]["nodes"]]


def _bare_rows(answer):
    return [_cells(node) for node in answer]


def _list(name, what, count, **aim):
    return Case(
        name,
        what,
        ours=f"""{{ valDIlleAubigne {{ releves(where: {{ flux: {{ eq: "VERRE" }} }}, first: {count},
          orderBy: [{{ dateReleve: DESC_NULLS_FIRST }}, {{ id: DESC_NULLS_FIRST }}])
          {{ nodes {{ {_OURS} }} }} }} }}""",
        theirs=f"""{{ allReleves(condition: {{ flux: "VERRE" }}, first: {count},
          orderBy: [DATE_RELEVE_DESC, ROW_ID_DESC]) {{ nodes {{ {_THEIRS} }} }} }}""",
        sql=f"""SELECT coalesce(json_agg(t), '[]')::text FROM (SELECT {_SQL}
          FROM mesures.releves WHERE flux = 'VERRE'
          ORDER BY date_releve DESC, releves.id DESC LIMIT {count}) AS t""",
        read_ours=_our_rows,
        read_theirs=_their_rows,
        read_sql=_bare_rows,
        **aim,
    )


def _our_groups(data):
    return sorted(
        [
            group["key"]["codeCommune"],
            group["key"]["dateReleve"],
            group["aggregate"]["sum"]["tonnageKg"],
        ]
        for group in data["valDIlleAubigne"]["releves"]["groupBy"]
    )


def _their_groups(data):
    groups = data["allReleves"]["groupedAggregates"]
    return sorted([*group["keys"], group["sum"]["tonnageKg"]] for group in groups)


_GROUPS = Case(
    "W3",
    "W3: by month and commune, a département",
    at_least=2.5,
    ours="""{ valDIlleAubigne { releves(where: { codeDepartement: { eq: "48" } }) { groupBy {
      key { codeCommune dateReleve(by: MONTH) } aggregate { sum { tonnageKg } } } } } }""",
    theirs="""{ allReleves(condition: { codeDepartement: "48" }) {
      groupedAggregates(groupBy: [CODE_COMMUNE, DATE_RELEVE_TRUNCATED_TO_MONTH]) {
        keys sum { tonnageKg } } } }""",
    sql="""SELECT coalesce(json_agg(t), '[]')::text FROM (
      SELECT code_commune, date_trunc('month', date_releve::timestamp)::date AS month,
        sum(tonnage_kg)::text AS kg
      FROM mesures.releves WHERE code_departement = '48' GROUP BY 1, 2) AS t""",
    read_ours=_our_groups,
    read_theirs=_their_groups,
    read_sql=lambda answer: sorted(
        [each["code_commune"], each["month"], each["kg"]] for each in answer
    ),
)


def _our_parents(data):
    """Two lists in one document, put together by whoever asked: the children say their parent."""
    asked = data["valDIlleAubigne"]
    children = {node["code"]: [] for node in asked["communes"]["nodes"]}
    for node in asked["releves"]["nodes"]:
        children[node["codeCommune"]].append(_cells(node))
    return [
        [node["code"], node["nom"], sorted(children[node["code"]])]
        for node in asked["communes"]["nodes"]
    ]


def _their_parents(data):
    return [
        [node["code"], node["nom"], sorted(map(_cells, node["relevesByCodeCommune"]["nodes"]))]
        for node in data["allCommunes"]["nodes"]
    ]


def _parents(codes):
    """`codes`: the first hundred, which PostGraphile finds by counting."""
    listed = ", ".join(f'"{code}"' for code in codes)
    quoted = ", ".join(f"'{code}'" for code in codes)
    return Case(
        "W4",
        f"W4: {PARENTS} communes with their readings",
        at_least=2.5,
        ours=f"""{{ valDIlleAubigne {{
          communes(where: {{ code: {{ in: [{listed}] }} }}, orderBy: [{{ code: ASC_NULLS_LAST }}],
            first: {PARENTS}) {{ nodes {{ code nom }} }}
          releves(where: {{ codeCommune: {{ in: [{listed}] }} }}, first: 10000) {{
            nodes {{ {_OURS} }} }} }} }}""",
        theirs=f"""{{ allCommunes(first: {PARENTS}, orderBy: [CODE_ASC]) {{ nodes {{ code nom
          relevesByCodeCommune {{ nodes {{ {_THEIRS} }} }} }} }} }}""",
        sql=f"""SELECT json_agg(p)::text FROM (SELECT code, nom, (
            SELECT coalesce(json_agg(t), '[]') FROM (
              SELECT {_SQL} FROM mesures.releves WHERE code_commune = code) AS t) AS releves
          FROM mesures.communes WHERE code IN ({quoted}) ORDER BY code) AS p""",
        read_ours=_our_parents,
        read_theirs=_their_parents,
        read_sql=lambda answer: [
            [each["code"], each["nom"], sorted(map(_cells, each["releves"]))] for each in answer
        ],
    )


_POINT = Case(
    "W5",
    "W5: one row by its key",
    at_least=1.0,
    beside_bare=0.5,
    floor=2.0,
    ours=f"""{{ valDIlleAubigne {{ releves(where: {{ id: {{ eq: "123456" }} }}, first: 1)
      {{ nodes {{ {_OURS} }} }} }} }}""",
    theirs=f"""{{ releveByRowId(rowId: "123456") {{ {_THEIRS} }} }}""",
    sql=f"""SELECT coalesce(json_agg(t), '[]')::text FROM (
      SELECT {_SQL} FROM mesures.releves WHERE releves.id = 123456) AS t""",
    read_ours=_our_rows,
    read_theirs=lambda data: [_cells(data["releveByRowId"])],
    read_sql=_bare_rows,
)


def _our_page(data):
    return [data["valDIlleAubigne"]["releves"]["totalCount"]["value"], *_our_rows(data)]


def _their_page(data):
    return [data["allReleves"]["totalCount"], *_their_rows(data)]


_PAGE = Case(
    "W6",
    "W6: exact count, and 50 rows from the 5,000th",
    at_least=1.2,
    ours=f"""{{ valDIlleAubigne {{ releves(where: {{ flux: {{ eq: "OMR" }} }}, first: 50,
      offset: 5000, orderBy: [{{ dateReleve: DESC_NULLS_FIRST }}, {{ id: DESC_NULLS_FIRST }}])
      {{ totalCount(mode: EXACT) {{ value }} nodes {{ {_OURS} }} }} }} }}""",
    theirs=f"""{{ allReleves(condition: {{ flux: "OMR" }}, first: 50, offset: 5000,
      orderBy: [DATE_RELEVE_DESC, ROW_ID_DESC]) {{ totalCount nodes {{ {_THEIRS} }} }} }}""",
    sql=f"""SELECT json_build_object(
      'count', (SELECT count(*) FROM mesures.releves WHERE flux = 'OMR'),
      'rows', (SELECT json_agg(t) FROM (SELECT {_SQL} FROM mesures.releves WHERE flux = 'OMR'
        ORDER BY date_releve DESC, releves.id DESC LIMIT 50 OFFSET 5000) AS t))::text""",
    read_ours=_our_page,
    read_theirs=_their_page,
    read_sql=lambda answer: [answer["count"], *_bare_rows(answer["rows"])],
)


_WIDE = _OURS.replace("flux", "codeDepartement flux")
_WIDE_COLUMNS = _WIDE.split()


def _wide(node):
    return [node["rowId" if key == "id" and "rowId" in node else key] for key in _WIDE_COLUMNS]


def _nested(parents, children):
    return [
        [node["code"], node["nom"], [_wide(each) for each in children(node)]] for node in parents
    ]


def _linked_rows(codes):
    """As `_parents`, in one list: what stands below a row is asked for there."""
    listed = ", ".join(f'"{code}"' for code in codes)
    quoted = ", ".join(f"'{code}'" for code in codes)
    return Case(
        "W7",
        f"W7: {PARENTS} communes, each with its ten latest readings",
        at_least=1.0,
        floor=1.5,
        ours=f"""{{ valDIlleAubigne {{ communes(where: {{ code: {{ in: [{listed}] }} }},
      first: {PARENTS}, orderBy: [{{ code: ASC_NULLS_LAST }}]) {{ nodes {{ code nom
        releves(first: 10, orderBy: [{{ dateReleve: DESC_NULLS_FIRST }},
          {{ id: DESC_NULLS_FIRST }}]) {{ nodes {{ {_WIDE} }} }} }} }} }} }}""",
        theirs=f"""{{ allCommunes(first: {PARENTS}, orderBy: [CODE_ASC]) {{ nodes {{ code nom
      relevesByCodeCommune(first: 10, orderBy: [DATE_RELEVE_DESC, ROW_ID_DESC]) {{
        nodes {{ {_WIDE.replace("id ", "rowId ", 1)} }} }} }} }} }}""",
        sql=f"""SELECT json_agg(p)::text FROM (SELECT code, nom, (
        SELECT coalesce(json_agg(t), '[]') FROM (
          SELECT {_SQL}, code_departement AS "codeDepartement"
          FROM mesures.releves WHERE code_commune = code
          ORDER BY date_releve DESC, releves.id DESC LIMIT 10) AS t) AS releves
      FROM mesures.communes WHERE code IN ({quoted}) ORDER BY code) AS p""",
        read_ours=lambda data: _nested(
            data["valDIlleAubigne"]["communes"]["nodes"], lambda node: node["releves"]["nodes"]
        ),
        read_theirs=lambda data: _nested(
            data["allCommunes"]["nodes"], lambda node: node["relevesByCodeCommune"]["nodes"]
        ),
        read_sql=lambda answer: _nested(answer, lambda node: node["releves"]),
    )


def _with_edges(case):
    """The same list, each row with its cursor."""
    nodes, edges = f"nodes {{ {_OURS} }}", f"edges {{ cursor node {{ {_OURS} }} }}"
    theirs = edges.replace(_OURS, _THEIRS)
    return replace(
        case,
        name="W8",
        what="W8: the rows of W1 as edges with cursors",
        at_least=1.0,
        ours=case.ours.replace(nodes, edges),
        theirs=case.theirs.replace(f"nodes {{ {_THEIRS} }}", theirs),
        read_ours=lambda data: [
            _cells(edge["node"]) for edge in data["valDIlleAubigne"]["releves"]["edges"]
        ],
        read_theirs=lambda data: [_cells(edge["node"]) for edge in data["allReleves"]["edges"]],
    )


_CODES = [code for code, _, _ in islice(communes(), PARENTS)]
_FIRST = _list(
    "W1", "W1: 100 rows, filtered and sorted", 100, at_least=1.5, beside_bare=1.0, floor=2.5
)

CASES = (
    _FIRST,
    _list("W2", "W2: 10,000 rows", 10_000, at_least=4.0),
    _GROUPS,
    _parents(_CODES),
    _POINT,
    _PAGE,
    _linked_rows(_CODES),
    _with_edges(_FIRST),
)
