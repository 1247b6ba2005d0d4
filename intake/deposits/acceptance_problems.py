"""Problems of a file that breaks the acceptance rules of its dataset, said before it is kept."""

from __future__ import annotations

from catalog.model.problem import CallerProblem

_CONFIRM_FR = "Sinon, corrigez le fichier, puis déposez-le de nouveau."
_CONFIRM_EN = "Otherwise mend the file, then deposit it again."


class SlipsOfAnotherMonth(CallerProblem):
    code = "slips_of_another_month"
    status = 422
    fr = "Aucune ligne n'est de {month_fr} : ce fichier est de {seen_fr}. Rien n'en sera déposé."
    en = "No row is of {month_en}: this file is of {seen_en}. Nothing of it will be deposited."
    next_fr = "Déposez le fichier du mois attendu ; si celui-ci corrige un mois passé, demandez au propriétaire des données de l'accepter."
    next_en = "Deposit the file of the month that is expected; if this one corrects an earlier month, ask the owner of the data to accept it."


class SomeSlipsOfAnotherMonth(CallerProblem):
    code = "some_slips_of_another_month"
    status = 422
    fr = "{rows_fr} hors de {month_fr} ({where_fr}). Si vous confirmez, ces lignes seront déposées avec les autres."
    en = "{rows_en} outside {month_en} ({where_en}). If you confirm, they will be deposited with the others."
    next_fr = f"Confirmez si ces lignes vont bien ici. {_CONFIRM_FR}"
    next_en = f"Confirm if they belong here. {_CONFIRM_EN}"


class SlipsOfAnotherContract(CallerProblem):
    code = "slips_of_another_contract"
    status = 422
    fr = "{rows_fr} d'un autre contrat que {contract} ({where_fr}). Rien du fichier ne sera déposé."
    en = "{rows_en} of another contract than {contract} ({where_en}). Nothing of the file will be deposited."
    next_fr = "Retirez ces lignes, ou déposez-les dans les données de leur contrat."
    next_en = "Remove these rows, or deposit them into the data of their contract."


class FileDepositedAlready(CallerProblem):
    code = "file_deposited_already"
    status = 409
    fr = "Ce même fichier est déjà déposé : c'est la version {number}, du {day_fr}. Il ne sera pas déposé une seconde fois."
    en = "This very file is deposited already: it is version {number}, of {day_en}. It will not be deposited a second time."
    next_fr = "Déposez le fichier suivant ; il n'y a rien à faire pour celui-ci."
    next_en = "Deposit the next file; there is nothing to do about this one."


class SlipsRepeated(CallerProblem):
    code = "slips_repeated"
    status = 422
    fr = "{rows_fr} en double dans le fichier, par {key_fr} ({where_fr}). Rien n'en sera déposé."
    en = (
        "{rows_en} repeated in the file, by {key_en} ({where_en}). Nothing of it will be deposited."
    )
    next_fr = "Retirez les doublons, puis déposez de nouveau."
    next_en = "Remove the repeated rows, then deposit again."


class SlipsInAnotherUnit(CallerProblem):
    code = "slips_in_another_unit"
    status = 422
    fr = "« {column} » semble être en {seen} et non en {unit} : {examples}. Si vous confirmez, toute la colonne sera multipliée par {factor_fr}."
    en = '"{column}" seems to be in {seen}, not in {unit}: {examples}. If you confirm, the whole column will be multiplied by {factor_en}.'
    next_fr = f"Confirmez pour convertir. {_CONFIRM_FR}"
    next_en = f"Confirm to convert. {_CONFIRM_EN}"


class SomeSlipsInAnotherUnit(CallerProblem):
    code = "some_slips_in_another_unit"
    status = 422
    fr = "« {column} » : {rows_fr} en {seen}, semble-t-il, et non en {unit} ({where_fr}). Si vous confirmez, tout sera déposé tel quel."
    en = '"{column}": {rows_en} in {seen}, it seems, not in {unit} ({where_en}). If you confirm, all will be deposited as it is.'
    next_fr = f"Confirmez si ces poids sont justes. {_CONFIRM_FR}"
    next_en = f"Confirm if these weights are right. {_CONFIRM_EN}"


class TotalRowKept(CallerProblem):
    code = "total_row_kept"
    status = 422
    fr = "La ligne {row} est la somme des autres, par « {column} » : elle compterait deux fois. Rien du fichier ne sera déposé."
    en = 'Row {row} is the sum of the others, by "{column}": it would count twice. Nothing of the file will be deposited.'
    next_fr = (
        "Retirez cette ligne de total, ou nommez-la « Total » : elle est alors laissée de côté."
    )
    next_en = 'Remove this row of totals, or name it "Total": it is then left aside.'


class TotalRowsLeftAside(CallerProblem):
    """Told: it stops nothing."""

    code = "total_rows_left_aside"
    status = 422
    fr = "Laissé de côté : {rows_fr} de total ou de sous-total ({where_fr}), dont la somme est déjà comptée."
    en = "Left aside: {rows_en} of totals ({where_en}), whose sum is counted already."
    next_fr = "Rien à faire."
    next_en = "Nothing to do."


class SlipsIncomplete(CallerProblem):
    code = "slips_incomplete"
    status = 422
    fr = "« {column} » doit être rempli partout ; rien dans {rows_fr} ({where_fr}). Rien du fichier ne sera déposé."
    en = '"{column}" must be filled everywhere; nothing in {rows_en} ({where_en}). Nothing of the file will be deposited.'
    next_fr = "Remplissez ces cases, puis déposez de nouveau."
    next_en = "Fill these cells, then deposit again."


class DepositNotAccepted(CallerProblem):
    """`problems` are those of the rules that refuse, then those that wait to be confirmed."""

    problems: tuple[CallerProblem, ...] = ()
    code = "deposit_not_accepted"
    status = 422
    fr = "« {file} » n'est pas ce que le propriétaire de ces données accepte : {details_fr}"
    en = '"{file}" is not what the owner of these data accepts: {details_en}'
    next_fr = "Corrigez le fichier ; ce qui peut être confirmé l'est par « accepted » dans les réponses : {codes}."
    next_en = (
        'Mend the file; what may be confirmed is confirmed by "accepted" in the answers: {codes}.'
    )
