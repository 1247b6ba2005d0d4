"""A Prometheus scrapes each worker; the dashboard and the alerts of deploy/ ask for what is there.

Covers gateway.http.metrics, gateway.http.standing, gateway.cli.serving,
deploy.local.prometheus_server.
"""

import asyncio
import json
import re
import time
from pathlib import Path

import httpx
import pytest
import yaml

from deploy.local.prometheus_server import running_prometheus
from gateway.app import build_app
from gateway.demo_mode.state import DemoState
from scripts.make_reference import problem_classes
from tests.demo_folders import make_demo
from tests.integration.gateway.several_workers import several_workers

DEPLOY = Path(__file__).resolve().parents[3] / "deploy"
ALERTS = DEPLOY / "prometheus" / "alerts.yaml"
DASHBOARD = DEPLOY / "grafana" / "interco.json"
_NAME = re.compile(r"\b(?:interco|process)_[a-z_]+\b")


def rules():
    return [
        each for group in yaml.safe_load(ALERTS.read_text())["groups"] for each in group["rules"]
    ]


def expressions():
    panels = json.loads(DASHBOARD.read_text())["panels"]
    shown = [each["expr"] for panel in panels for each in panel["targets"]]
    return [*shown, *(each["expr"] for each in rules())]


async def test_each_figure_that_is_named_exists(embedded):
    app = build_app(embedded.state.settings(metrics={"token": "t"}), demo=True)
    app.state.services, app.state.traces = embedded.services, None
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as http:
        answer = await http.get("/metrics", headers={"Authorization": "Bearer t"})
    typed = dict(line.split()[2:4] for line in answer.text.splitlines() if line[:7] == "# TYPE ")
    there = {*typed}
    for name, kind in typed.items():
        if kind == "histogram":
            there |= {f"{name}_bucket", f"{name}_sum", f"{name}_count"}
    named = {name for each in expressions() for name in _NAME.findall(each)}
    assert named - there == set()
    assert len(named) > 20


def test_each_code_that_an_alert_names_is_one_of_ours():
    codes = {each.code for each in problem_classes()}
    for expression in (each["expr"] for each in rules()):
        for pattern in re.findall(r'code=~?"([^"]+)"', expression):
            assert [each for each in codes if re.fullmatch(pattern, each)], pattern


def test_each_alert_says_what_to_do_in_the_operators_page():
    page = (DEPLOY.parent / "docs" / "how-to" / "operate.md").read_text("utf-8")
    for rule in rules():
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert f"**{rule['alert']}**" in page


@pytest.mark.whole
def test_a_prometheus_reads_every_worker_and_all_that_is_asked_of_it(tmp_path):
    state = DemoState(tmp_path / "state")
    asyncio.run(make_demo(state))
    with several_workers(state.folder, 2) as crew:
        for _ in range(4):
            crew.ask("/graphql", json={"query": "{ me { agent } }"})
        targets = [f"127.0.0.1:{port}" for port in crew.figures]
        with running_prometheus(targets, ALERTS) as prometheus:
            deadline = time.monotonic() + 60
            while len(prometheus.query("interco_store_up == 1")) < 2:
                assert time.monotonic() < deadline
                time.sleep(0.2)
            (total,) = prometheus.query('sum(interco_requests_total{door="graphql"})')
            assert float(total["value"][1]) == 4
            # Prometheus refuses what is no expression, and says of each rule whether it can be run.
            for expression in expressions():
                prometheus.query(expression)
            while {each["health"] for each in prometheus.rules()} != {"ok"}:
                assert time.monotonic() < deadline, prometheus.rules()
                time.sleep(0.2)
