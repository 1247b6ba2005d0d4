"""The chart, by Helm itself, which is built from its Go module: minutes on a new machine.

Covers deploy.local.go_programs.
"""

import subprocess
from pathlib import Path

import pytest
import yaml

from deploy.local.go_programs import go_program
from gateway.base.settings import Settings
from gateway.base.settings_files import BY_FILE, variable_of

CHART = Path(__file__).resolve().parents[2] / "deploy" / "helm" / "interco"
KNOWN = {variable_of(name) for name in Settings.model_fields} | {
    f"{variable_of(name)}_FILE" for name in BY_FILE
}
EVERYTHING = (
    *("--set", "ingress.enabled=true", "--set", "trino.url=https://t:8443"),
    *("--set", "settings.INTERCO_QUERY_TIMEOUT_S=20", "--set", "workers=3"),
)
NO_SWITCH = ("--set", "metrics.enabled=false", "--set", "networkPolicy.enabled=false")
OPTIONS = pytest.mark.parametrize(
    "options", [(), EVERYTHING, NO_SWITCH], ids=["as it comes", "everything", "nothing more"]
)
pytestmark = pytest.mark.whole


@pytest.fixture(scope="module")
def helm():
    return go_program("helm", "helm.sh/helm/v3/cmd/helm", "3.22.0")


def ran(helm, *command):
    done = subprocess.run([helm, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def rendered(helm, options):
    text = ran(helm, "template", "interco", CHART, "--kube-version", "1.30.0", *options)
    return [each for each in yaml.safe_load_all(text) if each]


@OPTIONS
def test_helm_finds_no_fault_in_the_chart(helm, options):
    assert "0 chart(s) failed" in ran(helm, "lint", "--strict", CHART, *options)


@OPTIONS
def test_a_chart_that_is_rendered_locks_its_pods(helm, options):
    pods = [
        each["spec"]["template"]["spec"]
        for each in rendered(helm, options)
        if each["kind"] in {"Deployment", "Job"}
    ]
    assert len(pods) == 2
    for pod in pods:
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["automountServiceAccountToken"] is False
        for container in pod["containers"]:
            assert container["securityContext"]["readOnlyRootFilesystem"] is True
            assert container["resources"]["limits"]["memory"]
            names = {each["name"] for each in container.get("env", ())}
            assert names <= KNOWN


def test_each_switch_makes_what_it_names_and_nothing_else(helm):
    kinds = {each["kind"] for each in rendered(helm, ())}
    assert kinds == {"Deployment", "Job", "NetworkPolicy", "PodDisruptionBudget", "Service"}
    assert {each["kind"] for each in rendered(helm, EVERYTHING)} - kinds == {"Ingress"}
    assert kinds - {each["kind"] for each in rendered(helm, NO_SWITCH)} == {"NetworkPolicy"}
    (deployment,) = (each for each in rendered(helm, EVERYTHING) if each["kind"] == "Deployment")
    gateway = deployment["spec"]["template"]["spec"]["containers"][0]
    given = {each["name"]: each.get("value") for each in gateway["env"]}
    assert given["INTERCO_QUERY_TIMEOUT_S"] == "20"
    assert given["INTERCO_TRINO_URL"] == "https://t:8443"
    assert "3" in gateway["args"]
