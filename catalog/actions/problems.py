"""Refusals by the rules of the catalog; every sentence names the thing and the way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.model.problem import CallerProblem, Problem

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """`path` leads to the value at fault, in the words of what was supplied."""

    path: Path
    problem: Problem


class ActRefused(CallerProblem):
    """Everything wrong with one act, at once."""

    code = "act_refused"
    status = 422
    fr = "La demande est refusée ; ce qu'il faut corriger : {details_fr}"
    en = "The request is refused; what must be fixed: {details_en}"
    next_fr = "Corrigez les points cités, puis recommencez."
    next_en = "Fix the points listed, then try again."

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(
            details_fr=" ; ".join(each.problem.sentence("fr") for each in findings),
            details_en="; ".join(each.problem.sentence("en") for each in findings),
        )


class UnsafeText(CallerProblem):
    code = "unsafe_text"
    fr = "Ce texte contient {what_fr}."
    en = "This text contains {what_en}."
    next_fr = "Retirez-le : rien de tel n'est accepté dans le catalogue."
    next_en = "Remove it: nothing of the kind is accepted in the catalog."


class TextTooLong(CallerProblem):
    code = "text_too_long"
    fr = "Ce texte fait {length} caractères ; {limit} au plus sont acceptés."
    en = "This text has {length} characters; {limit} at most are accepted."
    next_fr = "Raccourcissez-le, et renvoyez à un document pour le reste."
    next_en = "Shorten it, and refer to a document for the rest."


class ReservedName(CallerProblem):
    code = "reserved_name"
    fr = "« {name} » est un nom réservé par le langage d'interrogation."
    en = '"{name}" is reserved by the query language.'
    next_fr = "Choisissez un autre nom."
    next_en = "Choose another name."


class NamesFold(CallerProblem):
    code = "names_fold_together"
    fr = "« {name} » et « {other} » donnent le même nom dans les requêtes ({folded})."
    en = '"{name}" and "{other}" give the same name in queries ({folded}).'
    next_fr = "Renommez l'un des deux."
    next_en = "Rename one of them."


class SlugIsFixed(CallerProblem):
    code = "slug_is_fixed"
    fr = "L'organisme {siren} s'appelle déjà « {current} » dans les requêtes."
    en = 'Organisation {siren} is already called "{current}" in queries.'
    next_fr = "Gardez ce nom : des requêtes et des conventions le citent."
    next_en = "Keep that name: queries and agreements cite it."


class CommuneCodeMismatch(CallerProblem):
    code = "commune_code_mismatch"
    fr = "Une commune donne son code commune et la date où il se lit ; les autres n'en ont pas."
    en = "A commune gives its commune code and the date it is read at; others have none."
    next_fr = "Donnez les deux, ou aucun."
    next_en = "Give both, or neither."


class UnknownOwnCommune(CallerProblem):
    code = "unknown_own_commune"
    fr = "« {code} » n'est et n'a été le code d'aucune commune."
    en = '"{code}" is and was the code of no commune.'
    next_fr = "Donnez le code officiel (COG) de la commune, qui n'est pas son code postal."
    next_en = "Give the commune's official code (COG), which is not its postal code."


class InvalidHost(CallerProblem):
    code = "invalid_host"
    fr = "« {host} » n'est pas un nom d'hôte ni une adresse, avec ou sans port."
    en = '"{host}" is not a host name or an address, with or without a port.'
    next_fr = "Donnez un seul nom, sans chemin, sans protocole et sans option."
    next_en = "Give one name, without path, scheme or option."


class DatesReversed(CallerProblem):
    code = "dates_reversed"
    fr = "La fin ({end}) précède le début ({start})."
    en = "The end ({end}) comes before the start ({start})."
    next_fr = "Corrigez l'une des deux dates."
    next_en = "Correct one of the two dates."


class InvalidCompetence(CallerProblem):
    code = "invalid_competence"
    fr = "« {text} » n'est pas un code de compétence BANATIC (quatre chiffres, par exemple 1510)."
    en = '"{text}" is not a BANATIC competence code (four digits, such as 1510).'
    next_fr = "Reprenez le code de la nomenclature BANATIC."
    next_en = "Take the code from BANATIC's nomenclature."


class MembershipRefused(CallerProblem):
    code = "membership_refused"
    fr = "L'adhésion de {member} à {of} est refusée : {why_fr}."
    en = "The membership of {member} in {of} is refused: {why_en}."
    next_fr = "Corrigez la ligne, puis recommencez."
    next_en = "Correct the line, then try again."


class HostNotApproved(CallerProblem):
    code = "host_not_approved"
    fr = "L'hôte « {host} » n'est pas approuvé pour cet organisme."
    en = 'The host "{host}" is not approved for this organisation.'
    next_fr = "Demandez à l'exploitant d'approuver cet hôte."
    next_en = "Ask the operator to approve this host."


class DirectoryNotApproved(CallerProblem):
    code = "directory_not_approved"
    fr = "« {directory} » n'est pas dans le dossier de votre organisme, sous un dossier approuvé."
    en = '"{directory}" is not in the folder of your organisation, under an approved one.'
    next_fr = "Donnez un chemin qui commence par le nom de votre organisme (son slug), sans « .. »."
    next_en = 'Give a path that begins with the name of your organisation (its slug), without "..".'


class InvalidSecretReference(CallerProblem):
    code = "invalid_secret_reference"
    fr = "Un secret se désigne par {expected}, jamais en clair."
    en = "A secret is referred to by {expected}, never in clear."
    next_fr = "Demandez à l'exploitant sous quel nom il a déposé le secret."
    next_en = "Ask the operator under which name the secret was stored."


class InvalidHours(CallerProblem):
    code = "invalid_hours"
    fr = "« {hours} » ne dit pas des heures de la journée."
    en = '"{hours}" does not say hours of the day.'
    next_fr = "Écrivez deux heures de Paris : 20-6, ou 9-17."
    next_en = "Write two hours of Paris: 20-6, or 9-17."


class StorageRefused(CallerProblem):
    code = "storage_refused"
    fr = "Cet espace de stockage est refusé : {why_fr}."
    en = "This storage is refused: {why_en}."
    next_fr = "Corrigez cette option, puis recommencez."
    next_en = "Correct this option, then try again."


class DepositInUse(CallerProblem):
    code = "deposit_in_use"
    status = 409
    fr = "Ce dépôt reste ouvert à {bodies} : des jeux de données y sont encore."
    en = "This deposit stays open to {bodies}: datasets still lie there."
    next_fr = "Demandez à chacun de retirer ses jeux du dépôt, puis recommencez."
    next_en = "Ask each of them to take its datasets out of the deposit, then try again."


class UnknownStorage(CallerProblem):
    code = "unknown_storage"
    fr = "L'organisme n'a pas d'espace de stockage « {name} »."
    en = 'The organisation has no storage "{name}".'
    next_fr = "Déclarez-le dans « storages », ou corrigez son nom."
    next_en = 'Declare it under "storages", or correct its name.'


class ObjectRefused(CallerProblem):
    code = "physical_object_refused"
    fr = "L'objet « {name} » est refusé : {why_fr}."
    en = 'The object "{name}" is refused: {why_en}.'
    next_fr = "Désignez une table, un fichier ou tous les fichiers d'un dossier (dossier/*.csv)."
    next_en = "Name one table, one file or all files of a folder (folder/*.csv)."


class ObjectAlreadyRegistered(CallerProblem):
    code = "object_already_registered"
    fr = "L'objet « {name} » est déjà enregistré comme jeu de données."
    en = 'The object "{name}" is already registered as a dataset.'
    next_fr = "Un objet n'est enregistré qu'une fois : modifiez le jeu de données existant."
    next_en = "An object is registered once: change the existing dataset."


class UnknownDatasetColumn(CallerProblem):
    code = "unknown_dataset_column"
    fr = "Le jeu de données « {dataset} » n'a pas de colonne « {column} »."
    en = 'The dataset "{dataset}" has no column "{column}".'
    next_fr = "Citez une colonne déclarée du jeu de données."
    next_en = "Name a declared column of the dataset."


class ColumnRefused(CallerProblem):
    code = "column_refused"
    fr = "La colonne « {column} » est refusée : {why_fr}."
    en = 'The column "{column}" is refused: {why_en}.'
    next_fr = "Corrigez sa déclaration, puis recommencez."
    next_en = "Correct its declaration, then try again."


class DatasetRefused(CallerProblem):
    code = "dataset_refused"
    fr = "Le jeu de données « {dataset} » est refusé : {why_fr}."
    en = 'The dataset "{dataset}" is refused: {why_en}.'
    next_fr = "Corrigez sa déclaration, puis recommencez."
    next_en = "Correct its declaration, then try again."


class HostingRefused(CallerProblem):
    code = "hosting_refused"
    fr = "Cette exigence d'hébergement est refusée : {why_fr}."
    en = "This demand of hosting is refused: {why_en}."
    next_fr = "Écrivez par exemple hosting: {{countries: [FR], secnumcloud: true}}."
    next_en = "Write for example hosting: {{countries: [FR], secnumcloud: true}}."


class StandardNotMet(CallerProblem):
    code = "standard_not_met"
    fr = "Le jeu de données ne suit pas le standard « {standard} » : {why_fr}."
    en = 'The dataset does not follow the standard "{standard}": {why_en}.'
    next_fr = "Complétez les colonnes, ou retirez le standard."
    next_en = "Complete the columns, or remove the standard."


class UnknownParty(CallerProblem):
    code = "unknown_party"
    fr = "Aucun organisme « {name} » n'est inscrit."
    en = 'No organisation "{name}" is registered.'
    next_fr = "Donnez le nom court ou le SIREN d'un organisme inscrit."
    next_en = "Give the short name or the SIREN of a registered organisation."


class UnknownAgreementDataset(CallerProblem):
    code = "unknown_agreement_dataset"
    fr = "Le propriétaire n'a pas de jeu de données « {dataset} »."
    en = 'The owner has no dataset "{dataset}".'
    next_fr = "Une convention porte sur un jeu de données déclaré de son propriétaire."
    next_en = "An agreement is about a declared dataset of its owner."


class AgreementRefused(CallerProblem):
    code = "agreement_refused"
    fr = "La convention « {agreement} » est refusée : {why_fr}."
    en = 'The agreement "{agreement}" is refused: {why_en}.'
    next_fr = "Corrigez la convention, puis recommencez."
    next_en = "Correct the agreement, then try again."


class AgreementIsFixed(CallerProblem):
    code = "agreement_is_fixed"
    fr = "La convention {agreement} n'est plus un projet ({state}) : elle ne peut pas changer."
    en = "Agreement {agreement} is no longer a draft ({state}): it cannot change."
    next_fr = "Préparez un avenant : une nouvelle version de la convention."
    next_en = "Prepare an amendment: a new version of the agreement."


class UnknownPurpose(CallerProblem):
    code = "unknown_purpose"
    fr = "« {purpose} » n'est pas une finalité de la liste."
    en = '"{purpose}" is not a purpose of the list.'
    next_fr = "Choisissez une finalité de la liste : {known}."
    next_en = "Choose a purpose of the list: {known}."


class TransformNotForType(CallerProblem):
    code = "transform_not_for_type"
    fr = "« {transform} » ne s'applique pas à la colonne « {column} », de type {type}."
    en = '"{transform}" does not apply to the column "{column}", of type {type}.'
    next_fr = "Donnez un texte sous pseudonyme, une date au mois ou à l'année ; sinon donnez la valeur telle quelle ou videz-la."
    next_en = "keyed_hash is for text, month and year for a date; otherwise clear or null."


class ShareBesideMeasure(CallerProblem):
    """A share that sums to one gives the rows outside the territory by arithmetic."""

    code = "share_beside_measure"
    fr = (
        "« {share} » est une part d'un tout : donnée avec « {measure} » sur un territoire limité"
        "{elsewhere_fr}, elle ferait déduire les lignes des autres communes."
    )
    en = (
        '"{share}" is a share of a whole: given with "{measure}" on a limited territory'
        "{elsewhere_en}, it would reveal the rows of the other communes."
    )
    next_fr = "Retirez « {share} » de la convention, ou donnez-la avec « null »."
    next_en = 'Leave "{share}" out of the agreement, or give it as "null".'


class KeyWithheld(CallerProblem):
    code = "key_withheld"
    fr = "« {column} » distingue chaque ligne : la convention doit donner cette colonne."
    en = 'The column "{column}" is part of the key: it is given clear or hashed.'
    next_fr = "Donnez-la telle quelle ou, pour un texte, sous pseudonyme."
    next_en = 'Add it as "clear" or, for text, "keyed_hash".'


class ValueNotOfType(CallerProblem):
    code = "value_not_of_type"
    fr = "« {value} » n'est pas une valeur de la colonne « {column} » ({type})."
    en = '"{value}" is not a value of the column "{column}" ({type}).'
    next_fr = "Écrivez une valeur de ce type : 2025-01-31, 12.50, true…"
    next_en = "Write a value of that type: 2025-01-31, 12.50, true…"


class SecretRefused(CallerProblem):
    """Nothing of the secret itself is ever told."""

    code = "secret_refused"
    fr = "Ce secret ne peut pas être gardé : {why_fr}."
    en = "This secret cannot be kept: {why_en}."
    next_fr = "Corrigez-le, puis recommencez."
    next_en = "Correct it, then try again."


class UnknownSecret(CallerProblem):
    code = "unknown_secret"
    fr = "Votre organisme n'a pas de secret « {name} »."
    en = 'Your organisation has no secret "{name}".'
    next_fr = "Vérifiez son nom : ./interco secret list."
    next_en = "Check its name: ./interco secret list."


class SecretInUse(CallerProblem):
    code = "secret_in_use"
    fr = "Le secret « {name} » sert encore : {used}."
    en = 'The secret "{name}" is still in use: {used}.'
    next_fr = "Donnez d'abord un autre secret à ce qui s'en sert."
    next_en = "Give what uses it another secret first."


class TermRefused(CallerProblem):
    code = "term_refused"
    fr = "Cette clause est refusée : {why_fr}."
    en = "This term is refused: {why_en}."
    next_fr = "Corrigez le projet, puis recommencez."
    next_en = "Correct the draft, then try again."
