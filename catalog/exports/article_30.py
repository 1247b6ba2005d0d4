"""The line of the register of processing (RGPD, article 30) that an agreement adds on each side.

Columns follow the register that the CNIL publishes as a model, in French as a DPO keeps it.
"""

from __future__ import annotations

from collections.abc import Sequence

from catalog.exports.csv_text import write_csv
from catalog.exports.problems import NoPersonalData
from catalog.model.agreement import Agreement, GrantedColumn
from catalog.model.dataset import Classification
from catalog.model.identifiers import Siren
from catalog.model.terms import Contact, PersonalDataBlock, Relation
from catalog.model.transform import Transform
from catalog.snapshot import Snapshot

COLUMNS = (
    "Référence",
    "Nom du traitement",
    "Organisme",
    "SIREN",
    "Rôle",
    "Responsable de traitement (contact)",
    "Délégué à la protection des données (contact)",
    "Autre partie",
    "Finalités",
    "Base légale",
    "Catégories de personnes concernées",
    "Catégories de données",
    "Colonnes transmises",
    "Données sensibles",
    "Catégories de destinataires",
    "Transferts hors Union européenne",
    "Durée de conservation",
    "Mesures de sécurité",
    "Analyse d'impact (AIPD)",
    "Début",
    "Fin",
    "Empreinte de la version signée (SHA-256)",
)
_DONE = {
    Transform.KEYED_HASH: "pseudonyme",
    Transform.MONTH: "au mois",
    Transform.YEAR: "à l'année",
    Transform.COMMUNE: "commune actuelle",
    Transform.EPCI: "EPCI",
    Transform.CONSTANT: "valeur unique",
    Transform.NULL: "vide",
}


def article_30_csv(agreement: Agreement, catalog: Snapshot, *, bom: bool = True) -> bytes:
    """A header and two lines: the grantor's, then the grantee's. Raises NoPersonalData."""
    return write_csv((COLUMNS, *article_30_lines(agreement, catalog)), bom=bom)


def article_30_lines(agreement: Agreement, catalog: Snapshot) -> tuple[tuple[str, ...], ...]:
    """In the order of COLUMNS. Raises NoPersonalData where there is nothing to enter."""
    block = agreement.terms.personal_data
    if block is None:
        raise NoPersonalData(agreement=agreement.citation)
    return tuple(_line(side, agreement, block, catalog) for side in agreement.parties)


def _line(
    side: Siren, agreement: Agreement, block: PersonalDataBlock, catalog: Snapshot
) -> tuple[str, ...]:
    gives = side == agreement.grantor
    other = agreement.grantee if gives else agreement.grantor
    terms = agreement.terms
    return (
        agreement.citation,
        agreement.title,
        _name(side, catalog),
        str(side),
        _role(agreement, block, gives=gives),
        _contact(block.controller),
        _contact(block.dpo),
        f"{_name(other, catalog)} ({other})",
        _listed([each.label_fr for each in terms.purpose_labels] or sorted(agreement.purposes)),
        agreement.legal_basis,
        _listed(block.persons),
        _listed(block.data_categories),
        _listed([_column(each) for each in agreement.columns]),
        _sensitive(agreement),
        _listed(block.recipients),
        block.transfers,
        block.retention,
        block.security_measures,
        _assessment(block),
        f"{agreement.start:%d/%m/%Y}",
        f"{agreement.end:%d/%m/%Y}",
        agreement.sha256,
    )


def _role(agreement: Agreement, block: PersonalDataBlock, *, gives: bool) -> str:
    does = "communique les données" if gives else "reçoit les données"
    match agreement.terms.relation:
        case Relation.JOINT:
            return f"Responsable conjoint (art. 26), {does}{_in_brackets(block.joint_arrangement)}"
        case Relation.PROCESSOR:
            role = "Responsable de traitement" if gives else "Sous-traitant (art. 28)"
            return f"{role}, {does}{_in_brackets(block.processor_contract)}"
        case _:
            return f"Responsable de traitement, {does}"


def _in_brackets(text: str | None) -> str:
    return "" if text is None else f" ({text})"


def _sensitive(agreement: Agreement) -> str:
    """By class, and by the secrets of the law that cover a column."""
    found = [
        each.label_fr or each.name
        for each in agreement.columns
        if each.classification >= Classification.SENSITIVE or each.secret is not None
    ]
    return f"Oui : {_listed(found)}" if found else "Non"


def _column(granted: GrantedColumn) -> str:
    done = _DONE.get(granted.transform)
    label = granted.label_fr or granted.name
    return label if done is None else f"{label} ({done})"


def _assessment(block: PersonalDataBlock) -> str:
    if block.dpia_reference is not None:
        return block.dpia_reference
    return f"Non requise : {block.dpia_waiver or 'motif non donné'}"


def _contact(contact: Contact) -> str:
    return f"{contact.name} <{contact.email}>"


def _name(siren: Siren, catalog: Snapshot) -> str:
    known = catalog.organisations.get(siren)
    return str(siren) if known is None else known.name


def _listed(texts: Sequence[str]) -> str:
    return ", ".join(texts)
