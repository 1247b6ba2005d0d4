"""A gateway of several processes on one port, over a demo, as `serve --workers` runs it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx

from deploy.local.process import free_port

_ROOT = Path(__file__).resolve().parents[3]
_READY_S = 90


@dataclass(frozen=True)
class Crew:
    """`figures`: the port of each worker's own."""

    process: subprocess.Popen
    port: int
    figures: tuple[int, ...]

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path, *, json=None, headers=None):
        """On a connection of its own, so that any worker may take it."""
        method = "GET" if json is None else "POST"
        with httpx.Client(trust_env=False, timeout=30) as http:
            return http.request(method, f"{self.address}{path}", json=json, headers=headers)

    def figures_of(self, worker):
        url = f"http://127.0.0.1:{self.figures[worker]}/metrics"
        return httpx.get(url, trust_env=False, timeout=10)

    def workers(self):
        """The processes that were forked."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(each) for each in listed.split()]

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


@contextmanager
def several_workers(folder, workers, **settings):
    base = _free_ports(workers)
    given = {"folder": str(folder), "workers": workers, "settings": settings, "figures": base}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.gateway.several_workers", json.dumps(given)],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        crew = Crew(
            process, int(process.stdout.readline()), tuple(base + n for n in range(workers))
        )
        until_ready(crew)
        yield crew
    finally:
        if process.poll() is None:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=30)
        process.kill()
        process.wait()
        process.stdout.close()


def until_ready(crew):
    """Each worker shows figures once it serves."""
    deadline = time.monotonic() + _READY_S
    waiting = set(range(len(crew.figures)))
    while waiting:
        assert crew.process.poll() is None, "they have ended: what they logged says why"
        assert time.monotonic() < deadline, f"not ready: {waiting}"
        for worker in tuple(waiting):
            with suppress(httpx.HTTPError):
                crew.figures_of(worker).raise_for_status()
                waiting.discard(worker)
        time.sleep(0.05)


def _free_ports(number):
    """The first of so many, one after the other, that nothing listens on."""
    while True:
        base = free_port()
        with suppress(OSError):
            for port in range(base, base + number):
                with socket.socket() as taken:
                    taken.bind(("127.0.0.1", port))
            return base


def _serve(settings, listener, figures, memory):
    from gateway.app import build_app
    from gateway.cli.server_commands import beside_it
    from gateway.cli.serving import run_server

    app = build_app(settings, demo=True, memory=memory)
    run_server(app, settings, listener, beside_it(app, settings, figures, worker=memory.worker))


def main():
    from gateway.base.logging import configure_logging
    from gateway.base.worker_memory import WorkerMemory
    from gateway.cli.server_commands import import_for_workers, listen_for_figures
    from gateway.cli.serving import listen
    from gateway.cli.workers import Workers
    from gateway.demo_mode.state import DemoState

    given = json.loads(sys.argv[1])
    settings = DemoState(Path(given["folder"])).settings(
        metrics={"port": given["figures"]}, log_level="error", **given["settings"]
    )
    configure_logging("error")
    listener = listen("127.0.0.1", 0)
    figures = listen_for_figures(settings, given["workers"])
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    import_for_workers()
    serve = partial(_serve, settings, listener, figures)
    sys.exit(Workers(WorkerMemory(given["workers"]), serve, grace_s=10).run())


if __name__ == "__main__":
    main()
