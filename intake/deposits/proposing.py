"""A dataset as a file seems to describe it: a draft, and why each part of it is proposed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from catalog.actions.dataset import DatasetDraft
from catalog.actions.names import folded
from catalog.actions.texts import in_french
from catalog.cog import Cog, load_cog
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Dataset, ObjectKind, PhysicalObject, Relation
from catalog.model.identifiers import Name, Siren
from intake.deposits.column_names import safe_text
from intake.deposits.column_proposals import column_proposals
from intake.deposits.dataset_links import proposed_key, proposed_territory
from intake.deposits.standard_matches import explained, named_as, standard_matches
from intake.deposits.values import ColumnProposal, DatasetProposal, StandardMatch
from intake.file_reading.typed_rows import ReadFile

_OF_WASTE = frozenset({"flux_dechets", "masse_collectee"})


def proposed_dataset(
    file: ReadFile,
    name: str,
    *,
    owner: Siren,
    storage: str,
    physical_name: str,
    title: str | None = None,
    cog: Cog | None = None,
) -> DatasetProposal:
    """`name` is the dataset's, `physical_name` that of the Parquet file in the storage.

    Raises InvalidName.
    """
    is_of_waste = any(column.column.concept in _OF_WASTE for column in file.columns)
    proposals = column_proposals(file.columns, file.reading.rows_kept, is_of_waste=is_of_waste)
    key, key_reason = proposed_key(file, proposals)
    matches = standard_matches(proposals, key)
    if matches and matches[0].is_met:
        proposals = named_as(matches[0], proposals, key)
        key, key_reason = proposed_key(file, proposals)
        matches = standard_matches(proposals, key)
    if matches and matches[0].is_met:
        proposals = explained(matches[0], proposals)
    territory, territory_reason = proposed_territory(file, proposals, cog or load_cog())
    has_persons = any(proposal.personal_kind is not None for proposal in proposals)
    shown = safe_text(title or _title_of(file.reading.file))
    columns = tuple(proposal.column for proposal in proposals)
    draft = DatasetDraft(
        Dataset(
            id="",
            owner=owner,
            storage_id=storage,
            name=Name.parse(name),
            title_fr=shown,
            title_en=in_french(shown),
            physical=PhysicalObject(ObjectKind.PARQUET, physical_name),
            columns=columns,
            primary_key=key,
            territory=territory,
            relations=_relations(proposals),
            standard=matches[0].standard if matches and matches[0].is_met else None,
            personal_data=has_persons,
        )
    )
    reasons = {
        "title": Bilingual("D'après le nom du fichier.", "After the file's name."),
        "primary_key": key_reason,
        "territory": territory_reason,
        "standard": _standard_reason(matches),
        "personal_data": _personal_reason(proposals),
    }
    return DatasetProposal(draft, tuple(proposals), reasons, tuple(matches))


def _title_of(file_name: str) -> str:
    words = PurePath(file_name).stem.replace("_", " ").split()
    title = " ".join(words) or "Données"
    return title[:1].upper() + title[1:]


def _relations(proposals: Sequence[ColumnProposal]) -> tuple[Relation, ...]:
    """To the commune's own name, EPCI and département, under a name that no column bears."""
    taken = {folded(proposal.column.name) for proposal in proposals}
    place = next((one.column for one in proposals if one.column.concept == "commune"), None)
    if place is None or "commune" in taken:
        return ()
    return (Relation(Name("commune"), place.name, "commune"),)


def _standard_reason(matches: Sequence[StandardMatch]) -> Bilingual:
    if not matches:
        return Bilingual("Aucun standard ne correspond.", "No standard matches.")
    best = matches[0]
    if best.is_met:
        return Bilingual(
            f"Toutes les colonnes demandées par « {best.title} » sont là.",
            f'All the columns that "{best.standard}" asks for are there.',
        )
    missing = [match.field for match in best.fields if match.required and match.column is None]
    other = [match.field for match in best.fields if match.column is not None and not match.fits]
    facts_fr, facts_en = [], []
    if missing:
        facts_fr.append(f"il manque {', '.join(missing)}")
        facts_en.append(f"{', '.join(missing)} missing")
    if other:
        facts_fr.append(f"à revoir : {', '.join(other)}")
        facts_en.append(f"to be looked at: {', '.join(other)}")
    count = best.matched
    return Bilingual(
        f"« {best.title} » : {count} colonnes sur {len(best.fields)} ({' ; '.join(facts_fr)}).",
        f'"{best.standard}": {count} of {len(best.fields)} columns ({"; ".join(facts_en)}).',
    )


def _personal_reason(proposals: Sequence[ColumnProposal]) -> Bilingual:
    headers = [proposal.header for proposal in proposals if proposal.personal_kind is not None]
    if not headers:
        return Bilingual(
            "Aucune colonne ne semble concerner des personnes : à vous de le confirmer.",
            "No column seems to be about persons: please confirm it.",
        )
    listed = ", ".join(f"« {header} »" for header in headers)
    listed_en = ", ".join(f'"{header}"' for header in headers)
    return Bilingual(
        f"Des personnes sont désignées dans {listed}.", f"Persons are named in {listed_en}."
    )
