"""A folder is data: what is wrong with it is told at once, and its golden files must come out.

Covers services_run.checking, services_run.folder, services_run.golden, services_run.form,
services_run.consented_check, services_run.measures_check.
"""

import shutil

import pytest
import yaml

from services_run.checking import carried_services, find_service, load_service, load_texts
from services_run.folder import digest_of
from services_run.golden import golden_differences
from services_run.problems import ServiceProblems, UnknownService


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(find_service("service-fait"), tmp_path / "mine")
    return tmp_path / "mine"


def faults_after(folder, change):
    path = folder / "service.yaml"
    tree = yaml.safe_load(path.read_text("utf-8"))
    change(tree)
    path.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), "utf-8")
    with pytest.raises(ServiceProblems) as raised:
        load_service(folder)
    return {problem.facts["where"] for problem in raised.value.problems}


@pytest.mark.parametrize("folder", carried_services(), ids=lambda folder: folder.name)
def test_each_carried_service_gives_its_golden_output(folder):
    service = load_service(folder)
    assert (service.id, golden_differences(service)) == (folder.name, [])


def test_a_golden_figure_that_differs_is_told_with_its_place(folder):
    output = folder / "golden" / "output.json"
    output.write_text(output.read_text("utf-8").replace("4218.20", "4218.21"), "utf-8")
    assert ("totals.at_stake_eur", "4218.21", "4218.20") in golden_differences(load_service(folder))


NAMES = {
    "requires",
    "parts",
    "fields",
    "parameters",
    "sentences",
    "labels",
    "exports",
    "measures",
    "ratios",
}
VALUES = {"codes", "words", "where", "columns", "default", "less"}
"""Keys under these are names that a service gives, or values of its rows."""


def places_of_keys(node, place=()):
    """Each key of the language once, wherever it stands first: ("requires", "bons", "files")."""
    if isinstance(node, list):
        for at, part in enumerate(node):
            yield from places_of_keys(part, (*place, at))
    elif isinstance(node, dict) and not (place and place[-1] in VALUES):
        for key, value in node.items():
            if not (place and place[-1] in NAMES and "of" not in place):
                yield (*place, key)
            yield from places_of_keys(value, (*place, key))


def kind_of(place):
    return tuple(
        "*" if isinstance(each, int) or (at and place[at - 1] in NAMES) else each
        for at, each in enumerate(place)
    )


def description_of(folder):
    return yaml.load((folder / "service.yaml").read_text("utf-8"), yaml.CSafeLoader)


def keys_of_carried_services():
    kinds = {}
    for folder in carried_services():
        tree = description_of(folder)
        for place in places_of_keys(tree):
            kinds.setdefault(kind_of(place), (folder.name, place))
    return list(kinds.values())


def test_each_misspelt_key_is_refused_where_it_stands():
    misspelt = keys_of_carried_services()
    assert len(misspelt) > 100
    taken = []
    for service, place in misspelt:
        folder = find_service(service)
        tree = description_of(folder)
        *before, key = place
        node = tree
        for step in before:
            node = node[step]
        wrong = f"{key[:-1]}x{key[-1:]}"
        node[wrong] = node.pop(key)
        with pytest.raises(ServiceProblems) as raised:
            load_texts(yaml.dump(tree, Dumper=yaml.CSafeDumper, allow_unicode=True), {}, folder)
        if not any(wrong in problem.facts["where"] for problem in raised.value.problems):
            taken.append(place)
    assert not taken


def test_the_key_that_was_meant_is_named(folder):
    text = (folder / "service.yaml").read_text("utf-8").replace("distinct:", "distict:", 1)
    (folder / "service.yaml").write_text(text, "utf-8")
    with pytest.raises(ServiceProblems) as raised:
        load_service(folder)
    (problem,) = raised.value.problems
    assert "distict" in problem.sentence("fr")
    assert "« distinct »" in problem.sentence("fr")
    assert '"distinct"' in problem.sentence("en")


def test_the_digest_is_of_every_file(folder):
    before = digest_of(folder)
    assert before == digest_of(find_service("service-fait"))
    query = folder / "queries" / "prix.sql"
    query.write_text(query.read_text("utf-8") + "\n", "utf-8")
    assert digest_of(folder) != before


def test_every_fault_of_a_description_is_told_at_once(folder):
    def spoil(tree):
        tree["id"], tree["version"], tree["licence"] = "Service Fait", "1.0", " "
        tree["publisher"] = {"siren": "123456789", "name": ""}
        tree["title"] = {"fr": "Une seule langue"}
        tree["requires"]["bons"]["standard"] = "bordereau"
        tree["requires"]["bons"]["fields"]["bon"]["type"] = "varchar"
        tree["requires"]["bons"]["fields"]["produit"]["concept"] = "couleur"
        tree["requires"]["bons"]["fields"]["moment"]["label"] = {"fr": "le jour"}
        tree["short"] = {"en": "Slips"}
        tree["indicators"] = [
            {"formula": "a / b", "label": {"fr": "Part", "en": "Share"}, "note": {"fr": "A sur B."}}
        ]
        tree["requires"]["bons"]["fields"]["contrat"]["values_of"] = ["contrat.rien"]
        tree["parameters"]["minutes_min"]["type"] = "heure"
        tree["answer"][0]["form"] = "pie"
        tree["answer"][1]["step"] = "nowhere"
        tree["notices"], tree["exports"] = ["absent"], {"csv": "absent"}

    assert faults_after(folder, spoil) == {
        *("id", "version", "licence", "publisher.siren", "publisher.name", "title", "changelog"),
        *("requires.bons.standard", "requires.bons.fields.bon.type"),
        *("requires.bons.fields.produit.concept", "requires.bons.fields.contrat.values_of"),
        *("requires.bons.fields.moment.label", "short", "indicators[0].note"),
        *("parameters.minutes_min.type", "answer[0].form", "answer[1]", "notices", "exports.csv"),
    }


def test_what_is_missing_is_named(folder):
    def drop(tree):
        del tree["steps"], tree["changelog"]

    assert faults_after(folder, drop) == {"steps", "changelog"}


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("SELECT read_csv('x') AS a FROM bons b", "queries/prix.sql:1"),
        ("SELECT s.a FROM secrets s", "queries/prix.sql"),
        ("DROP TABLE bons", "queries/prix.sql:1"),
    ],
)
def test_a_query_reads_earlier_steps_in_the_portable_sql_alone(folder, text, where):
    (folder / "queries" / "prix.sql").write_text(text, "utf-8")
    assert where in faults_after(folder, lambda tree: None)


def test_a_query_that_no_step_reads_and_a_step_without_one_are_told(folder):
    (folder / "queries" / "orphan.sql").write_text("SELECT 1 AS a", "utf-8")
    (folder / "queries" / "prix.sql").unlink()
    faults = faults_after(folder, lambda tree: None)
    assert {"queries/orphan.sql", "steps.prix"} <= faults


def test_a_description_that_is_no_yaml_is_told_with_its_line(folder):
    (folder / "service.yaml").write_text("id: a\n  b: [", "utf-8")
    with pytest.raises(ServiceProblems) as raised:
        load_service(folder)
    assert raised.value.problems[0].facts["where"] == "service.yaml:2"


def test_an_unknown_service_is_a_problem():
    with pytest.raises(UnknownService):
        find_service("service-inconnu")


def test_a_role_that_is_read_by_consent_says_whose_row_it_is_and_bears_no_measure(tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(find_service("rpqs-dechets"), folder)

    def spoil(tree):
        measured = next(one["role"] for one in tree["measures"].values() if "role" in one)
        tree["requires"][measured]["of_each_body"] = "commune"
        listing = next(one["from"] for one in tree["requires"].values() if "from" in one)
        tree["requires"][listing.partition(".")[0]]["of_each_body"] = "nothing"

    told = faults_after(folder, spoil)
    assert len(told) == 2
    assert all(where.endswith(".of_each_body") for where in told)
