"""`./interco sql` as a person uses it: a statement, a pipe, a file, the shell, Ctrl-C.

Covers gateway.cli.sql_commands, gateway.cli.sql_client, gateway.cli.sql_shell,
gateway.cli.sql_output, gateway.cli.
"""

import json
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing

from tests.e2e.conftest import ROOT, run_interco

BORNES = "sde35.bornes_recharge"
COLLECTES = "val_d_ille_aubigne.collectes"
VALCOBREIZH = ("--as", "agent@valcobreizh", "--purpose", "rpqs_dechets")
WAIT_S = 300
"""For what hangs: a loaded machine takes a minute to start a command and to hear its question."""


def sql(demo, *arguments, check=True, **options):
    return run_interco("sql", *arguments, "--state", str(demo.state), check=check, **options)


def test_a_statement_answers_a_table_and_counts_its_rows(demo):
    ran = sql(demo, f"SELECT count(*) AS bornes FROM {BORNES}")
    assert "bornes" in ran.stdout
    assert ran.stderr.strip() in {"1 ligne", "1 row"}


def test_a_file_and_a_pipe_answer_alike(demo, tmp_path):
    statement = f"SELECT id_pdc FROM {BORNES} ORDER BY id_pdc LIMIT 2"
    file, saved = tmp_path / "q.sql", tmp_path / "rows.json"
    file.write_text(statement)
    piped = sql(demo, "-", "--format", "json", input=statement)
    sql(demo, "-f", str(file), "--format", "json", "--output", str(saved))
    assert json.loads(piped.stdout) == json.loads(saved.read_text())
    assert [each.name for each in tmp_path.iterdir() if each.suffix == ".part"] == []


def test_parameters_fill_the_question_marks(demo):
    asked = f"SELECT count(*) FROM {COLLECTES} WHERE flux = ? AND date_collecte < ?"
    values = json.dumps(["VERRE", {"type": "date", "value": "2024-01-01"}])
    ran = sql(demo, asked, "--parameters", values, "--format", "json", *VALCOBREIZH)
    assert json.loads(ran.stdout)["rows"][0][0] > 0


def test_a_mistake_is_shown_with_a_caret_under_it(demo):
    ran = sql(demo, f"SELECT id_pdc,\n       nom_statio\nFROM {BORNES}", check=False)
    assert ran.returncode == 2
    lines = ran.stderr.splitlines()
    assert lines[0] == "2 |        nom_statio"
    assert lines[1] == "           ^"
    assert "nom_station" in lines[2]


def test_a_refusal_is_exit_code_4(demo):
    ran = sql(demo, f"SELECT flux FROM {COLLECTES}", "--as", "agent@valcobreizh", check=False)
    assert ran.returncode == 4
    assert "[purpose_required]" in ran.stderr


def recorded(demo, table, marker):
    """How many requests of that file the audit holds, by status where there is one."""
    joined = {
        "audit_intent": "SELECT count(*) FROM audit_intent WHERE file_reference = ?",
        "audit_outcome": "SELECT o.status FROM audit_outcome o JOIN audit_intent i"
        " ON i.request_id = o.request_id WHERE i.file_reference = ?",
    }
    with closing(sqlite3.connect(demo.state / "catalog.sqlite")) as connection:
        return connection.execute(joined[table], [marker]).fetchall()


def until_recorded(demo, table, marker, nothing, asking=None):
    deadline = time.monotonic() + WAIT_S
    while recorded(demo, table, marker) == nothing:
        assert time.monotonic() < deadline
        assert asking is None or asking.poll() is None, "it ended before it was heard"
        time.sleep(0.05)
    return recorded(demo, table, marker)


def test_ctrl_c_stops_the_query_on_the_gateway(demo):
    endless = f"SELECT count(*) FROM {COLLECTES} a, {COLLECTES} b, {COLLECTES} c"
    command = [sys.executable, "-m", "gateway.cli", "sql", endless, *VALCOBREIZH]
    asking = subprocess.Popen(
        [*command, "--state", str(demo.state), "--file-reference", "CTRL-C"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    until_recorded(demo, "audit_intent", "CTRL-C", [(0,)], asking)
    asking.send_signal(signal.SIGINT)
    assert asking.wait(timeout=WAIT_S) == 130
    assert until_recorded(demo, "audit_outcome", "CTRL-C", []) == [("cancelled",)]


def test_the_shell_answers_completes_and_remembers(demo):
    leader, follower = pty.openpty()
    shell = subprocess.Popen(
        [sys.executable, "-m", "gateway.cli", "sql", "--state", str(demo.state)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb"},
        stdin=follower,
        stdout=follower,
        stderr=follower,
        close_fds=True,
    )
    os.close(follower)
    screen = ""

    def until(expected):
        nonlocal screen
        while expected not in screen:
            screen += os.read(leader, 4096).decode(errors="replace")
        seen, screen = screen, ""
        return seen

    until("interco> ")
    os.write(leader, b"SELECT count(*) AS combien\n")
    until("...> ")
    os.write(leader, b"FROM sde35.bor\t;\n")
    assert "combien" in until("interco> ")
    os.write(leader, b"SELEC 1;\n")
    assert "[sql_statement]" in until("interco> ")
    os.write(leader, b"exit\n")
    assert shell.wait(timeout=WAIT_S) == 0
    os.close(leader)
    assert "sde35.bornes_recharge" in (demo.state / "sql_history").read_text()
