"""Why a version is not added to a deposit, or the last one not taken back."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class NotInADeposit(CallerProblem):
    code = "not_in_a_deposit"
    status = 409
    fr = "Le jeu de données « {dataset} » n'est pas dans un dépôt : ses données viennent d'une base ou d'un dossier, où Interco n'écrit pas."
    en = 'The dataset "{dataset}" is in no deposit: its data comes from a database or a folder, where Interco does not write.'
    next_fr = "Mettez les données à jour à leur source, ou déposez le fichier comme un nouveau jeu de données."
    next_en = "Update the data at its source, or deposit the file as a new dataset."


class ReplaceUnderMandate(CallerProblem):
    code = "replace_under_mandate"
    status = 403
    fr = "Sous un mandat, un fichier ne remplace pas toutes les lignes de « {dataset} » : ce qui y est déposé appartient à son détenteur."
    en = 'Under a mandate, a file does not replace all rows of "{dataset}": what lies there is its owner\'s.'
    next_fr = "Ajoutez vos lignes à la suite (append), ou corrigez-les ligne par ligne (update) ; pour tout remplacer, demandez à votre client."
    next_en = "Add your rows (append), or correct them key by key (update); to have all of it replaced, ask your client."


class DepositMoved(CallerProblem):
    code = "deposit_moved"
    status = 409
    fr = "Un autre dépôt est passé entre-temps : la version lue est la {current}, et non la {seen}."
    en = "Another deposit came in between: the version that is read is {current}, not {seen}."
    next_fr = "Regardez de nouveau la différence, puis confirmez."
    next_en = "Look at the difference again, then confirm."


class DatasetExists(CallerProblem):
    code = "dataset_exists"
    status = 409
    fr = "Votre organisme a déjà un jeu de données « {dataset} »."
    en = 'Your organisation already has a dataset "{dataset}".'
    next_fr = "Déposez le fichier dans ce jeu (remplacer, ajouter ou mettre à jour), ou choisissez un autre nom."
    next_en = (
        "Deposit the file into that dataset (replace, append or update), or choose another name."
    )


class NothingToUndo(CallerProblem):
    code = "nothing_to_undo"
    status = 409
    fr = "Il n'y a pas de version avant celle-ci dans « {dataset} »."
    en = 'There is no version before this one in "{dataset}".'
    next_fr = "Déposez un fichier corrigé à sa place, ou retirez le jeu de données."
    next_en = "Deposit a corrected file in its place, or withdraw the dataset."


class TooLateToUndo(CallerProblem):
    code = "too_late_to_undo"
    status = 409
    fr = "La version {number} a été déposée il y a plus de {days} jours : elle ne s'annule plus."
    en = "Version {number} was deposited more than {days} days ago: it is not undone any more."
    next_fr = "Déposez un fichier corrigé à sa place."
    next_en = "Deposit a corrected file in its place."


class UnknownDepositVersion(CallerProblem):
    code = "unknown_deposit_version"
    status = 404
    fr = "« {dataset} » n'a pas de version {number}."
    en = '"{dataset}" has no version {number}.'
    next_fr = "Regardez la liste de ses versions, puis recommencez."
    next_en = "Look at the list of its versions, then try again."


class RetypingNeedsAllRows(CallerProblem):
    code = "retyping_needs_all_rows"
    status = 409
    fr = "Le type de {columns} change pour toutes les lignes : ce fichier ne peut pas seulement s'ajouter à celles d'avant."
    en = "The type of {columns} changes for all rows: this file cannot only be added to those of before."
    next_fr = "Choisissez « Remplacer tout » (replace) avec un fichier qui a toutes les lignes, ou gardez le type d'avant (« comme avant »)."
    next_en = 'Choose "Replace all" (replace) with a file that has all rows, or keep the type of before ("as before").'


class RetypedUnderAgreements(CallerProblem):
    code = "retyped_under_agreements"
    status = 409
    fr = "Des conventions donnent {columns}, ou choisissent des lignes par cette colonne : {agreements}. D'un autre type, ce serait une autre colonne, qu'elles ne donneraient plus. Rien n'a changé."
    en = "Agreements give {columns}, or choose rows by it: {agreements}. Of another type it would be another column, which they would no longer give. Nothing has changed."
    next_fr = "Au référent de votre organisme : mettez fin à ces conventions et proposez-en de nouvelles après la correction, ou gardez le type d'avant."
    next_en = "For your organisation's steward: end these agreements and propose new ones after the correction, or keep the type of before."


class RetypedUnderLinks(CallerProblem):
    code = "retyped_under_links"
    status = 409
    fr = "Des relations entre jeux de données passent par {columns} : {links}. Les deux côtés d'une relation sont du même type. Rien n'a changé."
    en = "Relations between datasets lead through {columns}: {links}. Both sides of a relation are of one type. Nothing has changed."
    next_fr = "Au référent de votre organisme : retirez d'abord ces relations de la description, puis recommencez."
    next_en = "For your organisation's steward: first take these relations out of the description, then try again."


class RetypedReadByServices(CallerProblem):
    code = "retyped_read_by_services"
    status = 409
    fr = "Des services activés lisent {columns} : {services_fr}. D'un autre type, ils ne trouveront plus cette colonne."
    en = "Services that are activated read {columns}: {services_en}. Of another type, they will no longer find this column."
    next_fr = "Confirmez si vous les activez de nouveau ensuite (« Services »), ou gardez le type d'avant."
    next_en = (
        'Confirm if you activate them again afterwards ("Services"), or keep the type of before.'
    )
