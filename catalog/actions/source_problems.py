"""Refusals of an act on one storage or one dataset of one's own."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class StorageHoldsDatasets(CallerProblem):
    code = "storage_holds_datasets"
    status = 409
    fr = "Le stockage « {storage} » contient encore des jeux de données : {datasets_fr}."
    en = 'The storage "{storage}" still holds datasets: {datasets_en}.'
    next_fr = "Retirez d'abord ces jeux de données, ou placez-les dans un autre stockage."
    next_en = "Withdraw these datasets first, or move them to another storage."


class DatasetUnderAgreements(CallerProblem):
    code = "dataset_under_agreements"
    status = 409
    fr = "Le jeu de données « {dataset} » est encore visé par des conventions : {agreements}."
    en = 'The dataset "{dataset}" is still under agreements: {agreements}.'
    next_fr = "Mettez fin à ces conventions, ou attendez leur terme, puis recommencez."
    next_en = "End these agreements, or wait until they end, then try again."


class NotADescription(CallerProblem):
    """A description that would turn a column into another one, which no agreement gives."""

    code = "not_a_description"
    fr = "« {key} » ne se change pas par une description : la source et les colonnes y restent."
    en = '"{key}" is not changed by a description, which keeps the source and the columns.'
    next_fr = "Inscrivez de nouveau le jeu de données en entier (registerDataset, ou PUT)."
    next_en = "Register the whole dataset again (registerDataset, or PUT)."


class NamedTwice(CallerProblem):
    code = "named_twice"
    fr = "« {name} » est donné deux fois."
    en = '"{name}" is given twice.'
    next_fr = "Gardez-en un seul."
    next_en = "Keep one of them."


class OwnerNotSaid(CallerProblem):
    code = "owner_not_said"
    fr = "Vous n'agissez pour aucun organisme : dites duquel il s'agit."
    en = "You act for no organisation: say which one is meant."
    next_fr = "Écrivez « organisme.nom », par exemple valcobreizh.depot."
    next_en = 'Write "organisation.name", such as valcobreizh.depot.'


class UnknownOwner(CallerProblem):
    code = "unknown_owner"
    fr = "Aucun organisme ne s'appelle « {organisation} »."
    en = 'No organisation is called "{organisation}".'
    next_fr = "Cherchez son nom court avec « organisations »."
    next_en = 'Look for its short name with "organisations".'


class HostIsApproved(CallerProblem):
    code = "host_is_approved"
    status = 409
    fr = "L'hôte « {host} » est déjà approuvé pour cet organisme."
    en = 'The host "{host}" is approved for this organisation already.'
    next_fr = "Inscrivez le stockage : rien ne manque de ce côté."
    next_en = "Register the storage: nothing is missing on that side."


class NoReasonGiven(CallerProblem):
    code = "no_reason_given"
    fr = "La demande ne dit pas pourquoi."
    en = "The request does not say why."
    next_fr = "Dites en une phrase quelles données sont à cet endroit, et qui le tient."
    next_en = "Say in a sentence which data lies there, and who runs it."
