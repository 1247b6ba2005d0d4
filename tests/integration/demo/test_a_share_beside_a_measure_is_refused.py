"""The draft that must never be in the demo: the same convention with a share in it.

Covers demo.prepare.
"""

import shutil

import pytest

from catalog.declaration.problems import DeclarationRefused
from demo.prepare import Prepared
from tests.integration.demo.conftest import catalog_of

FILE = "val-d-ille-aubigne.yaml"


@pytest.fixture
def copy(embedded, tmp_path):
    folder = tmp_path / "declarations"
    shutil.copytree(embedded.prepared.declarations, folder)
    return Prepared(folder, embedded.prepared.ledger)


def refusals(copy, root):
    with pytest.raises(DeclarationRefused) as refused:
        catalog_of(copy, root)
    return refused.value.problems


@pytest.mark.parametrize("share", ["part_commune", "nb_bacs_leves"])
@pytest.mark.parametrize("transform", ["clear"])
def test_apply_names_the_share_and_the_measure(copy, embedded, share, transform):
    file = copy.declarations / FILE
    text = file.read_text("utf-8")
    granted = "      tonnage_kg: clear\n"
    assert text.count(granted) == 1
    file.write_text(text.replace(granted, f"{granted}      {share}: {transform}\n"), "utf-8")
    problems = refusals(copy, embedded.folder)
    assert {each.code for each in problems} == {"share_beside_measure"}
    assert {each.facts["share"] for each in problems} == {share}
    assert "tonnage_kg" in {each.facts["measure"] for each in problems}
    line = (problems[0].place.line, problems[0].place.file)
    assert line == (text.count("\n", 0, text.index(granted)) + 2, str(file))
