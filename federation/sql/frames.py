"""Windows: named once, of their own query; their frames with ends in order, and a RANGE measured
along one key that can be.
"""

from __future__ import annotations

from sqlglot import exp

from federation.rewrites.resolve_names import place_of
from federation.sql.kinds import kind_of
from federation.sql.problems import SqlForm, SqlWrittenOtherwise
from federation.sql.type_checks import said_name

_SOURCES = (exp.From, exp.Join)
_ALONG = (exp.Lag, exp.Lead)
_RANKS = (
    *(exp.Rank, exp.DenseRank, exp.PercentRank, exp.CumeDist, exp.RowNumber, exp.Ntile, *_ALONG),
)
_RANK = {
    ("UNBOUNDED", "PRECEDING"): 0,
    ("", "PRECEDING"): 1,
    ("CURRENT ROW", ""): 2,
    ("", "FOLLOWING"): 3,
    ("UNBOUNDED", "FOLLOWING"): 4,
}


def check_frames(tree: exp.Query) -> None:
    """`tree` has its types noted. Raises SqlForm, SqlWrittenOtherwise."""
    for window in tree.find_all(exp.Window):
        if window.alias and _named(window) is None:
            _refuse(
                window,
                f"une fenêtre que WINDOW nomme : WINDOW {window.alias[:40]} AS (ORDER BY …)",
                f"a window that WINDOW names: WINDOW {window.alias[:40]} AS (ORDER BY …)",
                "OVER",
            )
        _check_named(window)
        _check_function(window)
        _check_own_columns(window)
    for spec in tree.find_all(exp.WindowSpec):
        around = spec.parent
        ends = [spec.args.get("start"), spec.args.get("end") or "CURRENT ROW"]
        sides = [str(spec.args.get(key) or "").upper() for key in ("start_side", "end_side")]
        ranks = [
            _RANK.get((str(end) if isinstance(end, str) else "", side), -1)
            for end, side in zip(ends, sides, strict=True)
        ]
        if -1 in ranks or ranks[0] > ranks[1] or ranks[0] == _RANK["UNBOUNDED", "FOLLOWING"]:
            _refuse(
                spec,
                "des bornes dans leur ordre : BETWEEN 1 PRECEDING AND CURRENT ROW",
                "its ends in order: BETWEEN 1 PRECEDING AND CURRENT ROW",
            )
        kind = str(spec.args.get("kind") or "").upper()
        for end in ends:
            if isinstance(end, exp.Expr) and isinstance(around, exp.Window):
                _check_end(end, kind, spec, around)


def _check_named(window: exp.Window) -> None:
    """Raises SqlForm where a window that names another has groups or a second order, or is made of
    one that has a frame.
    """
    of = _named(window)
    if of is None:
        return
    has_groups = bool(window.args.get("partition_by"))
    has_two_orders = window.args.get("order") is not None and of.args.get("order") is not None
    is_derived = window.arg_key == "windows" or window.args.get("order") is not None
    if has_groups or has_two_orders or (is_derived and of.args.get("spec") is not None):
        _refuse(
            window,
            f"la fenêtre que WINDOW nomme, ou une fenêtre entière : OVER {window.alias[:40]},"
            " OVER (PARTITION BY … ORDER BY …)",
            f"the window that WINDOW names, or a whole window: OVER {window.alias[:40]},"
            " OVER (PARTITION BY … ORDER BY …)",
            "OVER",
        )


def _check_function(window: exp.Window) -> None:
    """`lag` and `lead` look along an order; ranks have no frame; no function is filtered."""
    function = window.this
    if isinstance(function, exp.Filter):
        raise SqlWrittenOtherwise(
            what="FILTER (WHERE …) OVER",
            instead="sum(CASE WHEN y = 1 THEN x END) OVER (…)",
            place=place_of(function) or place_of(window),
        )
    if isinstance(function, exp.IgnoreNulls | exp.RespectNulls):
        function = function.this
    has_frame = isinstance(function, _RANKS) and window.args.get("spec") is not None
    if has_frame or (isinstance(function, _ALONG) and _order_of(window) is None):
        name = said_name(function)
        value = "x" if isinstance(function, _ALONG) else ""
        _refuse(
            window,
            f"un ordre, et sans ROWS ni RANGE : {name}({value}) OVER (ORDER BY jour)",
            f"an order, and neither ROWS nor RANGE: {name}({value}) OVER (ORDER BY jour)",
            name,
        )


def _check_own_columns(window: exp.Window) -> None:
    """A window ranks the rows of its own query: those around it are no rows of it."""
    select = window.find_ancestor(exp.Select)
    around = select.find_ancestor(exp.Select) if select is not None else None
    if select is None or around is None:
        return
    own = {source.alias_or_name for one in select.find_all(*_SOURCES) for source in [one.this]}
    own |= {each.alias_or_name for each in select.args.get("laterals") or ()}
    for column in window.find_all(exp.Column):
        if column.table and column.table not in own:
            _refuse(
                column,
                "des colonnes de sa propre requête ; calculez la fenêtre dans un WITH,"
                " et joignez-la",
                "columns of its own query; compute the window in a WITH, and join it",
                "OVER",
            )


def _check_end(end: exp.Expr, kind: str, spec: exp.WindowSpec, window: exp.Window) -> None:
    is_number = isinstance(end, exp.Literal) and not end.is_string
    if kind != "RANGE":
        if not (is_number and end.name.isdigit()):
            _refuse(
                spec,
                f"un nombre entier écrit dans la requête : {kind} 1 PRECEDING",
                f"a whole number written in the query: {kind} 1 PRECEDING",
            )
        return
    order = _order_of(window)
    keys = [each.this for each in order.expressions] if order is not None else []
    of_key = kind_of(keys[0]) if len(keys) == 1 else ""
    if not (
        (of_key == "number" and is_number) or (of_key == "date" and isinstance(end, exp.Interval))
    ):
        _refuse(
            spec,
            "ORDER BY sur un seul nombre (RANGE 1 PRECEDING) ou un seul jour"
            " (RANGE INTERVAL '1' DAY PRECEDING) ; ROWS compte les lignes",
            "ORDER BY one number (RANGE 1 PRECEDING) or one day"
            " (RANGE INTERVAL '1' DAY PRECEDING); ROWS counts rows",
        )


def _order_of(window: exp.Window) -> exp.Order | None:
    """Its own, or that of the window that it names."""
    order = window.args.get("order")
    of = _named(window)
    return order if order is not None or of is None else of.args.get("order")


def _named(window: exp.Window) -> exp.Window | None:
    """The window of the query's WINDOW clause that it names: in that clause, one before it."""
    select = window.find_ancestor(exp.Select)
    named = (select.args.get("windows") or []) if select is not None else []
    if window.arg_key == "windows":
        named = named[: window.index]
    return next((each for each in named if window.alias and each.name == window.alias), None)


def _refuse(node: exp.Expr, fr: str, en: str, what: str = "") -> None:
    place = place_of(node) or (place_of(node.parent) if node.parent is not None else None)
    what = what or str(node.args.get("kind") or "ROWS")
    raise SqlForm(what=what, expected_fr=fr, expected_en=en, place=place)
