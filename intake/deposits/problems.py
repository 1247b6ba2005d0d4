"""Why a deposit is not written; told to whoever deposits."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class DepositNotReconciled(CallerProblem):
    """`by_fr` and `by_en` say by how much: counts and sums of the depositor's own file."""

    code = "deposit_not_reconciled"
    status = 422
    fr = "Rien n'est déposé de « {file} » : {by_fr}."
    en = 'Nothing of "{file}" is deposited: {by_en}.'
    next_fr = "Corrigez la colonne citée dans votre fichier, ou son type dans la description des données, puis déposez de nouveau ; si le fichier est juste, signalez-le à votre exploitant."
    next_en = "Mend the column in your file, or its type in the description of the data, then deposit again; if the file is right, report it to your operator."


class SecondReadingDiffers(CallerProblem):
    code = "second_reading_differs"
    status = 422
    fr = "Deux lectures de « {file} » ne donnent pas les mêmes lignes ou sommes ({where})."
    en = 'Two readings of "{file}" do not give the same rows or sums ({where}).'
    next_fr = "Comparez les sommes affichées aux vôtres : si elles sont justes, confirmez-le ; sinon, enregistrez le fichier en .xlsx ou en CSV et déposez-le de nouveau."
    next_en = "Compare the sums shown with your own: if they are right, confirm it; otherwise save the file as .xlsx or CSV and deposit it again."


class DepositNeedsKey(CallerProblem):
    code = "deposit_needs_key"
    fr = "« Mettre à jour » demande une clé : une ou plusieurs colonnes qui désignent chaque ligne."
    en = '"Update" needs a key: one or several columns that name each row.'
    next_fr = "Choisissez la clé dans la description des données, ou déposez en remplaçant ou en ajoutant."
    next_en = "Choose the key in the description of the data, or deposit by replacing or appending."


class DepositKeyRepeated(CallerProblem):
    code = "deposit_key_repeated"
    status = 422
    fr = "Dans {where_fr}, {rows} lignes reprennent la clé d'une autre ({key}) : laquelle vaut ?"
    en = "In {where_en}, {rows} rows bear the key of another ({key}): which of them holds?"
    next_fr = "Retirez les lignes en double, ou choisissez une clé qui distingue toutes les lignes."
    next_en = "Remove the repeated rows, or choose a key that tells all rows apart."


class DepositKeyEmpty(CallerProblem):
    code = "deposit_key_empty"
    status = 422
    fr = (
        "Dans {where_fr}, {rows} lignes n'ont pas de clé ({key}) : elles ne désignent aucune ligne."
    )
    en = "In {where_en}, {rows} rows have no key ({key}): they name no row."
    next_fr = "Remplissez ces cases, ou choisissez une clé dont toutes les colonnes sont remplies."
    next_en = "Fill those cells, or choose a key whose columns are all filled."


class DepositRowsThere(CallerProblem):
    code = "deposit_rows_already_there"
    status = 409
    fr = "{rows} lignes à ajouter sont déjà là, pareilles dans toutes leurs colonnes."
    en = "{rows} of the rows to be appended are there already, alike in all their columns."
    next_fr = (
        "Annulez si ce fichier est déjà déposé, ou dites que ces lignes sont à ajouter quand même."
    )
    next_en = "Cancel if this file is deposited already, or say that these rows are to be appended anyway."


class DepositKeyThere(CallerProblem):
    """A key names one row: nothing is appended that would make it name two."""

    code = "deposit_key_already_there"
    status = 409
    fr = "{rows} lignes à ajouter sont déjà là, sous la même clé ({key})."
    en = "{rows} of the rows to be appended are there already, under the same key ({key})."
    next_fr = "Mettez à jour par la clé pour les remplacer. Si ce sont d'autres lignes, cette clé ne les distingue pas : déposez ces données à part, avec une autre clé."
    next_en = "Update by the key to replace them. If they are other rows, this key does not tell them apart: deposit these data on their own, with another key."


class DepositColumnsDiffer(CallerProblem):
    code = "deposit_columns_differ"
    status = 422
    fr = "Les colonnes ne sont pas celles de la version en cours : {columns}."
    en = "The columns are not those of the current version: {columns}."
    next_fr = "Rapprochez les colonnes du fichier de celles des données, ou remplacez tout."
    next_en = "Match the file's columns to those of the data, or replace everything."
