"""Bugs of frozen figures: each must be told by a few acts of a small world, or by a paper.

Planted: what may not be kept is kept, another body's people see, the content is not what the digest
is of, two corrections of one figure, a public page that tells more than it may.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from catalog.actions.agreement import draft_agreement
from catalog.actions.figures.content import FigureAnswer, FigureLabel, FigureSource
from catalog.canonical_json import write_canonical
from catalog.model.agreement import AgreementState, Approval
from catalog.model.problem import Problem
from catalog.model.subject import Strength
from catalog.model.terms import UnitaryTerms
from catalog.model.version import CatalogVersion
from gateway.acts.commit import commit
from gateway.acts.figures import CorrectFigure, FreezeFigure
from gateway.figures.frozen import checking, offline
from gateway.figures.frozen.service import FigureSearch, FigureService
from gateway.identity.subject import local_subject
from tests.integration.oracle.mutants import InPython
from tests.sharing.world import AGENTS, CATALOG, DATASET, NOW, PROJECT, MemoryCatalog, World
from tests.unit.catalog.examples import facts_in

_ACTS, _SERVICE, _RULES = (
    "gateway.acts.figures",
    "gateway.figures.frozen.service",
    "catalog.actions.figures.figures",
)
BUGS: dict[str, InPython] = {
    name: InPython(module, function, old, new)
    for name, (module, function, old, new) in {
        "an exchange for one file is kept": (
            _ACTS, "_facts", "agreement.terms.unitary is not None", "False",
        ),
        "data kept for a time only is kept for ever": (
            _ACTS, "_facts",
            "agreement.terms.personal_data is not None or dataset.personal_data", "False",
        ),
        "what few may read is kept for all": (
            _ACTS, "_facts",
            "dataset is not None and bool(dataset.reader_groups)", "False",
        ),
        "what has ended is kept anew": (
            _ACTS, "_facts", "agreement.state is AgreementState.ACTIVE", "True",
        ),
        "sources are not told to the law": (
            _ACTS, "sources_of", "_facts(source, catalog) for source in answered.sources",
            "SourceFacts(source.dataset) for source in answered.sources",
        ),
        "the law is asked to see what is corrected": (
            _ACTS, "CorrectFigure.questions", "self.before.body", "own_body(subject)",
        ),
        "another body's people see": (
            _SERVICE, "is_seen", "figure.body", "subject.organisation or figure.body",
        ),
        "the law's answer is not heeded": (
            _SERVICE, "is_seen", "return decision.allow", "return True",
        ),
        "the purpose is not told to the law": (_SERVICE, "is_seen", "figure.purpose", "None"),
        "a figure is listed without the law": (
            _SERVICE, "FigureService._visible", "if await is_seen(one, subject, law)", "if True",
        ),
        "one figure has two corrections": (
            _RULES, "correct", "if after is not None:", "if False:",
        ),
        "a second figure takes the place of the first": (
            _RULES, "freeze", "if before is not None:", "if False:",
        ),
        "the digest is of something else": (
            _RULES, "_frozen", "hashlib.sha256(text)", "hashlib.sha256(text[1:])",
        ),
        "a correction does not say what it replaces": (
            _RULES, "_frozen",
            "replaces=None if before is None else before.id,\n        what_changed",
            "replaces=None,\n        what_changed",
        ),
        "a draft is known to the public": (
            "gateway.figures.frozen.checking", "_is_signed",
            "signers >= set(agreement.parties)", "bool(signers)",
        ),
        "a corrected figure looks current": (
            "gateway.figures.frozen.checking", "_index",
            '"corrected" if figure.id in replaced else "current"', '"current"',
        ),
        "another answer passes": (
            "gateway.figures.frozen.offline", "check_figure",
            "holds_answer(claims, ", "str(",
        ),
        "another digest passes": (
            "gateway.figures.frozen.offline", "check_figure",
            "digest is not None and digest.lower() != known", "False",
        ),
    }.items()
}  # fmt: skip

STEWARD, OTHER, AGENT = (
    "steward@valcobreizh",
    "steward@val-d-ille-aubigne",
    "agent@valcobreizh",
)
AGREEMENT = replace(draft_agreement(PROJECT, facts_in(CATALOG)), state=AgreementState.ACTIVE)
LABEL = FigureLabel("tonnage_omr", "Tonnages", "Tonnages", 2025)
ANSWER = {
    "tables": {
        "answer": {
            "columns": [
                {"name": "kg", "label": {"fr": "kg", "en": "kg"}, "unit": None, "type": "bigint"}
            ],
            "rows": [[12]],
        }
    },
    "figures": [],
}


def answered(citation: str | None = AGREEMENT.citation) -> FigureAnswer:
    return FigureAnswer(
        query="SELECT 12 AS kg",
        parameters=(),
        purpose="rpqs_dechets",
        answer=ANSWER,
        sources=(FigureSource(DATASET.id, DATASET.version, citation),),
        receipt="",
    )


async def figure_that_tells(law: Any) -> str | None:  # noqa: C901, PLR0911 - one a fact
    """The first thing that is otherwise than it is to be."""
    for name, world, source in _not_to_be_kept(law):
        if not await _refused(_freeze(world, answered(source))):
            return name
    world = _world(law)
    figure = (await _freeze(world)).result
    digest = hashlib.sha256(figure.content.encode()).hexdigest()
    if (
        digest != figure.id
        or write_canonical(json.loads(figure.content)) != figure.content.encode()
    ):
        return "another digest"
    for who in (OTHER, "operator@interco", AGENT):
        if not await _refused(_service(world, who).figure(figure.id)):
            return f"seen by {who}"
        if await _service(world, who).figures(FigureSearch()):
            return f"listed to {who}"
    if not await _refused(_freeze(world)):
        return "frozen twice"
    if not await _refused(_correct(world, figure, OTHER)):
        return "corrected by another"
    second = (await _correct(world, figure)).result
    if json.loads(second.content)["replaces"] != figure.id:
        return "replaces nothing"
    if not await _refused(_correct(world, figure)):
        return "corrected twice"
    return _public(world, figure) or _offline()


def _not_to_be_kept(law: Any) -> list[tuple[str, World, str | None]]:
    terms = replace(AGREEMENT.terms, unitary=UnitaryTerms(1))
    return [
        ("unitary", _world(law, replace(AGREEMENT, terms=terms)), AGREEMENT.citation),
        (
            "personal",
            _world(law, dataset=replace(DATASET, personal_data=True)),
            AGREEMENT.citation,
        ),
        (
            "for few",
            _world(law, dataset=replace(DATASET, reader_groups=frozenset({"paie"}))),
            None,
        ),
        (
            "ended",
            _world(law, replace(AGREEMENT, state=AgreementState.REVOKED)),
            AGREEMENT.citation,
        ),
    ]


class _Figures(MemoryCatalog):
    """Keeps figures from one version to the next."""

    async def write(self, expected: Any, changes: Any, record: Any) -> Any:
        kept = {**self.snapshot.figures, **{figure.id: figure for figure in changes.put}}
        version = replace(expected, number=expected.number + 1)
        self.snapshot = replace(self.snapshot, figures=kept, version=version)
        return version


def _world(law: Any, agreement: Any = AGREEMENT, dataset: Any = DATASET) -> World:
    # What is kept of a version is not taken for another world's.
    version = CatalogVersion(uuid.uuid4().hex, 1)
    snapshot = replace(
        CATALOG, agreements=(agreement,), datasets={dataset.id: dataset}, version=version
    )
    return World(law, _Figures(snapshot))


def _subject(name: str) -> Any:
    (agent,) = (one for one in AGENTS if one.sub == name)
    proves = frozenset({Strength.READ, Strength.DRAFT})
    return replace(local_subject(agent), proves=proves)


async def _freeze(world: World, asked: FigureAnswer | None = None, who: str = STEWARD) -> Any:
    change = FreezeFigure(LABEL, asked or answered())
    return await commit(change, _subject(who), world.ports, dry_run=False)


async def _correct(world: World, figure: Any, who: str = STEWARD) -> Any:
    change = CorrectFigure(figure, LABEL, answered(), "Le verre manquait.")
    return await commit(change, _subject(who), world.ports, dry_run=False)


def _service(world: World, who: str) -> FigureService:
    unused: Any = None
    return FigureService(_subject(who), world.ports, unused, unused)


async def _refused(doing: Any) -> bool:
    try:
        await doing
    except Problem:
        return True
    return False


def _public(world: World, figure: Any) -> str | None:
    catalog = world.catalog.snapshot
    known = checking.checked(figure.id, catalog)
    if known is None or known.state != "corrected":
        return "a corrected figure is current"
    approvals = tuple(Approval(siren, "a", NOW, AGREEMENT.sha256) for siren in AGREEMENT.parties)
    for signatures, is_known in ((approvals[:1], False), (approvals, True)):
        signed = replace(
            catalog,
            agreements=(replace(AGREEMENT, approvals=signatures),),
            version=CatalogVersion(uuid.uuid4().hex, 1),
        )
        if (checking.checked(AGREEMENT.sha256, signed) is not None) is not is_known:
            return "signed by one, and known" if not is_known else "signed, and unknown"
    return None


def _offline() -> str | None:
    content = {
        "format": "interco.figure/1",
        "receipt": _receipt(ANSWER),
        "answer": ANSWER,
        "query": {"text": "SELECT 1"},
    }
    text = write_canonical(content)
    verify: Callable[..., bool] = lambda *_: True  # noqa: E731 - a key that trusts all
    try:
        offline.check_figure(text, verify, hashlib.sha256(text).hexdigest())
    except Problem:
        return "a genuine one is refused"
    changed = {**content, "answer": {**ANSWER, "figures": [{"value": 1}]}}
    for damaged, digest in ((write_canonical(changed), None), (text, "0" * 64)):
        try:
            offline.check_figure(damaged, verify, digest)
        except Problem:
            continue
        return "a damaged one passes"
    return None


def _receipt(answer: Any) -> str:
    def part(value: Any) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    header = {"typ": "interco-receipt+jwt", "alg": "EdDSA", "kid": "k"}
    claims = {
        "answer_sha256": hashlib.sha256(write_canonical(answer)).hexdigest(),
        "document_sha256": hashlib.sha256(b"SELECT 1").hexdigest(),
        "request": "r",
    }
    return f"{part(header)}.{part(claims)}.{part('x')}"
