"""A Prometheus that looks at gateways of this machine."""

import json
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from deploy.local.go_programs import go_program
from deploy.local.process import HOST, ServerCommand, run_folder, running_server

_MODULE = "github.com/prometheus/prometheus/cmd/prometheus"
_VERSION = "0.316.0"
# Targets are listed by hand: without the clients of every cloud it builds in a third of the time.
_TAGS = "remove_all_sd"


@dataclass(frozen=True)
class PrometheusServer:
    """A running Prometheus: what it was told of, and the answers of its own API."""

    url: str

    def query(self, expression: str) -> list[dict[str, Any]]:
        """The samples of this moment. Raises httpx.HTTPStatusError for what is no expression."""
        answer = httpx.get(
            f"{self.url}/api/v1/query", params={"query": expression}, timeout=5.0, trust_env=False
        )
        answer.raise_for_status()
        result: list[dict[str, Any]] = answer.json()["data"]["result"]
        return result

    def rules(self) -> list[dict[str, Any]]:
        """Each alert rule, with its health and its last error."""
        answer = httpx.get(f"{self.url}/api/v1/rules", timeout=5.0, trust_env=False)
        return [rule for group in answer.json()["data"]["groups"] for rule in group["rules"]]


def fetch_prometheus() -> Path:
    """The program; some minutes of two cores the first time."""
    return go_program("prometheus", _MODULE, _VERSION, tags=_TAGS)


@contextmanager
def running_prometheus(
    targets: Sequence[str], rules: Path, *, token: str | None = None
) -> Iterator[PrometheusServer]:
    """Asks the targets (`host:port`) each second, with the token if there is one."""
    program = fetch_prometheus()
    with run_folder("prometheus") as folder:
        shutil.copy(rules, folder / "alerts.yaml")
        job: dict[str, Any] = {"job_name": "interco", "static_configs": [{"targets": [*targets]}]}
        if token is not None:
            job["authorization"] = {"credentials": token}
        configuration = {
            "global": {"scrape_interval": "1s", "evaluation_interval": "1s"},
            "rule_files": ["alerts.yaml"],
            "scrape_configs": [job],
        }
        # JSON is YAML.
        (folder / "prometheus.yaml").write_text(json.dumps(configuration))

        def command_for(port: int) -> ServerCommand:
            return ServerCommand(
                name="Prometheus",
                arguments=[
                    program,
                    f"--config.file={folder / 'prometheus.yaml'}",
                    f"--storage.tsdb.path={folder / 'data'}",
                    f"--web.listen-address={HOST}:{port}",
                    "--log.level=warn",
                ],
                log_path=folder / "server.log",
            )

        def is_ready(port: int) -> bool:
            try:
                answer = httpx.get(f"http://{HOST}:{port}/-/ready", timeout=2.0, trust_env=False)
            except httpx.HTTPError:
                return False
            return answer.status_code == httpx.codes.OK

        with running_server(folder, command_for, is_ready) as port:
            yield PrometheusServer(f"http://{HOST}:{port}")
