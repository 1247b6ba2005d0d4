"""The access of a reader and its reasons, as the control side tells them, in French and English."""

from __future__ import annotations

from functools import partial

import strawberry

from gateway.control.mirror import Shown, mirror
from gateway.reading.reports import access_values


@strawberry.type(description="Une phrase, en français et en anglais. / A sentence, twice.")
class Words:
    fr: str
    en: str


_access = partial(mirror, sentence=Words)


@_access("Un organisme, nommé. / An organisation, named.")
class AccessOrganisation(Shown[access_values.AccessOrganisation]): ...


@_access("Un jeu de données, nommé. / A dataset, named.")
class AccessDataset(Shown[access_values.AccessDataset]): ...


@_access(
    "Ce qui manque ou ce qui a empêché, et que faire. / What is missing, what to do.",
    ask="L'organisme à qui demander. / The organisation to ask.",
)
class AccessTold(Shown[access_values.AccessTold]): ...


@_access(
    "Une colonne, et ce qui en est montré. / A column and its look.",
    transform="Absent : la colonne n'est pas donnée. / Null: the column is not given.",
)
class AccessColumn(Shown[access_values.AccessColumn]): ...


@_access()
class AccessCommune(Shown[access_values.AccessCommune]): ...


@_access(
    "Une colonne, telle qu'un autre la lirait. / A column as read.",
    is_hashed="Lue en pseudonymes, qui ne sont montrés qu'au lecteur. / Read as pseudonyms, which "
    "are shown to the reader alone.",
)
class SeenColumn(Shown[access_values.SeenColumn]): ...


@_access("Les premières lignes, telles qu'un autre les lirait. / Rows as another reads them.")
class RowsSeen(Shown[access_values.RowsSeen]): ...


@_access("Des communes, et par quelles adhésions. / Communes, and through whom.")
class AccessPath(Shown[access_values.AccessPath]): ...


@_access(
    "Un territoire qui borne les lignes, à un jour. Les communes partielles n'y sont pas. / "
    "A territory that bounds rows, on a day. Partly covered communes are left out.",
    organisation="Absent : des communes listées. / Null: listed communes.",
    of_the_owner="Celles qui sont aussi du territoire du propriétaire, pour la même compétence. / "
    "Those that are of the owner's territory too.",
)
class AccessScope(Shown[access_values.AccessScope]): ...


@_access()
class AccessReason(Shown[access_values.AccessReason]): ...


@_access(
    "Une voie d'accès : le propriétaire, l'ouverture au public, ou une convention. / "
    "One way to the rows: the owner's, an open one, or an agreement's.",
    agreement="« conv-2025-0001@1 », « owner » ou « open ». / A citation, owner or open.",
    rows="Quelles lignes, en toutes lettres. / Which rows.",
)
class AccessBranch(Shown[access_values.AccessBranch]): ...


@_access(
    "Ce qu'on lirait d'un jeu, à un jour. / What would be read of a dataset, on a day.",
    reader="L'organisme dont les droits comptent. / Whose rights count.",
    withheld="Les colonnes qu'aucune voie ne donne. / Columns that no branch gives.",
    valid_until="L'instant UTC où le temps y change quelque chose. / When time changes it.",
)
class EffectiveAccess(Shown[access_values.EffectiveAccess]): ...


@_access(
    "Une instruction gouvernée. / One governed statement.",
    ids=("datasets",),
    path="Sa place dans le document ; pas pour une requête passée. / Its place.",
    why="Pourquoi ce moteur. / Why that engine.",
    sql="SQL gouverné, noms logiques ; valeurs, littéraux et clés cachés. / "
    "Governed SQL over logical names; values, literals and keys are hidden.",
    whole="Faux : seulement la part de votre organisme. / False: your part only.",
)
class ExplainedStatement(Shown[access_values.ExplainedStatement]): ...


@_access(allowed="Absent quand la décision ne peut plus être refaite. / Null: not known.")
class ExplainedDataset(Shown[access_values.ExplainedDataset]): ...


@_access(
    "Le temps d'une étape : read (lecture du document), decide (règles d'accès), plan, et "
    "govern, qui est dans plan. / How long a stage took; govern lies within plan."
)
class StageTime(Shown[access_values.StageTime]): ...


@_access(
    "Pourquoi une requête a eu cette réponse. / Why an answer was so.",
    same_revision="Si les règles d'alors sont celles d'aujourd'hui. / Whether it is today's law.",
    status="answered, partial, failed, cancelled, ou unknown : la passerelle s'est arrêtée avant "
    "de noter l'issue. Absent : en cours. / Or unknown: the gateway stopped before it "
    "recorded the end. Null: it still runs.",
    rows="Absent quand l'issue est inconnue. / Null where the outcome is unknown.",
    duration_ms="Combien de millisecondes une requête passée a duré, lignes comprises. / How long "
    "a past request took, its rows included.",
    stages="Le temps des étapes avant toute lecture de données ; ce qui était déjà connu n'y est "
    "pas. / Of what comes before any data are read; what was known already is absent.",
)
class Explanation(Shown[access_values.Explanation]): ...


@_access(
    "Une condition, et si la ligne la remplit. / A condition of a branch.",
    included_from="Le premier jour où elle serait remplie. / The first day it would hold.",
)
class RowClause(Shown[access_values.RowClause]): ...


@_access()
class RowBranch(Shown[access_values.RowBranch]): ...


@_access(
    "Pourquoi une ligne n'est pas donnée à un organisme. / Why a row is not given.",
    found="Si la ligne existe. / Whether there is such a row.",
    audited_as="La référence de cette lecture au journal. / This reading in the audit.",
)
class WhyNotRow(Shown[access_values.WhyNotRow]): ...
