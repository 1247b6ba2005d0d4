"""`storage { test objects instructions }`: for those who may declare it, and for nobody else.

Covers gateway.control.storages, gateway.upkeep.source_monitoring.storage_service,
gateway.upkeep.source_monitoring.storage_problems, federation.storages.instructions,
federation.engines.trino_problems, catalog.declaration.rendering.
"""

import json
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from catalog.declaration.declaration import read_declaration
from catalog.declaration.problems import DeclarationRefused
from catalog.declaration.rendering import difference_lines
from catalog.model.storage import StorageKind
from federation.engines.trino_problems import TrinoCannotReachStorage
from federation.storages.instructions import instructions_for
from federation.storages.registry import ADAPTERS
from gateway.acts.act import apply_declaration
from gateway.cli.demo_folder import find_agent
from gateway.identity.subject import local_subject
from tests.integration.graphql_acts.conftest import Town
from tests.integration.storages.values import (
    mariadb_storage,
    own_mariadb_database,
    postgresql_storage,
)

STEWARD = "steward@val-d-ille-aubigne"
SECRET = "INTERCO_SECRET_243500667_MARIA"
TEST = "query($n: String!) { storage(name: $n) { id test { answers } } }"
OBJECTS = """query($n: String!) { storage(name: $n) { objects {
  name rowEstimate primaryKey columns { name type reason { fr en } } } } }"""
STEPS = "query($n: String!) { storage(name: $n) { instructions { fr en typed } } }"


async def apply(town, tmp_path, text, agent="operator@interco"):
    path = tmp_path / "organisation.yaml"
    path.write_text(text)
    catalog = await town.ports.catalog.current()
    subject = local_subject(find_agent(catalog, agent))
    await apply_declaration(read_declaration([path]), subject, town.services.acts, dry_run=False)


def declared(server, database, **changed):
    options = {
        "host": server.host,
        "port": server.port,
        "database": database,
        "user": "interco_lecture",
        **changed,
    }
    lines = "\n".join(f"    {key}: {value}" for key, value in options.items())
    return f"""
organisation:
  siren: "243500667"
  slug: val-d-ille-aubigne
  name: CC Val d'Ille-Aubigné
  kind: CC
  approved_hosts: [{server.host}]
storages:
  maria:
    kind: mariadb
{lines}
    secret: env:{SECRET}
"""


FILES = """
organisation:
  siren: "243500667"
  slug: val-d-ille-aubigne
  name: CC Val d'Ille-Aubigné
  kind: CC
storages:
  fichiers:
    kind: files
    directory: val-d-ille-aubigne
"""


@pytest.fixture
async def here(town, tmp_path):
    """The town, whose file storage lies in its own folder and not where the demo was made."""
    await apply(town, tmp_path, FILES)
    return town


@pytest.fixture
def database(mariadb):
    with own_mariadb_database(mariadb) as (name, cursor):
        cursor.execute("CREATE TABLE collectes (id int PRIMARY KEY, photo blob, poids int)")
        cursor.execute("CREATE TABLE paie (id int PRIMARY KEY)")
        yield name, cursor


async def test_a_storage_that_the_engine_does_not_reach_is_told_as_such(here):
    """Trino runs elsewhere: the gateway's own way to a storage says nothing of its way."""
    folder = Path(here.services.acts.directory_roots[0]) / "val-d-ille-aubigne"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.csv").write_text("n;nom\n1;a\n")
    asked = []

    async def reach(storage):
        asked.append(storage.id)
        raise TrinoCannotReachStorage(cause="JDBC_ERROR")

    far = Town(here.state, replace(here.services, reach_by_engine=reach))
    tested = await far.ask(TEST, STEWARD, variables={"n": "fichiers"})
    assert tested.codes == ["trino_cannot_reach_storage"]
    (told,) = tested.body["errors"]
    assert "Trino, qui exécute les requêtes, ne l'atteint pas (JDBC_ERROR)" in told["message"]
    assert asked == ["val_d_ille_aubigne__fichiers"]
    # What the gateway itself does not reach is told first, and Trino is not asked.
    folder.rename(folder.with_name("ailleurs"))
    tested = await far.ask(TEST, STEWARD, variables={"n": "fichiers"})
    assert tested.codes == ["storage_directory_missing"]
    assert len(asked) == 1


async def test_a_file_storage_is_listed_and_tested(here):
    listed = await here.ask("query { storages { id kind secret } }", STEWARD)
    assert listed.data["storages"] == [
        {"id": "val_d_ille_aubigne__fichiers", "kind": "files", "secret": None}
    ]
    folder = Path(here.services.acts.directory_roots[0]) / "val-d-ille-aubigne"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.csv").write_text("n;nom\n1;a\n")
    for name in (
        "fichiers",
        "val_d_ille_aubigne__fichiers",
        "val-d-ille-aubigne.fichiers",
        "val_d_ille_aubigne.fichiers",
    ):
        tested = await here.ask(TEST, STEWARD, variables={"n": name})
        assert tested.data["storage"]["test"] == {"answers": True}
    found = await here.ask(OBJECTS, STEWARD, variables={"n": "fichiers"})
    assert "a.csv" in [each["name"] for each in found.data["storage"]["objects"]]
    folder.rename(folder.with_name("ailleurs"))
    tested = await here.ask(TEST, STEWARD, variables={"n": "fichiers"})
    assert tested.codes == ["storage_directory_missing"]


@pytest.mark.parametrize(
    ("agent", "name", "code"),
    [
        (None, "fichiers", "token_required"),
        ("agent@val-d-ille-aubigne", "fichiers", "role_required"),
        ("approver@val-d-ille-aubigne", "fichiers", "role_required"),
        ("steward@valcobreizh", "val_d_ille_aubigne__fichiers", "unknown_storage_here"),
        ("steward@valcobreizh", "val-d-ille-aubigne.fichiers", "unknown_storage_here"),
        ("steward@valcobreizh", "val-d-ille-aubigne.rien", "unknown_storage_here"),
        (STEWARD, "rien", "unknown_storage_here"),
        (STEWARD, "../etc", "unknown_storage_here"),
    ],
)
async def test_it_is_for_those_who_may_declare_it(town, agent, name, code):
    for document in (TEST, OBJECTS, STEPS):
        refused = await town.ask(document, agent, variables={"n": name})
        assert refused.codes == [code]
        if code == "role_required":
            assert "voir ses stockages" in refused.body["errors"][0]["message"]


async def test_somebody_elses_storage_is_one_that_is_not_there(town):
    there = await town.ask(
        TEST, "steward@valcobreizh", variables={"n": "val-d-ille-aubigne.fichiers"}
    )
    absent = await town.ask(
        TEST, "steward@valcobreizh", variables={"n": "val-d-ille-aubigne.fichierx"}
    )
    said = json.dumps(there.body, ensure_ascii=False).replace("fichiers", "fichierx")
    assert said == json.dumps(absent.body, ensure_ascii=False)


async def test_the_operator_sees_all_of_them(here):
    listed = await here.ask("query { storages { id } }", "operator@interco")
    assert len(listed.data["storages"]) > 3
    one = {"n": "val_d_ille_aubigne__fichiers"}
    tested = await here.ask(TEST, "operator@interco", variables=one)
    assert tested.data["storage"]["test"] == {"answers": True}


async def test_a_mariadb_is_told_from_cause_to_cause(
    town, tmp_path, mariadb, database, monkeypatch
):
    name, cursor = database
    monkeypatch.setenv(SECRET, "le-mot-de-passe")
    await apply(town, tmp_path, declared(mariadb, name))
    refused = await town.ask(TEST, STEWARD, variables={"n": "maria"})
    assert refused.codes == ["storage_credentials_refused"]
    assert "le-mot-de-passe" not in json.dumps(refused.body)
    steps = (await town.ask(STEPS, STEWARD, variables={"n": "maria"})).data["storage"]
    for each in steps["instructions"]:
        typed = (
            each["typed"]
            .replace("ADRESSE_DE_LA_PASSERELLE", "%")
            .replace("MOT_DE_PASSE", "le-mot-de-passe")
            .replace("TABLE", "collectes")
        )
        for statement in typed.split(";"):
            if statement.strip():
                cursor.execute(statement)
    try:
        tested = await town.ask(TEST, STEWARD, variables={"n": "maria"})
        assert tested.data["storage"]["test"] == {"answers": True}
        found = (await town.ask(OBJECTS, STEWARD, variables={"n": "maria"})).data["storage"]
    finally:
        cursor.execute("DROP USER 'interco_lecture'@'%'")
    (only,) = found["objects"]
    assert (only["name"], only["primaryKey"]) == ("collectes", ["id"])
    types = {each["name"]: each["type"] for each in only["columns"]}
    assert types == {"id": "integer", "photo": None, "poids": "integer"}
    assert [each["reason"] is None for each in only["columns"]] == [True, False, True]


async def test_a_place_that_is_no_longer_approved_is_not_dialled(
    town, tmp_path, mariadb, database, monkeypatch
):
    name, _ = database
    monkeypatch.setenv(SECRET, "faux")
    await apply(town, tmp_path, declared(mariadb, name))
    here = declared(mariadb, name).replace(f"[{mariadb.host}]", "[db.example.fr]")
    before = mariadb.log_path.read_text().count("Access denied")
    await apply(town, tmp_path, here.partition("storages:")[0])
    asked = await town.ask(TEST, STEWARD, variables={"n": "maria"})
    assert asked.codes == ["host_not_approved"]
    assert mariadb.log_path.read_text().count("Access denied") == before


async def test_one_request_dials_five_storages_at_most(here):
    fields = " ".join(
        f'f{number}: storage(name: "fichiers") {{ test {{ answers }} }}' for number in range(6)
    )
    asked = await here.ask(f"query {{ {fields} }}", STEWARD)
    assert asked.codes == ["too_many_storages"]


async def test_postgresql_instructions_give_the_right_to_read_one_table(postgresql_database):
    storage, _ = postgresql_storage(postgresql_database, user="interco_lecture")
    with psycopg.connect(postgresql_database, autocommit=True) as database:
        database.execute("CREATE SCHEMA eau; CREATE TABLE eau.sites (id integer)")
        database.execute("CREATE TABLE eau.paie (id integer)")
        for step in instructions_for(StorageKind.POSTGRESQL, storage)[:2]:
            typed = step.typed.replace("MOT_DE_PASSE", "ici")
            database.execute(
                typed.replace("SCHEMA", "eau")
                .replace('"TABLE"', '"sites"')
                .replace("ON eau", "ON SCHEMA")
            )
        try:
            await ADAPTERS[StorageKind.POSTGRESQL].test(storage, "ici")
            found = await ADAPTERS[StorageKind.POSTGRESQL].introspect(storage, "ici")
        finally:
            role = sql.Identifier("interco_lecture")
            database.execute(sql.SQL("DROP OWNED BY {}; DROP ROLE {}").format(role, role))
    assert [(each.schema, each.name) for each in found] == [("eau", "sites")]


def test_each_kind_has_instructions_in_both_languages(mariadb):
    for kind in StorageKind:
        steps = instructions_for(kind)
        assert steps
        texts = [step.text for step in steps]
        assert all(text.fr and text.en and "{" not in text.fr for text in texts)
    (policy, _) = instructions_for(StorageKind.S3)
    actions = {each["Action"][0] for each in json.loads(policy.typed)["Statement"]}
    assert actions == {"s3:ListBucket", "s3:GetObject"}
    assert mariadb_storage(mariadb, "base").options.user in "".join(
        each.typed
        for each in instructions_for(StorageKind.MARIADB, mariadb_storage(mariadb, "base"))
    )


@pytest.mark.parametrize(
    ("storage", "said"),
    [
        ("{kind: files, directory: val-d-ille-aubigne/dossier}", "dossier"),
        ("{kind: files, directory: val-d-ille-aubigne//dossier}", "dossier"),
        ("{kind: sqlite, path: val-d-ille-aubigne/lien.sqlite}", "lien.sqlite"),
        ("{kind: sqlite, path: val-d-ille-aubigne/dossier/base.sqlite}", "dossier"),
    ],
)
async def test_a_storage_that_is_reached_by_a_link_is_not_declared(here, tmp_path, storage, said):
    root = Path(here.services.acts.directory_roots[0])
    (root / "val-d-ille-aubigne").mkdir(parents=True, exist_ok=True)
    other = root / "valcobreizh"
    other.mkdir(exist_ok=True)
    (other / "base.sqlite").touch()
    (root / "val-d-ille-aubigne" / "dossier").symlink_to(other)
    (root / "val-d-ille-aubigne" / "lien.sqlite").symlink_to(other / "base.sqlite")
    own, _, _ = FILES.partition("storages:")
    with pytest.raises(DeclarationRefused) as refused:
        await apply(here, tmp_path, f"{own}storages:\n  autre: {storage}\n", STEWARD)
    (problem,) = refused.value.problems
    assert problem.code == "storage_through_link"
    assert f"« {said} »" in problem.sentence("fr")
    assert problem.place.line == 8


DATASET = """
datasets:
  pesees:
    title: {fr: Pesées, en: Weighings}
    storage: fichiers
    object: {kind: csv, name: pesees.csv, csv: {delimiter: ","}}
    columns:
      numero: {type: integer, label: {fr: Numéro, en: Number}}
      jour: {type: date, label: {fr: Jour, en: Day}}
"""


async def test_a_declared_file_is_read_before_anybody_depends_on_it(here, tmp_path):
    """It may be declared before the file comes: what cannot be read is said."""
    folder = Path(here.services.acts.directory_roots[0]) / "val-d-ille-aubigne"
    folder.mkdir(parents=True, exist_ok=True)
    file, path = folder / "pesees.csv", tmp_path / "organisation.yaml"
    subject = local_subject(find_agent(await here.ports.catalog.current(), STEWARD))

    async def warnings(text):
        path.write_text(FILES + text)
        difference = await apply_declaration(
            read_declaration([path]), subject, here.services.acts, dry_run=True, reads_sources=True
        )
        return [line for line in difference_lines(difference) if line.startswith("!")]

    (missing,) = await warnings(DATASET)
    assert "attention, val_d_ille_aubigne__pesees : Le stockage ne contient pas" in missing
    file.write_text("numero;jour\n1;31/01/2025\n2;2025-01-31\n3\n")
    (delimiter,) = await warnings(DATASET)
    assert "semble séparé par « ; »" in delimiter
    right = DATASET.replace('","', '";"')
    line, unreadable = await warnings(right)
    assert "pas autant de cellules que l'en-tête et ne sont pas lues : 1 (ligne 4)" in line
    assert "→ Corrigez-les dans le fichier" in line
    assert "jour : 50 % illisible comme date : « 31/01/2025 » (ligne 2)" in unreadable
    assert "→ Dites comment la source les écrit (text_format : date," in unreadable
    (phantom, *_) = await warnings(right.replace("numero:", "Numero:", 1).replace("Numero", "n"))
    assert "n'a pas de colonne « n »" in phantom
    assert "(csv: header_row)" in phantom
    file.write_text("numero;jour\n1;2025-01-31\n")
    assert await warnings(right) == []
