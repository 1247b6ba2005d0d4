"""What a declaration comes to, beside the catalog, is for whoever may declare it.

Covers gateway.acts.act, catalog.declaration.resolution.
"""

from dataclasses import replace

import pytest

from catalog.declaration.declaration import read_documents
from catalog.declaration.problems import DeclarationRefused
from gateway.acts.act import apply_declaration
from gateway.identity.subject import local_subject
from gateway.problems import ActsRefused
from tests.unit.catalog.examples import told

OURS = """\
organisation:
  siren: 243500667
  slug: val-d-ille-aubigne
  name: CC Val d'Ille-Aubigné
  kind: CC
  approved_hosts: ["db.valdille.fr:5432", s3.valdille.fr]
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
    async def apply(who, text):
        (agent,) = (each for each in world.catalog.snapshot.agents.values() if each.sub == who)
        ports = replace(world.ports, directory_roots=("/srv/donnees",))
        documents = {"o.yaml": text.encode()} if isinstance(text, str) else text
        declaration = read_documents(documents)
        return await apply_declaration(declaration, local_subject(agent), ports, dry_run=True)

    return apply


@pytest.mark.parametrize("text", DECLARATIONS.values(), ids=DECLARATIONS)
@pytest.mark.parametrize("who", STRANGERS)
async def test_a_stranger_is_told_the_same_whatever_is_declared(declares, who, text):
    with pytest.raises(ActsRefused) as refused:
        await declares(who, text)
    assert [told(each).code for each in refused.value.problems] == [STRANGERS[who]]


async def test_a_file_about_two_bodies_tells_nothing_of_either(declares):
    theirs = OURS.replace("243500667", "200090884").replace("val-d-ille-aubigne", "valcobreizh")
    both = {"a.yaml": (OURS + DATASET % "cave").encode(), "b.yaml": theirs.encode()}
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
