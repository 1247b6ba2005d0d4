"""The shell of `interco sql`: lines up to a semicolon, history, names completed."""

from __future__ import annotations

import readline
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import orjson
import typer

from catalog.model.problem import Problem
from gateway.cli.language import language_of_the_terminal
from gateway.cli.sql_client import Format, SqlCaller, ask_sql
from gateway.cli.sql_output import tell_refusal, tell_scope, write_answer

_KEYWORDS = (
    "SELECT FROM WHERE GROUP BY HAVING ORDER LIMIT OFFSET JOIN LEFT ON USING WITH AS AND OR NOT IN"
    " BETWEEN LIKE IS NULL CASE WHEN THEN ELSE END UNION ALL DISTINCT COUNT SUM AVG MIN MAX CAST"
    " DATE INTERVAL OVER PARTITION SHOW SCHEMAS TABLES COLUMNS DESCRIBE"
)
_QUIT = frozenset({"\\q", "exit", "quit"})
_MOST_HISTORY = 2_000


@dataclass(slots=True)
class Names:
    """Words that may follow: keywords, datasets that may be discovered, columns of those named."""

    asker: SqlCaller
    tables: tuple[str, ...] = ()
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def load(self) -> None:
        """Nothing where the gateway does not answer: the shell says so at the first statement."""
        self.tables = tuple(each[0] for each in self._rows("SHOW TABLES"))

    def matching(self, text: str, before: str) -> list[str]:
        """Of `text`, the word that is typed; `before` is all that was typed of the statement."""
        lowered = before.lower()
        for table in self.tables:
            if table in lowered and table not in self.columns:
                rows = self._rows(f"DESCRIBE {table}")
                self.columns[table] = tuple(each[0] for each in rows)
        named = [each for table in self.columns if table in lowered for each in self.columns[table]]
        prefix = text.lower()
        words = [each for each in (*named, *self.tables) if each.startswith(prefix)]
        keywords = [each for each in _KEYWORDS.split() if each.lower().startswith(prefix)]
        return [*dict.fromkeys(words), *(keywords if prefix else ())]

    def _rows(self, statement: str) -> list[list[str]]:
        with suppress(Problem):
            answer = ask_sql(statement, [], self.asker, Format.JSON)
            if answer.refusal is None:
                rows: list[list[str]] = orjson.loads(answer.body)["rows"]
                return rows
        return []


def run_shell(asker: SqlCaller, state: Path, out: Format) -> None:
    """Until Ctrl-D or `exit`. Ctrl-C forgets what is typed, or stops the query that runs."""
    history = state / "sql_history"
    names = Names(asker)
    names.load()
    typed: list[str] = []
    _set_up(history, names, typed)
    try:
        _read_and_answer(asker, out, typed)
    finally:
        with suppress(OSError):
            readline.set_history_length(_MOST_HISTORY)
            state.mkdir(parents=True, exist_ok=True)
            history.touch(mode=0o600)
            readline.write_history_file(history)


def _read_and_answer(asker: SqlCaller, out: Format, typed: list[str]) -> None:
    while True:
        try:
            line = input("   ...> " if typed else "interco> ")
        except KeyboardInterrupt:
            typed.clear()
            typer.echo("^C")
            continue
        except EOFError:
            typer.echo()
            return
        if not typed and line.strip().lower().rstrip(";") in _QUIT:
            return
        if line.strip() or typed:
            typed.append(line)
        if line.rstrip().endswith(";"):
            statement = "\n".join(typed)
            typed.clear()
            _answer(statement, asker, out)


def _answer(statement: str, asker: SqlCaller, out: Format) -> None:
    try:
        answer = ask_sql(statement, [], asker, out)
    except KeyboardInterrupt:
        french = language_of_the_terminal() == "fr"
        typer.echo("requête arrêtée" if french else "query stopped", err=True)
        return
    except Problem as problem:
        language = language_of_the_terminal()
        typer.echo(f"{problem.sentence(language)} [{problem.code}]", err=True)
        return
    if answer.refusal is not None:
        tell_refusal(answer.refusal, statement)
    else:
        write_answer(answer.body, out, None)
        tell_scope(answer.scope)


def _set_up(history: Path, names: Names, typed: list[str]) -> None:
    readline.set_completer_delims(" \t\n,()=<>;*+-/")
    found: list[str] = []

    def complete(text: str, number: int) -> str | None:
        nonlocal found
        if number == 0:
            found = names.matching(text, "\n".join([*typed, readline.get_line_buffer()]))
        return found[number] if number < len(found) else None

    readline.set_completer(complete)
    readline.parse_and_bind("tab: complete")
    with suppress(OSError):
        readline.read_history_file(history)
