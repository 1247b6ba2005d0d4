"""One version of an agreement in sentences: who gives what to whom, where, why, until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gateway.console.agreements.awaited import is_offered
from gateway.console.agreements.wording import (
    classification_words,
    combine_words,
    counted_communes,
    listed,
    onward_words,
    relation_words,
    transform_words,
)
from gateway.console.shared.words import state_kind, state_words
from gateway.console.visit import Visit

_Entry = Mapping[str, Any]
_PERSONAL = 2
_HIDDEN_TRANSFORMS = frozenset({"null", "constant"})


@dataclass(frozen=True, slots=True)
class GivenColumn:
    label: str
    name: str
    given: str
    kind: str
    secret: str


@dataclass(frozen=True, slots=True)
class Where:
    """`given` and `left_out` are (code, name). `sentence` counts, `why_not` names who is left out;
    `rows` says the same as it was signed. `beyond`: rows of communes that are not the owner's would
    be given too.
    """

    sentence: str
    why_not: str
    given: Sequence[tuple[str, str]]
    left_out: Sequence[tuple[str, str]]
    partly: Sequence[tuple[str, str]]
    rows: Sequence[str]
    beyond: str = ""


@dataclass(frozen=True, slots=True)
class InSentences:
    """`entry` is the answer that it was made of; `hidden`: labels of what is not given, None where
    the visitor may not know what else there is.
    """

    entry: _Entry
    citation: str
    title: str
    state: str
    kind: str
    what: str
    form: str
    data_title: str
    where: Where
    purposes: Sequence[str]
    columns: Sequence[GivenColumn]
    hidden: Sequence[str] | None
    conditions: Sequence[str]
    hosting: Sequence[str]
    personal: Sequence[tuple[str, str]]

    @property
    def is_offered(self) -> bool:
        return is_offered(self.entry)

    @property
    def path(self) -> str:
        return f"/agreements/{self.citation}"

    @property
    def column_rows(self) -> Sequence[Sequence[str]]:
        return [
            (
                column.label,
                f"{column.given} ({column.secret})" if column.secret else column.given,
                column.kind,
            )
            for column in self.columns
        ]


def in_sentences(entry: _Entry, dataset: _Entry | None, visit: Visit) -> InSentences:
    """`dataset` None where the visitor may not look at what is not given."""
    _, language = visit.gettext, visit.language
    label = "labelFr" if language == "fr" else "labelEn"
    grantor, grantee = entry["grantor"]["name"], entry["grantee"]["name"]
    what = _("%(grantor)s donne à %(grantee)s", grantor=grantor, grantee=grantee)
    if entry["membersFor"] is not None:
        what = _(
            "%(grantor)s donne aux membres de %(grantee)s, chacun sur son territoire",
            grantor=grantor,
            grantee=grantee,
        )
    return InSentences(
        entry=entry,
        citation=entry["citation"],
        title=entry["title"],
        state=state_words(entry["state"], _),
        kind=state_kind(entry["state"]),
        what=what,
        form=_("des totaux seulement, jamais ligne à ligne")
        if entry["output"] == "aggregate"
        else _("ligne à ligne"),
        data_title=entry["datasetId"]
        if entry["datasetTitle"] is None
        else entry["datasetTitle"][language],
        where=_where(entry, visit),
        purposes=[purpose[label] for purpose in entry["purposeLabels"]],
        columns=[
            GivenColumn(
                label=column[label] or column["name"],
                name=column["name"],
                given=transform_words(column, _),
                kind=classification_words(column["classification"], _),
                secret=column["secretText"] or "",
            )
            for column in entry["grantedColumns"]
        ],
        hidden=_hidden(entry, dataset, label),
        conditions=conditions_of(entry["terms"], visit),
        hosting=_hosting(entry["terms"]["hosting"], visit),
        personal=_personal(entry["terms"], visit),
    )


def _where(entry: _Entry, visit: Visit) -> Where:
    _, preview = visit.gettext, entry["preview"]
    rows = [rows[visit.language] for rows in entry["rows"]]
    if preview is None or preview["allRows"]:
        everywhere = _("Partout où ces données existent : aucune limite de territoire.")
        return Where(everywhere, "", (), (), (), rows)
    given, left_out = _named(preview["ofTheOwner"]), _named(preview["leftOut"])
    total = len(given) + len(left_out)
    if left_out:
        sentence = _(
            "%(counted)s de %(grantor)s.",
            counted=counted_communes(len(given), total, visit),
            grantor=entry["grantor"]["name"],
        )
    elif len(given) == 1:
        sentence = _("Une commune : %(name)s.", name=given[0][1])
    else:
        sentence = _("%(count)s communes, toutes données.", count=visit.number(len(given)))
    why_not = _why_not(entry, left_out, visit)
    beyond = ""
    if len(preview["communes"]) > len(given):
        beyond = _(
            "Les lignes d'autres communes du territoire de %(grantee)s, s'il y en a, sont données "
            "aussi.",
            grantee=entry["grantee"]["name"],
        )
        if len(given) == 1 and not left_out:
            sentence = _(
                "Les lignes des communes du territoire de %(grantee)s, dont %(name)s.",
                grantee=entry["grantee"]["name"],
                name=given[0][1],
            )
            beyond = ""
    return Where(sentence, why_not, given, left_out, _partly(preview), rows, beyond)


def _why_not(entry: _Entry, left_out: Sequence[tuple[str, str]], visit: Visit) -> str:
    _, names = visit.gettext, [name for _code, name in left_out]
    grantee = entry["grantee"]["name"]
    if not names:
        return ""
    if len(names) == 1:
        return _(
            "%(name)s n'est pas du territoire de %(grantee)s : rien n'en est donné.",
            name=names[0],
            grantee=grantee,
        )
    return _(
        "%(names)s ne sont pas du territoire de %(grantee)s : rien n'en est donné.",
        names=listed(names, _),
        grantee=grantee,
    )


def _partly(preview: _Entry) -> Sequence[tuple[str, str]]:
    return _named(preview["partlyCovered"])


def _named(communes: Sequence[_Entry]) -> list[tuple[str, str]]:
    return [(commune["code"], commune["nom"]) for commune in communes]


def _hidden(entry: _Entry, dataset: _Entry | None, label: str) -> list[str] | None:
    granted = {
        column["name"]
        for column in entry["grantedColumns"]
        if column["transform"] not in _HIDDEN_TRANSFORMS
    }
    if dataset is None:
        return [
            column[label] or column["name"]
            for column in entry["grantedColumns"]
            if column["name"] not in granted
        ] or None
    return [
        column[label] or column["name"]
        for column in dataset["columns"]
        if column["name"] not in granted
    ]


def conditions_of(terms: _Entry, visit: Visit) -> list[str]:
    """Sentences about the conditions that an agreement's terms set for the rows read."""
    _ = visit.gettext
    combine = combine_words(terms["combine"], _)
    if "%(names)s" in combine:
        combine %= {"names": ", ".join(terms["combineDatasets"])}
    sentences = [onward_words(terms["onwardSharing"], _), combine]
    if terms["noticeDays"]:
        sentences.append(
            _(
                "Chaque partie prévient %(days)s jours avant d'y mettre fin.",
                days=visit.number(terms["noticeDays"]),
            )
        )
    if terms["queriesPerDay"]:
        sentences.append(
            _("Au plus %(count)s questions par jour.", count=visit.number(terms["queriesPerDay"]))
        )
    if terms["rowsPerQuery"]:
        sentences.append(
            _("Au plus %(count)s lignes par réponse.", count=visit.number(terms["rowsPerQuery"]))
        )
    if terms["unitaryMaxRows"]:
        sentences.append(
            _(
                "Une demande à la fois, pour un dossier : au plus %(count)s lignes.",
                count=visit.number(terms["unitaryMaxRows"]),
            )
        )
    return sentences


def _hosting(demand: _Entry | None, visit: Visit) -> list[str]:
    _ = visit.gettext
    if demand is None:
        return []
    sentences = []
    if demand["countries"]:
        sentences.append(
            _("Hébergement exigé dans : %(places)s.", places=", ".join(demand["countries"]))
        )
    if demand["secnumcloud"]:
        sentences.append(_("Hébergement qualifié SecNumCloud exigé."))
    if demand["operatedBy"]:
        sentences.append(
            _("Hébergement exigé chez : %(hosts)s.", hosts=", ".join(demand["operatedBy"]))
        )
    return sentences


def _personal(terms: _Entry, visit: Visit) -> list[tuple[str, str]]:
    """(term, description) of what the GDPR asks; empty without personal data."""
    _, block = visit.gettext, terms["personalData"]
    if block is None:
        return []
    pairs = [
        (_("Rôle des parties"), relation_words(terms["relation"], _)),
        (_("Responsable"), "{name} ({email})".format(**block["controller"])),
        (_("Délégué à la protection des données"), "{name} ({email})".format(**block["dpo"])),
        (_("Personnes concernées"), ", ".join(block["persons"])),
        (_("Catégories de données"), ", ".join(block["dataCategories"])),
        (_("Destinataires"), ", ".join(block["recipients"])),
        (_("Transferts hors de l'Union européenne"), block["transfers"]),
        (_("Durée de conservation"), block["retention"]),
        (_("Mesures de sécurité"), block["securityMeasures"]),
        (_("Analyse d'impact"), block["dpiaReference"] or block["dpiaWaiver"]),
        (_("Accord des responsables conjoints"), block["jointArrangement"]),
        (_("Contrat de sous-traitance"), block["processorContract"]),
    ]
    return [(term, words) for term, words in pairs if words]
