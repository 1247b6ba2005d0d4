"""What a declaration comes to, beside the catalog, is for whoever may declare it.

Covers gateway.acts.act, gateway.acts.declared_sources, catalog.declaration.resolution.
"""

from dataclasses import replace

import pytest

from catalog.declaration.declaration import read_documents
from catalog.declaration.problems import DeclarationRefused
from gateway.acts.act import apply_declaration
from gateway.base.problems import ActsRefused
from gateway.identity.subject import local_subject
from tests.unit.catalog.examples import told

OURS = """\
organisation:
  siren: 243500667
  slug: val-d-ille-aubigne
  name: CC Val d'Ille-Aubigné
  kind: CC
  approved_hosts: ["db.valdille.fr:5432", s3.valdille.fr]
"""
THEIRS = """\
organisation:
  siren: 200090884
  slug: valcobreizh
  name: SMICTOM Valcobreizh
  kind: SMF
"""
DEPOT = "storages:\n  depot: {kind: files, directory: val-d-ille-aubigne}\n"
DATASET = """\
datasets:
  releves:
    title: {fr: Relevés}
    storage: %s
    object: {kind: csv, name: releves.csv}
    columns:
      id: {type: string, label: {fr: Numéro}}
"""
DECLARATIONS = {
    "all that there is": OURS + DEPOT,
    "one more dataset": OURS + DATASET % "depot",
    "a storage that there is not": OURS + DATASET % "cave",
    "another short name": OURS.replace("val-d-ille-aubigne", "val-d-ille"),
    "the short name of another": OURS.replace("val-d-ille-aubigne", "valcobreizh"),
}
STRANGERS = {
    "steward@valcobreizh": "other_organisation",
    "agent@val-d-ille-aubigne": "role_required",
    "agent@valcobreizh": "role_required",
}


@pytest.fixture
def declares(world):
    async def apply(who, text, root="/srv/donnees", **more):
        (agent,) = (each for each in world.catalog.snapshot.agents.values() if each.sub == who)
        ports = replace(world.ports, directory_roots=(str(root),))
        documents = {"o.yaml": text.encode()} if isinstance(text, str) else text
        declaration = read_documents(documents)
        return await apply_declaration(
            declaration, local_subject(agent), ports, dry_run=True, **more
        )

    return apply


@pytest.mark.parametrize("text", DECLARATIONS.values(), ids=DECLARATIONS)
@pytest.mark.parametrize("who", STRANGERS)
async def test_a_stranger_is_told_the_same_whatever_is_declared(declares, who, text):
    with pytest.raises(ActsRefused) as refused:
        await declares(who, text)
    assert [told(each).code for each in refused.value.problems] == [STRANGERS[who]]


async def test_a_file_about_two_bodies_tells_nothing_of_either(declares):
    both = {"a.yaml": (OURS + DATASET % "cave").encode(), "b.yaml": THEIRS.encode()}
    with pytest.raises(ActsRefused) as refused:
        await declares("steward@val-d-ille-aubigne", both)
    assert "other_organisation" in {each.code for each in refused.value.problems}


async def test_a_steward_is_told_what_is_wrong_in_their_own(declares):
    with pytest.raises(DeclarationRefused) as refused:
        await declares("steward@val-d-ille-aubigne", OURS + DATASET % "cave")
    assert [told(each).code for each in refused.value.problems] == ["unknown_storage"]
    assert (await declares("steward@val-d-ille-aubigne", OURS + DEPOT)).is_empty


async def test_what_is_wrong_of_what_a_steward_may_not_declare_is_not_told(declares):
    taken = DECLARATIONS["the short name of another"] + DATASET % "cave"
    with pytest.raises(ActsRefused) as refused:
        await declares("steward@val-d-ille-aubigne", taken)
    assert [told(each).code for each in refused.value.problems] == ["section_reserved"]
    with pytest.raises(DeclarationRefused) as refused:
        await declares("operator@interco", taken)
    codes = {told(each).code for each in refused.value.problems}
    assert codes == {"names_fold_together", "slug_is_fixed"}


@pytest.mark.parametrize(
    ("linked", "lines"),
    [("val-d-ille-aubigne/cave", [8, 10]), ("val-d-ille-aubigne/cave/releves.csv", [10])],
    ids=["a folder", "a file"],
)
async def test_a_link_is_refused_where_it_is_written(declares, tmp_path, linked, lines):
    (tmp_path / linked).parent.mkdir(parents=True)
    (tmp_path / linked).symlink_to("/elsewhere")
    cave = "storages:\n  cave: {kind: files, directory: val-d-ille-aubigne/cave}\n"
    both = {"a.yaml": THEIRS.encode(), "b.yaml": (OURS + cave + DATASET % "cave").encode()}
    with pytest.raises(DeclarationRefused) as refused:
        await declares("operator@interco", both, tmp_path)
    assert {each.code for each in refused.value.problems} == {"storage_through_link"}
    places = [(each.place.file, each.place.line) for each in refused.value.problems]
    assert places == [("b.yaml", line) for line in lines]


async def test_files_on_this_machine_are_read_and_other_sources_left(declares, tmp_path):
    (folder := tmp_path / "val-d-ille-aubigne").mkdir()
    (folder / "releves.csv").write_text("id\nA1\n")
    base = """\
  base:
    kind: postgresql
    host: db.valdille.fr
    port: 5432
    database: dechets
    user: lecture
    secret: env:INTERCO_SECRET_243500667_BASE
"""
    pesees = DATASET.replace("releves", "pesees").replace("kind: csv", "kind: table")
    declared = OURS + DEPOT + base + DATASET % "depot" + pesees.partition("\n")[2] % "base"
    told = await declares("operator@interco", declared, tmp_path, reads_sources=True)
    left = {each.dataset.rpartition("__")[2]: each.is_left for each in told.checks}
    assert left == {"releves": False, "pesees": True}
