"""Statements about PostgreSQL's catalogs: which go to a shadow, and with which words.

A statement is written again from the tokens that our lexer read, never sent as it came. Each
function that it calls is on a list, each name that begins as those of PostgreSQL's own do too, and
it is a query. Three relations that all databases of a cluster share, and what tells of the cluster
itself, are read through views and functions of the shadow's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlglot import exp

from federation.postgresql.parsing import parse_catalog_query
from federation.postgresql.problems import not_here
from federation.postgresql.scan import Written
from federation.sql.scan import Token, TokenKind

HERE = "information_schema"
"""The schema of the shadow's own views and functions: clients look for no tables there."""
_CATALOGS = frozenset({"pg_catalog", HERE})
SHARED = {
    "pg_database": "interco_database",
    "pg_roles": "interco_roles",
    "pg_user": "interco_user",
    "pg_stat_activity": "interco_stat_activity",
}
TOLD_BY_US = frozenset(
    {"current_database", "has_database_privilege", "pg_database_size", "version"}
)
"""Functions of the cluster that are answered by functions of the shadow, of the same name."""
_QUERIES = frozenset({"SELECT", "WITH", "VALUES", "TABLE", "("})
_WORDS = frozenset(
    word
    for line in (
        "all and any array as between bit by case cast char character coalesce distinct else",
        "end except exists extract filter from greatest group having ilike in",
        "interco_parameter intersect is join lateral least like limit materialized not null",
        "nullif numeric on operator or order over recursive row select some then union using",
        "values varchar when where with within",
    )
    for word in line.split()
)
_FUNCTIONS = frozenset(
    word
    for line in (
        "_pg_expandarray abs acldefault aclexplode array_agg array_append array_cat",
        "array_length array_lower array_ndims array_position array_positions array_remove",
        "array_to_string array_upper bool bool_and bool_or btrim cardinality ceil char_length",
        "chr col_description concat concat_ws count current_database current_schema",
        "current_schemas current_setting date_part date_trunc decode dense_rank encode every",
        "first_value floor format format_type generate_series generate_subscripts",
        "getdatabaseencoding has_any_column_privilege has_column_privilege",
        "has_database_privilege has_function_privilege has_language_privilege",
        "has_schema_privilege has_sequence_privilege has_table_privilege",
        "has_tablespace_privilege has_type_privilege initcap int2 int4 int8 json_agg",
        "json_build_object json_object_agg jsonb_agg jsonb_build_object lag lead left length",
        "lower ltrim makeaclitem max md5 min mod name now nullif obj_description oid",
        "oidvectortypes pg_backend_pid pg_char_to_encoding pg_client_encoding",
        "pg_collation_is_visible pg_conversion_is_visible pg_database_size",
        "pg_encoding_max_length pg_encoding_to_char pg_function_is_visible",
        "pg_get_constraintdef pg_get_expr pg_get_function_arguments",
        "pg_get_function_identity_arguments pg_get_function_result pg_get_function_sqlbody",
        "pg_get_functiondef pg_get_indexdef pg_get_keywords pg_get_partition_constraintdef",
        "pg_get_partkeydef pg_get_ruledef pg_get_serial_sequence pg_get_statisticsobjdef",
        "pg_get_statisticsobjdef_columns pg_get_triggerdef pg_get_userbyid pg_get_viewdef",
        "pg_has_role pg_index_column_has_property pg_index_has_property",
        "pg_indexam_has_property pg_indexes_size pg_is_in_recovery pg_is_other_temp_schema",
        "pg_my_temp_schema pg_opclass_is_visible pg_operator_is_visible",
        "pg_opfamily_is_visible pg_options_to_table pg_partition_ancestors",
        "pg_relation_is_publishable pg_relation_size pg_size_pretty pg_stat_get_numscans",
        "pg_statistics_obj_is_visible pg_table_is_visible pg_table_size",
        "pg_tablespace_location pg_tablespace_size pg_total_relation_size",
        "pg_ts_config_is_visible pg_ts_dict_is_visible pg_ts_parser_is_visible",
        "pg_ts_template_is_visible pg_type_is_visible pg_typeof position quote_ident",
        "quote_literal quote_nullable rank regclass regexp_match regexp_matches",
        "regexp_replace regexp_split_to_array replace right round row_number row_to_json",
        "rtrim shobj_description split_part starts_with string_agg string_to_array strpos",
        "substr substring sum text to_char to_json to_jsonb to_regclass to_regnamespace",
        "to_regproc to_regrole to_regtype trim trunc unnest upper version",
    )
    for word in line.split()
)
_RELATIONS = frozenset(
    word
    for line in (
        "pg_aggregate pg_am pg_amop pg_amproc pg_attrdef pg_attribute pg_auth_members",
        "pg_available_extension_versions pg_available_extensions pg_cast pg_catalog pg_class",
        "pg_collation pg_constraint pg_conversion pg_database pg_default_acl pg_depend",
        "pg_description pg_enum pg_event_trigger pg_extension pg_foreign_data_wrapper",
        "pg_foreign_server pg_foreign_table pg_index pg_indexes pg_inherits pg_init_privs",
        "pg_language pg_largeobject_metadata pg_matviews pg_namespace pg_opclass pg_operator",
        "pg_opfamily pg_partitioned_table pg_policies pg_policy pg_proc pg_publication",
        "pg_publication_namespace pg_publication_rel pg_publication_tables pg_range",
        "pg_rewrite pg_roles pg_rules pg_seclabel pg_sequence pg_sequences pg_settings",
        "pg_shdescription pg_stat_activity pg_stat_all_tables pg_stat_user_indexes",
        "pg_stat_user_tables pg_statio_user_tables pg_statistic_ext pg_statistic_ext_data",
        "pg_stats pg_stats_ext pg_tables pg_tablespace pg_temp pg_timezone_abbrevs",
        "pg_timezone_names pg_toast pg_transform pg_trigger pg_ts_config pg_ts_config_map",
        "pg_ts_dict pg_ts_parser pg_ts_template pg_type pg_user pg_user_mappings pg_views",
    )
    for word in line.split()
)
_UNPARSED = frozenset(
    {
        # The first words of statements that the library cannot read: pgcli's functions, Metabase's
        # privileges, asyncpg's types.
        ("SELECT", "N", "NSPNAME", "SCHEMA_NAME", "P", "PRONAME", "FUNC_NAME", "P", "PROARGNAMES"),
        ("WITH", "TABLE_PRIVILEGES", "AS", "SELECT", "NULL", "AS", "ROLE", "T", "SCHEMANAME"),
        ("WITH", "RECURSIVE", "TYPEINFO_TREE", "OID", "NS", "NAME", "KIND", "BASETYPE", "ELEMTYPE"),
    }
)
_REWRITTEN = {"current_catalog": "current_database"}


def shadow_text(statement: Written) -> str:
    """The text that a shadow is sent, its parameters as `$1`. Raises PostgresqlNotHere, which names
    the function, the relation or the form that is not of the lists.
    """
    tokens = statement.scanned.tokens
    _check_form(statement)
    _check_names(tokens)
    return _written_again(tokens, statement.scanned.clean)


def _check_form(statement: Written) -> None:
    if statement.first not in _QUERIES:
        raise not_here(statement.first[:30])
    tree = parse_catalog_query(statement)
    if tree is None:
        if statement.words[:9] not in _UNPARSED:
            raise not_here("pg_catalog", "SELECT relname FROM pg_catalog.pg_class")
        return
    if not isinstance(tree, exp.Query | exp.Values | exp.Subquery):
        raise not_here(statement.first[:30])
    for table in _relations(tree):
        if not _is_catalog(table):
            # A shadow has no row: what counted there would be told as nothing.
            raise not_here(f"{table.name[:40]} + pg_catalog", "SELECT … FROM organisme.jeu")
    for node in tree.walk():
        if isinstance(node, exp.Into | exp.Lock | exp.DML | exp.DDL | exp.Command):
            raise not_here(node.key.upper())


def reads_data_alone(statement: Written) -> bool:
    """True of a statement that reads some relation, and none of the catalogs."""
    tree = parse_catalog_query(statement)
    relations = () if tree is None else tuple(_relations(tree))
    return bool(relations) and not any(map(_is_catalog, relations))


def _relations(tree: exp.Expr) -> Iterator[exp.Table]:
    """The relations that it reads by their names, those that it gives itself aside."""
    own = {cte.alias.lower() for cte in tree.find_all(exp.CTE)}
    for table in tree.find_all(exp.Table):
        if isinstance(table.this, exp.Identifier) and (table.db or table.name.lower() not in own):
            yield table


def _is_catalog(table: exp.Table) -> bool:
    schema = table.db.lower()
    return schema in _CATALOGS or (not schema and table.name.lower().startswith("pg_"))


def _check_names(tokens: Sequence[Token]) -> None:
    for index, token in enumerate(tokens):
        if token.kind not in {TokenKind.WORD, TokenKind.NAME}:
            continue
        name = token.value.lower()
        follows = tokens[index + 1].value if index + 1 < len(tokens) else ""
        is_call = follows == "(" and not _names_columns(tokens, index)
        if (
            is_call
            and name not in _FUNCTIONS
            and (token.kind is TokenKind.NAME or name not in _WORDS)
        ):
            raise not_here(f"{name[:40]}(…)", "SELECT relname FROM pg_catalog.pg_class")
        is_theirs = name.startswith(("pg_", "_pg_", "interco_")) and not _is_said_here(
            tokens, index
        )
        if is_theirs and name not in _FUNCTIONS | _RELATIONS | {"interco_parameter"}:
            raise not_here(name[:40], "SELECT relname FROM pg_catalog.pg_class")


def _is_said_here(tokens: Sequence[Token], index: int) -> bool:
    """True for a name that the statement gives itself, and for a column of what has a name: no
    relation and no function of PostgreSQL stands there.
    """
    if _next(tokens, index) == "(":
        return False
    before = tokens[index - 1] if index else None
    if before is None:
        return False
    qualifier = _before_point(tokens, index)
    is_column = before.value == "." and not qualifier.startswith(("pg_", "information_schema"))
    return is_column or (before.kind is TokenKind.WORD and before.value == "AS")


def _names_columns(tokens: Sequence[Token], index: int) -> bool:
    """`s(r)` after AS or `)`, `WITH x (a)`: names of columns, no call."""
    before = tokens[index - 1].value if index else ""
    return before in {"AS", ")", "WITH", "RECURSIVE", ","} and _is_alias(tokens, index)


def _is_alias(tokens: Sequence[Token], index: int) -> bool:
    """True where nothing but names and commas stands in the parentheses that follow."""
    before = tokens[index - 1].value if index else ""
    if before == "," and tokens[index].value.lower() in _FUNCTIONS:
        return False
    at = index + 2
    while at < len(tokens) and tokens[at].value != ")":
        if tokens[at].kind not in {TokenKind.WORD, TokenKind.NAME} and tokens[at].value != ",":
            return False
        at += 1
    return before in {"AS", ")", "WITH", "RECURSIVE"} or (
        [token.value for token in tokens[at + 1 : at + 3]] == ["AS", "("]
    )


def _written_again(tokens: Sequence[Token], clean: str) -> str:
    parts: list[str] = []
    at = index = 0
    while index < len(tokens):
        token = tokens[index]
        parts.append(clean[at : token.start])
        name = token.value.lower() if token.kind in {TokenKind.WORD, TokenKind.NAME} else ""
        end = index
        if name == "interco_parameter":
            parts.append(f"${tokens[index + 2].value}")
            end = index + 3
        elif name == "pg_catalog" and _follows(tokens, index) in {*SHARED, *TOLD_BY_US}:
            # The name that comes next says its own schema.
            end = index + 1
        elif name in SHARED and (
            index == 0
            or tokens[index - 1].value != "."
            or _before_point(tokens, index) == "pg_catalog"
        ):
            parts.append(f"{HERE}.{SHARED[name]}")
        elif name in TOLD_BY_US and _next(tokens, index) == "(":
            parts.append(f"{HERE}.{name}")
        elif token.kind is TokenKind.WORD and name in _REWRITTEN:
            parts.append(f"{HERE}.{_REWRITTEN[name]}()")
        else:
            parts.append(clean[token.start : token.end])
        at = tokens[end].end
        index = end + 1
    return "".join(parts)


def _next(tokens: Sequence[Token], index: int) -> str:
    return tokens[index + 1].value if index + 1 < len(tokens) else ""


def _before_point(tokens: Sequence[Token], index: int) -> str:
    return tokens[index - 2].value.lower() if index > 1 else ""


def _follows(tokens: Sequence[Token], index: int) -> str:
    """The name after the point that comes next."""
    is_point = _next(tokens, index) == "."
    return tokens[index + 2].value.lower() if is_point and index + 2 < len(tokens) else ""
