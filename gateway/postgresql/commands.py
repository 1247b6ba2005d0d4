"""Commands of a session: transactions that read, settings, cursors; each from its own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlglot import exp

from federation.plan import POSTGRES
from federation.postgresql.problems import not_here
from federation.postgresql.scan import Written
from federation.sql.problems import SqlExplain, SqlSyntax
from federation.sql.scan import Token, TokenKind
from federation.to_sql import write_sql
from gateway.postgresql.encoders import PLAIN, CopyForm
from gateway.postgresql.problems import PostgresqlReadOnly

QUERIES = frozenset({"SELECT", "WITH", "VALUES", "TABLE", "("})
_WRITES = frozenset(
    {
        "INSERT",
        "UPDATE",
        "DELETE",
        "MERGE",
        "CREATE",
        "ALTER",
        "DROP",
        "TRUNCATE",
        "GRANT",
        "REVOKE",
    }
    | {
        "COMMENT",
        "VACUUM",
        "ANALYZE",
        "REINDEX",
        "CLUSTER",
        "LOCK",
        "REFRESH",
        "DO",
        "CALL",
        "NOTIFY",
    }
    | {"IMPORT", "SECURITY", "REASSIGN", "CHECKPOINT", "LOAD"}
)
_ELSEWHERE = frozenset({"LISTEN", "PREPARE", "EXECUTE", "CREATE"})
_OURS = frozenset({"TABLES", "SCHEMAS", "COLUMNS"})
"""SHOW of the entrance of SQL itself: what its caller may discover."""
Verb = Literal[
    "begin", "commit", "rollback", "savepoint", "release", "rollback_to", "set", "reset",
    "show", "show_ours", "discard", "declare", "fetch", "close", "deallocate", "copy", "nothing",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Command:
    """`name` of a setting, a cursor or a savepoint; `query` is what a cursor or a COPY reads.

    `value` None: the first value of a setting. `count` None: all rows of a cursor.
    """

    verb: Verb
    tag: str
    name: str = ""
    value: str | None = None
    count: int | None = None
    query: str = ""
    copy: CopyForm = PLAIN


def read_command(  # noqa: C901, PLR0911, PLR0912 - one branch for each first word
    statement: Written,
) -> Command:
    """Raises PostgresqlReadOnly, PostgresqlNotHere, SqlExplain, SqlSyntax."""
    words = _Words(statement)
    first = words.word()
    match first:
        case "BEGIN" | "START":
            return Command("begin", "BEGIN" if first == "BEGIN" else "START TRANSACTION")
        case "COMMIT" | "END":
            return Command("commit", "COMMIT")
        case "ROLLBACK" | "ABORT":
            return _rollback(words)
        case "SAVEPOINT":
            return Command("savepoint", "SAVEPOINT", words.name())
        case "RELEASE":
            words.maybe("SAVEPOINT")
            return Command("release", "RELEASE", words.name())
        case "SET":
            return _set(words)
        case "RESET":
            return Command("reset", "RESET", _setting_name(words))
        case "SHOW":
            if words.peek() in _OURS:
                return Command("show_ours", "SHOW", query=statement.sent)
            return Command("show", "SHOW", _setting_name(words))
        case "DISCARD":
            return Command("discard", f"DISCARD {words.word()}")
        case "DECLARE":
            return _declare(words)
        case "FETCH" | "MOVE":
            return _fetch(words, first)
        case "CLOSE":
            name = words.name()
            return Command("close", "CLOSE CURSOR ALL" if name == "all" else "CLOSE CURSOR", name)
        case "DEALLOCATE":
            words.maybe("PREPARE")
            name = words.name()
            tag = "DEALLOCATE ALL" if name == "all" else "DEALLOCATE"
            return Command("deallocate", tag, name)
        case "UNLISTEN":
            return Command("nothing", "UNLISTEN")
        case "COPY":
            return _copy(words)
        case "EXPLAIN":
            raise SqlExplain
    if first in _WRITES:
        raise PostgresqlReadOnly(what=first)
    if first in _ELSEWHERE:
        raise not_here(first)
    raise SqlSyntax(found=f"« {first[:30]} »", found_en=f'"{first[:30]}"')


class _Words:
    """The tokens of a statement, taken one after the other."""

    def __init__(self, statement: Written) -> None:
        self._tokens = statement.scanned.tokens
        self._sent, self._starts = statement.sent, statement.starts
        self._at = 0

    def _next(self) -> Token:
        if self._at >= len(self._tokens):
            raise SqlSyntax(found="la fin", found_en="the end")
        self._at += 1
        return self._tokens[self._at - 1]

    def peek(self) -> str:
        """The next word in capitals, or the next sign; empty at the end."""
        if self._at >= len(self._tokens):
            return ""
        token = self._tokens[self._at]
        return token.value if token.kind in {TokenKind.WORD, TokenKind.SIGN} else ""

    def word(self) -> str:
        return self._next().value

    def maybe(self, *words: str) -> bool:
        if self.peek() in words:
            self._at += 1
            return True
        return False

    def name(self) -> str:
        """A name, in lower case where it has no quotes."""
        token = self._next()
        if token.kind is TokenKind.WORD:
            return token.value.lower()
        if token.kind is TokenKind.NAME:
            return token.value
        raise SqlSyntax(found=f"« {token.value[:20]} »", found_en=f'"{token.value[:20]}"')

    def value(self) -> str:
        """A value of a setting: a text, a word, a number with its sign."""
        token = self._next()
        if token.value == "-" and token.kind is TokenKind.SIGN:
            return "-" + self._next().value
        return token.value.lower() if token.kind is TokenKind.WORD else token.value

    @property
    def is_at_end(self) -> bool:
        return self._at >= len(self._tokens)

    def rest(self) -> str:
        """The rest, as it was sent."""
        return "" if self.is_at_end else self._sent[self._starts[self._at] :]

    def within_parentheses(self) -> str:
        """The text between the parenthesis that comes next and its own."""
        start, depth = self._next(), 1
        first = self._starts[self._at] if not self.is_at_end else 0
        if start.value != "(":
            raise SqlSyntax(found="ce mot", found_en="this word")
        while depth:
            token = self._next()
            if token.kind is TokenKind.SIGN:
                depth += (token.value == "(") - (token.value == ")")
        return self._sent[first : self._starts[self._at - 1]]


def _rollback(words: _Words) -> Command:
    words.maybe("WORK", "TRANSACTION")
    if words.maybe("TO"):
        words.maybe("SAVEPOINT")
        return Command("rollback_to", "ROLLBACK", words.name())
    return Command("rollback", "ROLLBACK")


def _setting_name(words: _Words) -> str:
    """`time zone`, `transaction isolation level`, `a.b`, or one word."""
    first = words.name()
    if first == "time" and words.maybe("ZONE"):
        return "timezone"
    if first == "transaction" and words.maybe("ISOLATION"):
        words.maybe("LEVEL")
        return "transaction_isolation"
    if first == "session" and words.maybe("AUTHORIZATION"):
        return "session_authorization"
    return f"{first}.{words.name()}" if words.maybe(".") else first


def _set(words: _Words) -> Command:
    if words.maybe("TRANSACTION") or (words.peek() == "SESSION" and _characteristics(words)):
        return Command("nothing", "SET")
    words.maybe("SESSION", "LOCAL")
    name = _setting_name(words)
    if name == "names":
        name = "client_encoding"
    elif name != "timezone" or words.peek() in {"=", "TO"}:
        words.maybe("=", "TO")
    parts = [words.value()]
    while words.maybe(","):
        parts.append(words.value())
    value = ", ".join(parts)
    return Command("set", "SET", name, None if value == "default" else value)


def _characteristics(words: _Words) -> bool:
    words.word()
    return words.maybe("CHARACTERISTICS")


def _declare(words: _Words) -> Command:
    name = words.name()
    while not words.maybe("CURSOR"):
        if words.peek() == "SCROLL":
            raise not_here("SCROLL CURSOR", "DECLARE c CURSOR FOR SELECT …")
        if words.word() not in {"BINARY", "NO", "INSENSITIVE", "ASENSITIVE"}:
            words.maybe("SCROLL")
    while words.maybe("WITH", "WITHOUT", "HOLD"):
        pass
    if not words.maybe("FOR"):
        raise SqlSyntax(found="la suite", found_en="what follows")
    return Command("declare", "DECLARE CURSOR", name, query=words.rest())


def _fetch(words: _Words, tag: str) -> Command:
    count: int | None = 1
    words.maybe("FORWARD", "NEXT")
    if words.maybe("ALL"):
        count = None
    elif words.peek() in {"PRIOR", "BACKWARD", "ABSOLUTE", "RELATIVE", "FIRST", "LAST", "-"}:
        raise not_here(f"FETCH {words.peek()}", "FETCH FORWARD 100 FROM c")
    elif not words.peek():
        word = words.value()
        if not word.isdecimal():
            return Command("fetch", tag, word, count=1)
        count = int(word)
    words.maybe("FROM", "IN")
    return Command("fetch", tag, words.name(), count=count)


def _copy(words: _Words) -> Command:
    if words.peek() == "(":
        query = words.within_parentheses()
    else:
        parts = [words.name()]
        while words.maybe("."):
            parts.append(words.name())
        if words.peek() == "(":
            raise not_here("COPY … (a, b)", "COPY (SELECT a, b FROM …) TO STDOUT")
        table = exp.table_(parts[-1], db=parts[-2] if len(parts) > 1 else None, quoted=True)
        query = write_sql(exp.select("*").from_(table), POSTGRES)
    if not words.maybe("TO"):
        raise PostgresqlReadOnly(what="COPY … FROM")
    if not words.maybe("STDOUT"):
        raise not_here("COPY … TO 'file'", "COPY (SELECT …) TO STDOUT")
    return Command("copy", "COPY", query=query, copy=_copy_form(words))


def _copy_form(words: _Words) -> CopyForm:
    form = CopyForm()
    words.maybe("WITH")
    is_listed = words.maybe("(")
    options: dict[str, str] = {}
    while not words.is_at_end and not words.maybe(")"):
        name = words.name().lower()
        if name in {"csv", "binary", "text"}:
            name, value = "format", name
        elif name == "header":
            value = words.value() if words.peek() in {"TRUE", "FALSE", "ON", "OFF"} else "true"
        else:
            words.maybe("AS")
            value = words.value()
        options[name] = value
        if is_listed:
            words.maybe(",")
    wording = options.pop("format", "text").lower()
    if wording == "csv":
        form = form.as_csv()
    elif wording == "binary":
        form = CopyForm("binary")
    elif wording != "text":
        raise not_here(f"FORMAT {wording[:20]}", "(FORMAT csv)")
    delimiter, null = options.pop("delimiter", form.delimiter), options.pop("null", form.null)
    header = options.pop("header", "false") in {"true", "on", "1"}
    encoding = options.pop("encoding", "utf8").lower().replace("-", "")
    plain = form.form != "csv" or options.pop("quote", '"') == options.pop("escape", '"') == '"'
    is_written = len(delimiter) == 1 and delimiter not in '\r\n"\\' and delimiter.isascii()
    if options or encoding != "utf8" or not plain or not is_written or len(null) > 20:
        raise not_here("COPY … WITH (…)", "(FORMAT csv, HEADER)")
    if form.form == "csv" and delimiter != ",":
        raise not_here("DELIMITER", "(FORMAT csv)")
    return CopyForm(form.form, delimiter, null, header and form.form != "binary")
