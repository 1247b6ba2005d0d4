"""Bugs by which a contractor would see what is not its own, or leave a file that is refused.

A small world: a town with two datasets, two collectors, one of which has a mandate to deposit.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from catalog.actions import deposit_versions
from catalog.actions.facts import Facts
from catalog.actions.figures.sending import send_disputes
from catalog.actions.outcome import Actor
from catalog.actions.sharing.acts import GiveMandate
from catalog.actions.sharing.mandates import give_mandate
from catalog.model.deposit import Deposit, DepositMode, DepositVersion, MatchAnswer
from catalog.model.figure import FrozenFigure
from catalog.model.identifiers import Name, Siren, Slug
from catalog.model.mandate import Mandate, MandateAction
from catalog.model.organisation import Organisation, OrganisationKind
from catalog.model.problem import Problem
from catalog.model.published_service import Activation, BindingMode, RoleBinding
from catalog.model.subject import Subject
from catalog.model.terms import EnforceableAct
from catalog.model.version import CatalogVersion
from catalog.snapshot import Snapshot, snapshot_of
from catalog.standpoint import Standpoint
from gateway.acts.deposits import own_dataset
from gateway.files.deposits.accepting import refuse_unaccepted
from gateway.files.deposits.told_problems import write_problem
from gateway.files.deposits.uploads import Upload
from intake.deposits.acceptance import Accepted, judge
from intake.deposits.acceptance_problems import SlipsOfAnotherContract
from intake.deposits.matching import read_onto
from intake.file_reading.reading import read_rows
from tests.integration.oracle.mutants import InPython
from tests.unit.deposits.slips import dataset, slip, slips_file, sound_rows

TOWN, BLUE, GREEN = Siren("200085868"), Siren("552100554"), Siren("542051180")
NOW = datetime(2026, 11, 3, 10, tzinfo=UTC)
_ACTS, _SENDING = "gateway.acts.deposits", "catalog.actions.figures.sending"
_JUDGING = "intake.deposits.acceptance"
BUGS: dict[str, InPython] = {
    name: InPython(module, function, old, new)
    for name, (module, function, old, new) in {
        "a mandate opens every dataset": (
            _ACTS, "_is_left", "dataset.id not in standpoint.deposited_for", "False",
        ),
        "a mandate need name no dataset": (
            _ACTS, "own_dataset",
            "(subject.on_behalf_of is not None and not _is_left(known, standpoint))", "False",
        ),
        "another's files are probed": (
            _ACTS, "_is_left", "not deposit.is_anothers_too(own)", "True",
        ),
        "every version is one's own": (
            "catalog.model.deposit", "Deposit.left_by", "if version.by_body == body", "",
        ),
        "all rows are counted": (
            "catalog.model.deposit", "Deposit.left_by", "version.of_its_file for", "version for",
        ),
        "the owner's answers are told": (
            "catalog.model.deposit", "Deposit.left_by", ", answers=()", "",
        ),
        "two contractors share a dataset": (
            "catalog.actions.sharing.mandates", "_check_deposits", "is_anothers = any(",
            "is_anothers = False and any(",
        ),
        "a dataset is handed on with its files": (
            "catalog.actions.sharing.mandates", "_check_deposits",
            "deposit.is_anothers_too(mandatary)", "False",
        ),
        "disputes go to anybody": (
            _SENDING, "_why_not", "not slips or not slips <= left", "False",
        ),
        "disputes go to whom some slips are": (
            _SENDING, "_why_not", "not slips <= left", "not slips & left",
        ),
        "disputes follow what a service is bound to since": (
            _SENDING,
            "_slips_of",
            "!= set(figure.datasets)",
            "== set()",
        ),
        "disputes rest on another body's data": (_SENDING, "_why_never", "figure.agreements", "()"),
        "any mandate is one to deposit": (
            _SENDING, "_left_by", "MandateAction.DEPOSIT in mandate.actions and ", "",
        ),
        "disputes name other clients": (
            _SENDING, "disputes_in", 'in sending["columns"] if name in names', "in names",
        ),
        "whatever is confirmed passes": (
            _JUDGING, "Accepted.standing", "CONFIRMABLE & set(confirmed)", "set(confirmed)",
        ),
        "any contract passes": (
            _JUDGING, "_Judging.of_contract", "_code(value) != wanted", "False",
        ),
        "what stands is let through": (
            "gateway.files.deposits.accepting", "refuse_for", "not problems", "True",
        ),
        "a file replaces what was there": (
            "catalog.actions.deposit_versions", "refuse_replacing",
            "version.by_body is not None", "False",
        ),
        "a file may come twice": (
            "gateway.files.deposits.accepting", "_known_already",
            "version.original_sha256 == upload.sha256", "False",
        ),
    }.items()
}  # fmt: skip


def mandate(mandatary: Siren, *datasets: str, action: str = "deposit") -> Mandate:
    return Mandate(
        id=f"mand-{mandatary}",
        principal=TOWN,
        mandatary=mandatary,
        actions=frozenset({MandateAction(action)}),
        competences=frozenset(),
        datasets=frozenset(datasets),
        start=date(2026, 1, 1),
        end=None,
        act=EnforceableAct("M2026-07", date(2026, 1, 1)),
        given_by="maire",
        given_at=NOW,
    )


def version(number: int, by_body: Siren | None, file_rows: int = 3) -> DepositVersion:
    return DepositVersion(
        number, NOW, None, "x", DepositMode.APPEND, "f.csv", f"{number:064d}", "0" * 64, 100,
        by_body=by_body, file_rows=file_rows,
    )  # fmt: skip


def world(
    *mandates: Mandate, versions: tuple[DepositVersion, ...] = (), **more: object
) -> Snapshot:
    bons, others = dataset(), replace(dataset(), id="town__others", name=Name("others"))
    bodies = [
        Organisation(TOWN, Slug("town"), "Town", OrganisationKind.COMMUNE),
        Organisation(BLUE, Slug("blue"), "Blue", OrganisationKind.PRESTATAIRE),
        Organisation(GREEN, Slug("green"), "Green", OrganisationKind.PRESTATAIRE),
    ]
    answers = (MatchAnswer("units", "x", "keep"),)
    kept = Deposit("town__bons", "valcobreizh__depot", versions, answers)
    return snapshot_of(
        version=CatalogVersion("e", 1),
        organisations=bodies,
        datasets=[bons, others],
        mandates=mandates,
        deposits=[kept],
        **more,
    )


def seen_by(body: Siren, snapshot: Snapshot) -> Standpoint:
    subject = Subject("someone", "urn:a", body, "person", frozenset({"steward"}), on_behalf_of=TOWN)
    return Standpoint(subject, snapshot, NOW)


def _refused(code: str, work: Callable[[], object]) -> bool:
    try:
        work()
    except Problem as problem:
        inner = [one.problem.code for one in getattr(problem, "findings", ())]
        return code in (problem.code, *inner)
    return False


def _other_data_are_hidden() -> bool:
    at = seen_by(BLUE, world(mandate(BLUE, "town__bons")))
    return _refused("unknown_dataset", lambda: own_dataset("others", at)) and (
        own_dataset("bons", at).id == "town__bons"
    )


def _what_another_left_is_hidden() -> bool:
    at = seen_by(BLUE, world(mandate(BLUE, "town__bons"), versions=(version(1, GREEN),)))
    return _refused("unknown_dataset", lambda: own_dataset("bons", at))


def _its_own_versions_alone() -> bool:
    snapshot = world(versions=(version(1, None), version(2, BLUE)))
    own = snapshot.deposits["town__bons"].left_by(BLUE)
    return [(one.number, one.rows) for one in own.versions] == [(2, 3)] and own.answers == ()


def _give(snapshot: Snapshot) -> object:
    act = GiveMandate(
        principal=TOWN,
        mandatary="green",
        actions=frozenset({MandateAction.DEPOSIT}),
        start=date(2026, 1, 1),
        act=EnforceableAct("M", date(2026, 1, 1)),
        datasets=frozenset({"town.bons"}),
    )
    actor = Actor("maire", "urn:a", TOWN, TOWN, frozenset({"approver"}))
    return give_mandate(act, actor, Facts(snapshot, NOW))


def _one_contractor_a_dataset() -> bool:
    return _refused("mandate_refused", lambda: _give(world(mandate(BLUE, "town__bons"))))


def _not_handed_on() -> bool:
    return _refused("mandate_refused", lambda: _give(world(versions=(version(1, BLUE),))))


def _figure(agreements: tuple[str, ...] = (), datasets: tuple[str, ...] = ()) -> FrozenFigure:
    names = ("cause", "client")
    columns = [{"name": name, "label": {}, "unit": None, "type": "text"} for name in names]
    table = {"columns": columns, "rows": [["tare_error", "GREEN"]]}
    content = {"answer": {"tables": {"disputes": table}}, "query": {"text": "service s@1 a"}}
    return FrozenFigure(
        "f" * 64, TOWN, "service_fait", 2026, "t", "t", 1, None, None, agreements, datasets,
        json.dumps(content), None, "x", NOW,
    )  # fmt: skip


def _send(
    given: Mandate,
    *slips: str,
    agreements: tuple[str, ...] = (),
    made_of: tuple[str, ...] | None = None,
) -> FrozenFigure:
    """`slips` are what the service is bound to now; `made_of`: what the figure was, if not that."""
    bindings = tuple(RoleBinding("bons", BindingMode.OWN, one, ()) for one in slips)
    activation = Activation("a", "s", "1", TOWN, bindings, (), None, None, "x", NOW)
    snapshot = world(given, activations=[activation])
    subject = Subject("someone", "urn:a", TOWN, "person", frozenset({"steward"}))
    figure = _figure(agreements, slips if made_of is None else made_of)
    sent, _ = send_disputes(figure, "blue", subject, Facts(snapshot, NOW))
    return sent


def _sent_to_whom_they_concern() -> bool:
    own = mandate(BLUE, "town__bons")
    asked_for = mandate(BLUE, "town__bons", action="query")
    return (
        bool(_send(own, "town__bons").sent)
        and _refused("disputes_not_sent", lambda: _send(own, "town__others"))
        and _refused("disputes_not_sent", lambda: _send(own, "town__bons", "town__others"))
        and _refused("disputes_not_sent", lambda: _send(asked_for, "town__bons"))
        and _refused(
            "disputes_not_sent", lambda: _send(own, "town__bons", agreements=("conv-1@1",))
        )
        and _refused(
            "disputes_not_sent", lambda: _send(own, "town__bons", made_of=("town__others",))
        )
    )


def _names_no_other_client() -> bool:
    from catalog.actions.figures import sending

    table = sending.disputes_in(_figure())
    return table is not None and "GREEN" not in json.dumps(table)


def _another_contract_is_refused() -> bool:
    rows = [*sound_rows(), slip(9, contract="M2026-08")]
    file = read_rows(slips_file(*rows), "bons.csv")
    matched = read_onto(dataset(), file)
    accepted = judge(dataset(), file, matched.targets, NOW.date())
    return bool(accepted.standing({"slips_of_another_contract"}))


def _confirmed_is_no_way_round() -> bool:
    problem = SlipsOfAnotherContract(contract="M", rows_fr="", rows_en="", where_fr="", where_en="")
    return bool(Accepted((problem,), {}).standing({problem.code}))


def _upload(sha256: str = "1" * 64) -> Upload:
    return Upload("a" * 32, None, "x", BLUE, "bons.csv", 1, sha256, NOW, NOW)


def _stops_the_file() -> bool:
    problem = SlipsOfAnotherContract(contract="M", rows_fr="", rows_en="", where_fr="", where_en="")
    outcome = {"standing": [write_problem(problem)]}
    kept = Deposit("town__bons", "d", ())
    return _refused(
        "deposit_not_accepted", lambda: refuse_unaccepted(_upload(), dataset(), kept, outcome)
    )


def _never_twice() -> bool:
    kept = Deposit("town__bons", "d", (version(1, BLUE),))
    twice = _upload(f"{1:064d}")
    return _refused("deposit_not_accepted", lambda: refuse_unaccepted(twice, dataset(), kept, {}))


def _replaces_nothing() -> bool:
    whole = replace(version(1, BLUE), mode=DepositMode.REPLACE)
    deposit_versions.refuse_replacing(dataset(), replace(whole, by_body=None))
    return _refused(
        "replace_under_mandate", lambda: deposit_versions.refuse_replacing(dataset(), whole)
    )


_CASES: dict[str, Callable[[], bool]] = {
    "other data are hidden": _other_data_are_hidden,
    "what another left is hidden": _what_another_left_is_hidden,
    "its own versions alone": _its_own_versions_alone,
    "one contractor a dataset": _one_contractor_a_dataset,
    "not handed on with its files": _not_handed_on,
    "sent to whom they concern": _sent_to_whom_they_concern,
    "names no other client": _names_no_other_client,
    "another contract is refused": _another_contract_is_refused,
    "confirmed is no way round": _confirmed_is_no_way_round,
    "stops the file": _stops_the_file,
    "never twice": _never_twice,
    "replaces nothing": _replaces_nothing,
}


def contractor_that_sees_more() -> str | None:
    """The first case that goes wrong; None where each is right."""
    for name, is_right in _CASES.items():
        try:
            right = is_right()
        except Exception:  # noqa: BLE001 - a mutant may fail in any way
            right = False
        if not right:
            return name
    return None
