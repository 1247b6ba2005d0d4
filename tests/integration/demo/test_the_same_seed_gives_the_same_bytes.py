"""Covers demo.prepare, demo.generate.world, demo.generate.energie, demo.generate.chance,
demo.generate.anomalies.
"""

import hashlib
import json
import os

from demo.generate.world import SEED
from demo.prepare import prepare_embedded

_APART = {"prepared.json", ".lock"}


def digests(folder):
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in _APART
    }


def test_in_two_folders(embedded, tmp_path):
    prepare_embedded(tmp_path)
    once, again = digests(embedded.folder), digests(tmp_path)
    assert once == again
    assert len(once) > 20


def test_another_seed_gives_other_rows_and_the_same_declarations(embedded, tmp_path):
    prepare_embedded(tmp_path, seed=SEED + 1)
    once, other = digests(embedded.folder), digests(tmp_path)
    assert once.keys() == other.keys()
    changed = {name for name in once if once[name] != other[name]}
    assert "valcobreizh/collecte.sqlite" in changed
    assert not [name for name in changed if name.startswith("declarations/")]


def test_what_is_there_is_not_made_again(tmp_path):
    prepare_embedded(tmp_path)
    file = tmp_path / "valcobreizh" / "collecte.sqlite"
    os.utime(file, (0, 0))
    prepare_embedded(tmp_path)
    assert file.stat().st_mtime == 0
    prepare_embedded(tmp_path, seed=5)
    assert file.stat().st_mtime > 0


def test_every_table_has_its_readme_and_the_ledger_lies_beside(embedded):
    for slug in ("val-d-ille-aubigne", "valcobreizh", "sde35", "mesnil-roc-h"):
        text = (embedded.folder / slug / "LISEZMOI.md").read_text("utf-8")
        assert "origine = synthetique" in text
        assert "(données synthétiques)" in text.splitlines()[0]
    ledger = json.loads(embedded.prepared.ledger.read_text("utf-8"))
    assert {"code_postal", "code_inconnu", "commune_vide", "ancien_code"} <= {
        each["kind"] for each in ledger
    }
