"""MariaDB from Debian's package, a fresh server for each run."""

import contextlib
import os
import secrets
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.certificates import write_certificate
from deploy.local.commands import tail
from deploy.local.environment import SERVER_ENVIRONMENT, find_program
from deploy.local.prerequisites import MissingPrerequisite, install_debian_package
from deploy.local.process import (
    HOST,
    Account,
    ServerCommand,
    ServerFailed,
    run_folder,
    running_server,
    unprivileged_account,
)

_WHAT = "MariaDB's server"
_PACKAGE = "mariadb-server"
_SUPERUSER = "root"
_SBIN = Path("/usr/sbin")


@dataclass(frozen=True)
class MariadbServer:
    """A running MariaDB; `password` is the superuser's.

    `log_path` tells each statement that it met; `authority` is the certificate of its TLS.
    """

    host: str
    port: int
    superuser: str
    password: str = field(repr=False)
    log_path: Path
    authority: Path


def fetch_mariadb() -> Path:
    """The server's program; installs Debian's package when we are root."""
    with contextlib.suppress(MissingPrerequisite):
        return _find_program()
    install_debian_package(_PACKAGE, _WHAT)
    return _find_program()


def _find_program() -> Path:
    server = find_program("mariadbd", _SBIN)
    if server is None or find_program("mariadb-install-db") is None:
        install = f"apt-get install -y --no-install-recommends {_PACKAGE}"
        raise MissingPrerequisite(_WHAT, f"sudo apt-get update && sudo {install}")
    return server


@contextmanager
def running_mariadb() -> Iterator[MariadbServer]:
    """An empty server in utf8mb4, without the disk's safety: a crash loses everything.

    Its time zone is not UTC, and its collation knows neither case nor accents: as most are.
    """
    program = fetch_mariadb()
    account = unprivileged_account("mysql")
    password = secrets.token_urlsafe(18)
    with run_folder("mariadb") as folder:
        data, accounts = folder / "data", folder / "accounts.sql"
        data.mkdir()
        for each in (folder, data):
            _give(each, account)
        _create_system_tables(data, account)
        accounts.touch(mode=0o600)
        accounts.write_text(_accounts(password))
        _give(accounts, account)
        certificate, key = folder / "certificate.pem", folder / "key.pem"
        write_certificate(certificate, key)
        _give(key, account)
        ready, statements = folder / "ready.pid", folder / "statements.log"
        arguments: list[str | Path] = [program, "--no-defaults", *_settings(folder, ready)]
        arguments += [f"--datadir={data}", f"--init-file={accounts}"]
        arguments += [f"--ssl-cert={certificate}", f"--ssl-key={key}"]
        arguments += ["--general-log=1", f"--general-log-file={statements}"]

        def command_for(port: int) -> ServerCommand:
            ready.unlink(missing_ok=True)
            return ServerCommand(
                name="MariaDB",
                arguments=[*arguments, f"--port={port}"],
                log_path=folder / "server.log",
                secrets=(password,),
                account=account,
            )

        def is_ready(port: int) -> bool:
            # The server writes its pid file once it listens; this folder is this run's own.
            return ready.exists() and _greets(port)

        with running_server(folder, command_for, is_ready) as port:
            accounts.unlink()
            yield MariadbServer(HOST, port, _SUPERUSER, password, statements, certificate)


def _give(path: Path, account: Account | None) -> None:
    if account is not None:
        os.chown(path, account.uid, account.gid)


def _create_system_tables(data: Path, account: Account | None) -> None:
    arguments = ["mariadb-install-db", "--no-defaults", f"--datadir={data}"]
    arguments += ["--auth-root-authentication-method=normal"]
    arguments += ["--skip-test-db", "--skip-name-resolve"]
    done = subprocess.run(
        arguments,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd=data.parent,
        env=SERVER_ENVIRONMENT,
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    if done.returncode != 0:
        raise ServerFailed(f"mariadb-install-db failed. It said:\n{tail(done.stdout)}")


def _accounts(password: str) -> str:
    """Run by the server when it starts; the password (URL-safe) needs no escape."""
    return "\n".join(
        (
            # An anonymous account would shadow 'reader'@'%' for whoever comes from this machine.
            "DELETE FROM mysql.global_priv WHERE User = '';",
            "FLUSH PRIVILEGES;",
            f"ALTER USER 'root'@'localhost' IDENTIFIED BY '{password}';",
            f"CREATE OR REPLACE USER 'root'@'127.0.0.1' IDENTIFIED BY '{password}';",
            "GRANT ALL PRIVILEGES ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;",
        )
    )


def _settings(folder: Path, ready: Path) -> list[str]:
    return [
        f"--bind-address={HOST}",
        # In the run's own folder, and short: a socket's path has a length limit.
        f"--socket={folder / 's'}",
        f"--pid-file={ready}",
        "--skip-log-bin",
        "--skip-name-resolve",
        "--innodb-buffer-pool-size=32M",
        "--innodb-flush-log-at-trx-commit=0",
        "--default-time-zone=+02:00",
        "--character-set-server=utf8mb4",
        "--collation-server=utf8mb4_general_ci",
    ]


def _greets(port: int) -> bool:
    """True where the port greets a connection; by its pid file, the server is ours."""
    try:
        with socket.create_connection((HOST, port), timeout=1.0) as connection:
            return bool(connection.recv(5))
    except OSError:
        return False
