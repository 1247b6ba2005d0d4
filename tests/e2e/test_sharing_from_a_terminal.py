"""`interco agreement` and `interco mandate` as a clerk types them, on the running demo.

Covers gateway.cli.agreement_commands, gateway.cli.agreement_acts, gateway.cli.agreement_apply,
gateway.cli.agreement_list_files, gateway.cli.mandate_commands,
gateway.cli.agreement_verify,
gateway.cli.agreement_show, gateway.cli.sharing_output, gateway.cli.agreement_export,
gateway.cli.client.
"""

import hashlib
import json
import re
import time

import pytest

from catalog.exports.evidence_checking import departures_in, files_of
from gateway.cli.kept_tokens import KeptToken, keep
from tests.e2e.conftest import run_interco


@pytest.fixture(scope="module")
def interco(demo):
    def run(*arguments):
        return run_interco(*arguments, "--state", str(demo.state), check=False)

    return run


def test_agreements_are_listed_as_people_read_them_and_as_json(interco):
    printed = interco("agreement", "list", "--as", "steward@mesnil-roc-h").stdout
    assert "conv-2026-0006@1  signée, pas encore active" in printed
    found = interco(
        *("agreement", "list", "--as", "steward@mesnil-roc-h"),
        *("--in-state", "active", "--format", "json"),
    )
    assert [each["citation"] for each in json.loads(found.stdout)] == ["conv-2025-0005@1"]


@pytest.mark.parametrize(
    "words", [("agreement", "list"), ("agreement", "awaiting"), ("mandate", "list"), ("inbox",)]
)
def test_what_is_ones_own_is_not_an_empty_list_for_nobody(interco, words):
    asked = interco(*words)
    assert (asked.returncode, asked.stdout) == (4, "")
    assert "token_required" in asked.stderr


LISTED = """common:
  dataset: mesnil-roc-h.energie_batiments
  title: Énergie des bâtiments
  purposes: [evaluation_politiques]
  legal_basis: Code de l'environnement, article L229-26
  rows: all
  columns: {id_releve: keyed_hash, mois: clear, consommation_kwh: clear}
  start: "2030-01-01"
  end: "2030-12-31"
agreements:
  - to: sde35
  - to: valcobreizh
  - {to: bretagne-romantique, title: Énergie et bâtiments}
"""
LINES = """dataset;to;end
valcobreizh.nulle-part;bretagne-romantique;
val-d-ille-aubigne.collectes;bretagne-romantique;2031-12-31
"""


def test_a_file_of_agreements_is_tried_proposed_and_left_the_second_time(interco, tmp_path):
    file = tmp_path / "energie.yaml"
    file.write_text(LISTED)
    apply = ("agreement", "apply", str(file), "--as", "steward@mesnil-roc-h")
    tried = interco(*apply, "--dry-run")
    assert (tried.returncode, tried.stdout.count("prête")) == (0, 4), tried.stdout + tried.stderr
    assert "3 prêtes" in tried.stdout
    sent = interco(*apply, "--format", "json")
    lines = json.loads(sent.stdout)["lines"]
    assert [(line["state"], line["line"]) for line in lines] == [
        *(("PROPOSED", 11), ("PROPOSED", 12), ("PROPOSED", 13)),
    ]
    again = interco(*apply)
    assert (again.returncode, "3 déjà couvertes" in again.stdout) == (0, True), again.stdout
    assert f"{lines[0]['agreement']['citation']} (déposée" in again.stdout


def test_a_file_that_is_wrong_is_told_by_line(interco, tmp_path):
    file = tmp_path / "lignes.csv"
    file.write_text(LINES)
    options = ("--template", "rpqs_dechets", "--start", "2031-01-01", "--end", "2031-06-30")
    apply = ("agreement", "apply", str(file), *options, "--as", "steward@bretagne-romantique")
    tried = interco(*apply, "--dry-run")
    assert tried.returncode == 1
    assert f"{file}:2: dataset: " in tried.stderr
    assert "1 refusée, 1 prête" in tried.stdout
    file.write_text("dataset;a\nx;y\n")
    wrong = interco(*apply, "--dry-run")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "unknown_key" in wrong.stderr
    file.write_text("dataset,contact\nval-d-ille-aubigne.collectes,Anne\n,\n,Bob <b@c.fr>\n")
    wrong = interco(*apply, "--dry-run")
    assert f"{file}:2" in wrong.stderr
    assert f"{file}:4" in wrong.stderr


def test_an_agreement_is_a_readable_page(interco):
    ran = interco("agreement", "show", "conv-2025-0001@1", "--as", "steward@valcobreizh")
    for expected in (
        "Qui accorde : CC Val d'Ille-Aubigné",
        "Du 1er janv. 2025 au 31 déc. 2027 compris",
        "les lignes du territoire de SMICTOM Valcobreizh pour la compétence 1510",
        "Numéro de pesée",
        "Signée le 12 déc. 2024 à 10:00 : CC Val d'Ille-Aubigné",
        "révoquer : un signataire",
        "Croisements permis : avec les données de référence",
        "Transmission à d'autres : interdite",
        "Le périmètre de la convention en compte 52 en tout.",
    ):
        assert expected in ran.stdout
    owners = r"^18 communes du territoire de qui accorde, le .*Melesse \(35173\)"
    assert re.search(owners, ran.stdout, re.MULTILINE)
    assert "Mesnil-Roc'h" not in ran.stdout


def test_without_a_version_the_newest_is_meant(interco):
    who = ("--as", "steward@valcobreizh")
    shown = interco("agreement", "show", "conv-2025-0001", *who)
    assert shown.stdout.startswith("conv-2025-0001@1 — ")
    tried = interco("agreement", "preview", "conv-2025-0001", "--dry-run", *who)
    assert tried.returncode == 0, tried.stderr
    unknown = interco("agreement", "resume", "conv-2025-9999", *who)
    assert (unknown.returncode, "[unknown_citation]" in unknown.stderr) == (2, True)


def test_a_document_may_be_typed_instead_of_its_file(interco):
    typed = interco("query", "{ sde35 { bornesRecharge(first: 1) { nodes { nomStation } } } }")
    assert typed.returncode == 0, typed.stderr
    named = interco(
        "query", "query Une { sde35 { bornesRecharge(first: 1) { totalCount { value } } } }"
    )
    assert named.returncode == 0, named.stderr
    missing = interco("query", "query.graphql")
    assert "[file_unreadable]" in missing.stderr


def test_somebody_elses_agreement_is_unknown(interco):
    one = interco("agreement", "show", "conv-2025-0001@1", "--as", "steward@sde35")
    none = interco("agreement", "show", "conv-1999-0001@1", "--as", "steward@sde35")
    assert one.returncode == none.returncode == 2
    assert one.stderr.replace("conv-2025-0001@1", "…") == none.stderr.replace(
        "conv-1999-0001@1", "…"
    )
    assert "unknown_citation" in one.stderr


def test_the_export_is_what_the_hash_is_of(interco):
    who = ("--as", "steward@valcobreizh")
    text = interco("agreement", "export", "conv-2025-0001@1", *who).stdout
    found = json.loads(
        interco("agreement", "export", "conv-2025-0001@1", "--format", "json", *who).stdout
    )
    assert hashlib.sha256(text.encode()).hexdigest() == found["sha256"]
    assert found["canonicalText"] == json.loads(text)


def test_the_evidence_goes_into_a_file_or_a_pipe_and_is_whole(interco, tmp_path):
    asked = ("agreement", "export", "conv-2025-0005@1", "--format", "evidence")
    for agent in ("steward@mesnil-roc-h", "steward@valcobreizh", "operator@interco"):
        target = tmp_path / f"{agent}.zip"
        ran = interco(*asked, "--as", agent, "--output", str(target))
        assert ran.returncode == 0, ran.stderr
        pack = target.read_bytes()
        assert departures_in(files_of(pack)) == ()
        assert hashlib.sha256(pack).hexdigest() in ran.stderr
        checked = interco("agreement", "verify", str(target))
        assert checked.returncode == 0, checked.stderr
        assert "Dossier authentique et entier" in checked.stdout
        assert "conv-2025-0005@1" in checked.stdout
    cut = tmp_path / "cut.zip"
    cut.write_bytes(pack[:-100])
    refused = interco("agreement", "verify", str(cut))
    assert refused.returncode != 0
    assert "[evidence_refused]" in refused.stderr
    lost = interco(*asked, "--as", agent, "--output", str(tmp_path / "nowhere" / "pack.zip"))
    assert lost.returncode == 2
    unknown = interco(*asked, "--as", "steward@sde35", "--output", str(tmp_path / "none"))
    assert (unknown.returncode, (tmp_path / "none").exists()) == (2, False)
    assert "unknown_agreement" in unknown.stderr
    refused = interco(*asked, "--as", "agent@mesnil-roc-h", "--output", str(tmp_path / "none"))
    assert refused.returncode == 4
    assert "[act_role_required]" in refused.stderr


def test_odrl_and_the_register_are_printed(interco, demo):
    asked = ("agreement", "export", "conv-2025-0001@1", "--as", "steward@valcobreizh", "--format")
    found = json.loads(interco(*asked, "odrl").stdout)
    assert found["uid"] == f"{demo.address}/agreements/conv-2025-0001@1"
    ran = interco(*asked, "article-30", "--bom")
    assert ran.returncode == 2
    assert "agreement_without_personal_data" in ran.stderr
    assert interco(*asked, "odrl", "--bom").returncode == 2


def test_every_mistake_is_told_with_its_part_and_ends_in_2(interco):
    ran = interco(
        *("agreement", "draft", "--template", "rpqs_dechet", "--dataset", "valcobreizh.collectes"),
        *("--start", "2027-01-01", "--end", "2027-12-31", "--as", "steward@mesnil-roc-h"),
    )
    assert ran.returncode == 2
    assert "Vouliez-vous dire « rpqs_dechets » ? [unknown_template]" in ran.stderr
    ran = interco(
        *("agreement", "draft", "--template", "rpqs_dechets", "--dataset", "valcobreizh.collecte"),
        *("--start", "2027-01-01", "--end", "2027-12-31", "--as", "steward@mesnil-roc-h"),
    )
    assert ran.returncode == 2
    assert ran.stderr.startswith("dataset: ")
    assert "Traceback" not in ran.stderr


def test_a_missing_right_ends_in_4(interco):
    ran = interco(
        *("agreement", "revoke", "conv-2025-0001@1", "--reason", "Essai"),
        *("--as", "agent@valcobreizh"),
    )
    assert (ran.returncode, "act_role_required" in ran.stderr) == (4, True)
    ran = interco("agreement", "revoke", "conv-2025-0001@1", "--reason", "Essai")
    assert (ran.returncode, "token_required" in ran.stderr) == (4, True)


def test_a_dry_run_shows_the_scope_and_does_nothing(interco):
    ran = interco(
        *("agreement", "revoke", "conv-2025-0001@1", "--reason", "Essai", "--dry-run"),
        *("--as", "approver@valcobreizh"),
    )
    assert ran.stdout.startswith("Essai : rien n'est enregistré.")
    assert "18 communes du territoire de qui accorde, le" in ran.stdout
    listed = interco("agreement", "list", "--in-state", "active", "--as", "approver@valcobreizh")
    assert "conv-2025-0001@1" in listed.stdout


def test_signing_blindly_in_json_is_refused_at_once(interco):
    ran = interco(
        *("agreement", "approve", "conv-2025-0001@1", "--capacity", "maire", "--act", "D"),
        *("--act-date", "2026-11-20", "--format", "json", "--as", "approver@valcobreizh"),
    )
    assert ran.returncode == 2
    assert "--hash" in ran.stderr


def test_what_a_signature_lacks_is_told_at_once_and_days_are_typed_as_people_write_them(interco):
    ran = interco("agreement", "approve", "conv-2025-0001@1", "--as", "approver@valcobreizh")
    assert ran.returncode == 2
    assert "il manque : --capacity, --act, --act-date. [signature_incomplete]" in ran.stderr
    signed = (
        "approve",
        "conv-2025-0001@1",
        "--capacity",
        "maire",
        "--act",
        "D",
        "--hash",
        "0" * 64,
    )
    who = ("--as", "approver@valcobreizh")
    ran = interco("agreement", *signed, "--act-date", "bientôt", *who)
    assert (ran.returncode, "[not_a_day]" in ran.stderr) == (2, True)
    ran = interco("agreement", *signed, "--act-date", "26/11/2025", *who)
    assert "[act_not_possible]" in ran.stderr


def test_templates_name_what_the_person_must_confirm(interco):
    ran = interco("agreement", "templates")
    named = re.findall(r"^(\w+) — ", ran.stdout, re.MULTILINE)
    asked_for = {"rpqs_dechets", "rpqs_eau", "volumes_eau", "planification_mobilite"}
    assert set(named) == asked_for | {"matrice_des_couts"}
    assert ran.stdout.count("à confirmer par vous") == len(named)


def test_a_mandate_is_given_listed_and_ended(interco):
    give = (
        *("mandate", "give", "--to", "valcobreizh", "--action", "query", "--competence", "1510"),
        *("--start", "2026-01-01", "--act", "Délibération 2026-12", "--act-date", "2026-01-01"),
        *("--as", "approver@mesnil-roc-h"),
    )
    assert interco(*give, "--dry-run").returncode == 0
    assert "mand-" not in interco("mandate", "list", "--as", "agent@mesnil-roc-h").stdout
    given = interco(*give)
    assert given.returncode == 0, given.stderr
    (mandate,) = set(re.findall(r"mand-[0-9]{4}-[0-9]{4}", given.stdout))
    assert mandate in interco("mandate", "list", "--as", "agent@valcobreizh").stdout
    ended = interco("mandate", "end", mandate, "--reason", "Fin", "--as", "approver@valcobreizh")
    assert ended.returncode == 0, ended.stderr


def test_elsewhere_than_the_demo_it_goes_by_a_token(demo):
    ran = run_interco(
        *("agreement", "list", "--token", demo.token("steward@mesnil-roc-h")),
        *("--gateway", demo.address, "--format", "json"),
    )
    assert len(json.loads(ran.stdout)) >= 3
    token = demo.token("steward@mesnil-roc-h")
    me = run_interco("whoami", "--token", token, "--gateway", demo.address)
    assert me.stdout.strip() == "steward@mesnil-roc-h — Mesnil-Roc'h (steward)"
    nobody = run_interco(
        *("agreement", "list", "--token", "x", "--gateway", "http://127.0.0.1:9"), check=False
    )
    assert nobody.returncode == 1
    assert "gateway_unreachable" in nobody.stderr


def test_what_is_meant_for_a_gateway_is_never_done_to_the_demo_of_this_machine(
    demo, tmp_path, monkeypatch
):
    monkeypatch.setenv("HOME", str(tmp_path))
    declared = tmp_path / "organisation.yaml"
    declared.write_text(
        "organisation: {siren: 213501844, slug: melesse, name: SIVU de Melesse, kind: SIVU}\n"
    )
    state = tmp_path / "state"
    there = ("--gateway", demo.address, "--state", str(state))
    nobody = run_interco("apply", str(declared), *there, check=False)
    assert nobody.returncode == 4
    assert "not_signed_in" in nobody.stderr
    keep(
        demo.address,
        KeptToken(
            provider="demo",
            issuer="urn:interco:demo",
            discovery_url="https://demo.example",
            client_id="terminal",
            expires_at=time.time() + 300,
            access_token=demo.token("operator@interco"),
        ),
    )
    shown = run_interco("apply", str(declared), "--dry-run", *there)
    assert "melesse" in shown.stdout
    assert not state.exists()
