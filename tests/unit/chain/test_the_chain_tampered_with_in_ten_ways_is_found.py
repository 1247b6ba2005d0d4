"""Each way of tampering is found, and the first record that it touches is named.

Covers catalog.chain.checking, catalog.chain.findings, catalog.chain.roots.
"""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from catalog.chain.records import Place, chained, leaf_of
from catalog.chain.roots import Signed, root_document, signed
from tests.unit.chain.chains import BODIES, DAYS, TODAY, event, rewritten, world

OWN, OTHER = BODIES


@pytest.fixture
def whole():
    return world()


def only(findings):
    (finding,) = findings
    return finding.kind.value, finding.body, finding.n, finding.day


def test_an_untouched_chain_is_whole(whole):
    assert whole.check() == []


def test_a_record_that_was_changed(whole):
    text, digest = whole.lines[OWN][4]
    whole.lines[OWN][4] = text.replace('"rows":5', '"rows":4'), digest
    assert only(whole.check()) == ("changed", OWN, 5, "2026-11-25")


def test_the_last_record_that_was_changed(whole):
    text, digest = whole.lines[OWN][-1]
    whole.lines[OWN][-1] = text.replace('"rows":12', '"rows":1'), digest
    assert only(whole.check()) == ("changed", OWN, 12, TODAY)


def test_a_record_that_was_changed_and_its_digest_with_it(whole):
    whole.lines[OWN][4] = rewritten(whole.lines[OWN][4], facts={"rows": 1})
    assert only(whole.check()) == ("changed", OWN, 5, "2026-11-25")


def test_a_record_that_is_missing(whole):
    del whole.lines[OWN][4]
    assert only(whole.check()) == ("missing", OWN, 5, None)


def test_a_record_that_was_inserted(whole):
    place = Place(4, DAYS[1], whole.lines[OWN][3][1])
    added = chained(event(OWN, 99), place, DAYS[1])
    whole.lines[OWN].insert(4, (added.text, added.digest))
    (finding,) = whole.check()
    assert (finding.kind.value, finding.n, finding.about) == ("inserted", 5, "request-99")


def test_records_that_changed_places(whole):
    lines = whole.lines[OWN]
    lines[4], lines[5] = lines[5], lines[4]
    assert only(whole.check()) == ("reordered", OWN, 6, "2026-11-25")


def test_a_record_that_is_there_twice(whole):
    whole.lines[OWN].insert(5, whole.lines[OWN][4])
    assert only(whole.check()) == ("duplicated", OWN, 5, "2026-11-25")


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-26"])
def test_a_record_that_was_given_another_day(whole, day):
    whole.lines[OWN][4] = rewritten(whole.lines[OWN][4], day=day)
    assert only(whole.check()) == ("redated", OWN, 5, day)


def test_a_record_of_another_body(whole):
    whole.lines[OWN][4] = whole.lines[OTHER][4]
    finding = whole.check()[0]
    assert (finding.kind.value, finding.body, finding.n) == ("other_body", OWN, 5)


@pytest.mark.parametrize("left", [11, 9, 8, 3, 0])
def test_an_end_that_was_cut_off(whole, left):
    del whole.lines[OWN][left:]
    assert only(whole.check()) == ("truncated", OWN, left + 1, None)


def test_a_root_that_was_swapped_for_another_days(whole):
    whole.roots[DAYS[1]] = whole.roots[DAYS[0]]
    assert whole.check()[0].kind.value == "root_swapped"
    assert whole.check()[0].day == DAYS[1]


def test_a_first_root_that_was_swapped_for_another_days(whole):
    whole.roots[DAYS[0]] = whole.roots[DAYS[1]]
    first = whole.check()[0]
    assert (first.kind.value, first.day) == ("root_swapped", DAYS[0])


def test_a_root_that_was_made_again_by_who_has_the_key(whole):
    """It no longer follows the one before, or the next no longer follows it."""
    whole.roots[DAYS[1]] = whole.sign(root_document(DAYS[1], [], whole.roots[DAYS[0]], "x"))
    assert (whole.check()[0].kind.value, whole.check()[0].day) == ("root_swapped", DAYS[2])


def test_a_signature_of_another_key(whole):
    stranger = Ed25519PrivateKey.generate()
    root = whole.roots[DAYS[1]]
    whole.roots[DAYS[1]] = signed(root.document, root.key, stranger.sign)
    assert only(whole.check()) == ("wrong_signature", None, None, DAYS[1])


def test_a_key_that_is_not_trusted(whole):
    findings = whole.check(Ed25519PrivateKey.generate().public_key())
    assert {each.kind.value for each in findings} == {"wrong_signature"}
    assert len(findings) == len(DAYS) + 1


def test_a_root_that_is_missing(whole):
    del whole.roots[DAYS[1]]
    assert whole.check()[0].kind.value == "root_missing"
    assert whole.check()[0].day == DAYS[1]


def test_a_chain_that_was_written_anew_from_a_record_on(whole):
    """All digests fit: only what was signed is against it."""
    lines, place = whole.lines[OWN], Place(4, DAYS[1], whole.lines[OWN][3][1])
    for n in range(5, len(lines) + 1):
        day = json.loads(lines[n - 1][0])["day"]
        record = chained(event(OWN, 1000 + n), place, day)
        lines[n - 1] = record.text, record.digest
        place = Place(n, day, record.digest)
    assert only(whole.check()) == ("not_as_signed", OWN, 4, DAYS[1])


def test_a_chain_that_is_gone_whole(whole):
    del whole.lines[OWN]
    assert only(whole.check()) == ("truncated", OWN, 1, None)
    del whole.manifest.document["chains"][OWN]
    whole.manifest = whole.sign(whole.manifest.document)
    assert [each.kind.value for each in whole.check()] == ["chain_missing"] * len(DAYS)


def test_a_list_of_contents_that_was_changed(whole):
    shorter = {**whole.manifest.document, "chains": {}}
    whole.manifest = Signed(shorter, whole.manifest.key, whole.manifest.signature)
    assert "wrong_signature" in {each.kind.value for each in whole.check()}


def test_a_line_that_is_no_record(whole):
    whole.lines[OWN][4] = ('{"format":"other/1"}', "0" * 64)
    assert only(whole.check()) == ("unreadable", OWN, 5, None)


def test_a_root_tells_nothing_of_a_chain_but_to_who_has_its_end(whole):
    written = json.dumps(whole.roots[DAYS[0]].document)
    assert not any(body in written for body in BODIES)
    last = json.loads(whole.lines[OWN][2][0])
    assert leaf_of(OWN, 1, last["n"], whole.lines[OWN][2][1]) in written
    assert TODAY not in whole.roots


def test_each_finding_is_told_in_both_languages(whole):
    del whole.lines[OWN][4]
    (finding,) = whole.check()
    assert finding.sentence("fr") == f"{OWN}, enregistrement 5 : manquant"
    assert finding.sentence("en") == f"{OWN}, record 5: missing"
