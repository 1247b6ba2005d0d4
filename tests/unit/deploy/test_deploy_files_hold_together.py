"""What deploy/ hands to an operator: one version of each thing, settings that exist, no privileges.

Covers deploy.local.go_programs, gateway.base.settings.
"""

import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml

from deploy.local.keycloak_server import KEYCLOAK_VERSION
from deploy.local.opa_bundle import OPA_VERSION
from deploy.local.s3_server import _VERSION as S3_VERSION
from deploy.local.trino_distribution import TRINO_VERSION
from gateway.base.observability_settings import MetricsSettings, TracingSettings
from gateway.base.settings import IssuerSettings, Settings
from gateway.base.settings_files import BY_FILE, variable_of

ROOT = Path(__file__).resolve().parents[3]
DEPLOY = ROOT / "deploy"
CHART = DEPLOY / "helm" / "interco"
COMPOSE = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text("utf-8"))
KNOWN = {variable_of(name) for name in Settings.model_fields} | {
    f"{variable_of(name)}_FILE" for name in BY_FILE
}
WRITTEN = [
    path
    for path in sorted(DEPLOY.rglob("*"))
    if path.is_file()
    and path.relative_to(DEPLOY).parts[0] != "local"
    and "keys" not in path.relative_to(DEPLOY).parts
    and path.suffix != ".pyc"
]


def version():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(DEPLOY)))
def test_each_setting_that_is_named_exists(path):
    named = set(re.findall(r"\bINTERCO_[A-Z_]+[A-Z]\b", path.read_text("utf-8")))
    assert named - KNOWN == set()


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: str(path.relative_to(DEPLOY)))
def test_each_file_of_data_can_be_read(path):
    if path.suffix in {".yaml", ".yml"} and "templates" not in path.parts:
        assert list(yaml.safe_load_all(path.read_text("utf-8")))
    if path.suffix == ".json":
        assert json.loads(path.read_text("utf-8"))


def test_versions_are_those_that_the_tests_run():
    images = {
        each["image"].partition(":")[0]: each["image"] for each in COMPOSE["services"].values()
    }
    assert images["trinodb/trino"] == f"trinodb/trino:{TRINO_VERSION}"
    assert images["openpolicyagent/opa"] == f"openpolicyagent/opa:{OPA_VERSION}-static"
    assert images["quay.io/keycloak/keycloak"].endswith(f":{KEYCLOAK_VERSION}")
    assert images["versity/versitygw"].endswith(f":v{S3_VERSION}")
    assert images["interco"] == f"interco:{version()}"
    values = yaml.safe_load((CHART / "values.yaml").read_text())
    assert values["opa"]["image"]["tag"] == f"{OPA_VERSION}-static"
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text())
    assert (chart["version"], chart["appVersion"]) == (version(), version())


def test_the_image_is_of_locked_libraries_of_no_root_and_says_its_health():
    steps = (DEPLOY / "Dockerfile").read_text("utf-8")
    assert "--require-hashes" in steps
    assert "USER 10001:10001" in steps
    assert "HEALTHCHECK" in steps
    assert "/health/ready" in steps
    copied = set(re.findall(r"^COPY (\w+) \1$", steps, re.MULTILINE))
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert ignored[0] == "*"
    assert {f"!{each}" for each in copied} <= set(ignored)
    # All that the product imports is in it; what only tests and tools need is not.
    assert copied == {
        "catalog",
        "policies",
        "federation",
        "intake",
        "services_run",
        "papers",
        "schema",
        "services",
        "demo",
        "gateway",
    }


def test_containers_have_no_more_than_they_need():
    gateway = COMPOSE["services"]["gateway"]
    assert gateway["read_only"] is True
    assert gateway["cap_drop"] == ["ALL"]
    for name, service in COMPOSE["services"].items():
        assert "privileged" not in service, name
        for port in service.get("ports", ()):
            assert port.startswith("127.0.0.1:"), name
    assert COMPOSE["networks"]["inside"] == {"internal": True}


@pytest.mark.parametrize("service", COMPOSE["services"])
def test_a_container_is_given_each_secret_that_it_is_told_of(service):
    environment = COMPOSE["services"][service].get("environment", {})
    named = {
        str(value).removeprefix("/run/secrets/")
        for value in environment.values()
        if str(value).startswith("/run/secrets/")
    }
    assert named <= set(COMPOSE["services"][service].get("secrets", ()))


@pytest.mark.parametrize("kind", ["coordinator", "worker"])
def test_a_node_of_trino_keeps_its_data_where_the_images_user_may_write(kind):
    properties = (DEPLOY / "trino" / kind / "node.properties").read_text("utf-8")
    assert "node.data-dir=/data/trino\n" in properties


@pytest.mark.parametrize("file", ["compose/compose.yaml", "trino/compose.yaml"])
def test_a_node_of_trino_waits_until_its_folder_is_its_own(file):
    services = yaml.safe_load((DEPLOY / file).read_text("utf-8"))["services"]
    nodes = {
        name: each
        for name, each in services.items()
        if "metastore:/tmp/interco-trino" in each.get("volumes", ()) and "user" not in each
    }
    assert {"coordinator", "worker-1"} <= set(nodes)
    for name, node in nodes.items():
        (folder,) = node["depends_on"]
        assert services[folder]["command"][0] == "chown", name
        assert services[folder]["user"] == "root", name


def test_no_secret_is_written_in_a_file():
    for name, secret in COMPOSE["secrets"].items():
        assert secret["file"].startswith("./keys/"), name
    values = (CHART / "values.yaml").read_text()
    assert not re.search(r"(password|token|secret)\w*: *[\"']?[A-Za-z0-9+/]{16,}", values)


def test_a_unit_serves_what_its_environment_says():
    lines = (DEPLOY / "systemd" / "interco.env").read_text().splitlines()
    read = shlex.split("\n".join(lines), comments=True)
    given = dict(each.split("=", 1) for each in read)
    MetricsSettings.model_validate_json(given["INTERCO_METRICS"])
    (issuer,) = json.loads(given["INTERCO_ISSUERS"])
    IssuerSettings.model_validate(issuer)
    grace = float(given["INTERCO_SHUTDOWN_GRACE_S"])
    unit = (DEPLOY / "systemd" / "interco.service").read_text()
    stop = float(re.search(r"TimeoutStopSec=(\d+)", unit)[1])
    # The first process waits five seconds more for the others, and is not killed before.
    assert stop > grace + 5


def test_settings_of_the_pages_can_be_read():
    page = (ROOT / "docs" / "how-to" / "operate.md").read_text("utf-8")
    metrics, tracing = (
        re.search(rf"INTERCO_{name}='([^']+)'", page)[1] for name in ("METRICS", "TRACING")
    )
    MetricsSettings.model_validate_json(metrics)
    TracingSettings.model_validate_json(tracing)


def test_the_chart_names_probes_limits_policies_and_a_budget():
    written = "".join(each.read_text() for each in sorted((CHART / "templates").iterdir()))
    for needed in (
        *("startupProbe", "livenessProbe", "readinessProbe", "resources", "NetworkPolicy"),
        *("PodDisruptionBudget", "readOnlyRootFilesystem: true", "runAsNonRoot: true"),
    ):
        assert needed in written


def test_each_unit_reads_what_the_steps_leave_it():
    """Every path that a unit or the settings name is installed for the group that reads it."""
    folder = ROOT / "deploy" / "systemd"
    readme = (folder / "README.md").read_text("utf-8")
    law = (folder / "interco-opa.service").read_text("utf-8")
    assert "DynamicUser=true" in law
    assert "SupplementaryGroups=interco-opa" in law
    of_law = re.search(r"install -m 640 -g interco-opa (.+) /etc/interco-opa/", readme)
    assert of_law is not None
    named = {Path(path).name for path in re.findall(r"/etc/interco-opa/\S+", law)}
    assert named | {"interco.tar.gz"} == set(of_law[1].split())
    settings = (folder / "interco.env").read_text("utf-8")
    for path in re.findall(r"=(/etc/interco/\S+)", settings):
        name = Path(path).name
        assert re.search(rf"-m 640 -g interco .*{re.escape(name)}", readme), name
    unit = (folder / "interco.service").read_text("utf-8")
    assert "PYTHONPYCACHEPREFIX=/opt/interco/.venv/pycache" in unit
    assert "su -s /bin/sh interco" in readme
