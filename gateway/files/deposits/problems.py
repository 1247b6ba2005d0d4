"""Problems of a file that is being deposited, told to its sender."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalog.model.problem import CallerProblem, DeniedProblem, OperatorProblem


class UploadTooLarge(CallerProblem):
    code = "upload_too_large"
    status = 413
    fr = "Ce fichier dépasse {limit} Mo."
    en = "This file is larger than {limit} MB."
    next_fr = "Retirez ce qui n'est pas utile (feuilles, images), ou déposez-le en plusieurs fois."
    next_en = "Remove what is not needed (sheets, pictures), or deposit it in several parts."


class UploadEmpty(CallerProblem):
    code = "upload_empty"
    fr = "Ce fichier est vide : rien n'a été reçu."
    en = "This file is empty: nothing was received."
    next_fr = "Vérifiez le fichier choisi, puis recommencez."
    next_en = "Check the file that you chose, then try again."


class UploadNameRefused(CallerProblem):
    code = "upload_name_refused"
    fr = "Le nom de ce fichier n'est pas valide : 200 caractères au plus, sans caractère de contrôle."
    en = "The name of this file is not valid: 200 characters at most, no control character."
    next_fr = "Donnez au fichier un nom comme « pesees-2025.xlsx »."
    next_en = 'Give the file a name such as "pesees-2025.xlsx".'


class TooManyUploads(CallerProblem):
    code = "too_many_uploads"
    status = 429
    fr = "{count} fichiers de votre organisme attendent déjà d'être confirmés."
    en = "{count} files of your organisation are already waiting to be confirmed."
    next_fr = "Confirmez-en ou annulez-en ; sinon, ils sont effacés au bout de 7 jours."
    next_en = "Confirm or cancel some of them; otherwise they are erased after 7 days."


class UnknownUpload(CallerProblem):
    code = "unknown_upload"
    status = 404
    fr = "Ce fichier n'est pas là : il a été confirmé, annulé, ou effacé au bout de 7 jours."
    en = "This file is not here: it was confirmed, cancelled, or erased after 7 days."
    next_fr = "Déposez-le de nouveau."
    next_en = "Deposit it again."


class UploadNotRead(CallerProblem):
    code = "upload_not_read"
    status = 409
    retry_after_s = 2
    fr = "Ce fichier est en cours de lecture."
    en = "This file is still being read."
    next_fr = "Attendez que sa lecture soit finie, puis recommencez."
    next_en = "Wait until it has been read, then try again."


class UploadTooLongToRead(CallerProblem):
    code = "upload_too_long_to_read"
    status = 422
    fr = "« {file} » demande trop de temps ou de mémoire : il n'a pas été lu."
    en = '"{file}" takes too much time or memory: it was not read.'
    next_fr = "Déposez-le en plusieurs parties, ou enregistrez la feuille utile en CSV."
    next_en = "Deposit it in several parts, or save the sheet that matters as CSV."


class AnswersRefused(CallerProblem):
    code = "deposit_answers_refused"
    status = 422
    fr = "« {path} » n'est pas une réponse valide : {why_fr}."
    en = '"{path}" is not a valid answer: {why_en}.'
    next_fr = "Corrigez cette réponse, puis recommencez."
    next_en = "Correct this answer, then try again."


class DepositQuestions(CallerProblem):
    """`questions` as the matching wrote them: code, column, text, choices."""

    questions: tuple[Mapping[str, Any], ...] = ()
    code = "deposit_questions"
    status = 422
    fr = "Une question reste sans réponse : {questions_fr}"
    en = "A question has no answer yet: {questions_en}"
    next_fr = "Répondez-y (answers.match), puis recommencez."
    next_en = "Answer it (answers.match), then try again."


class DepositWhere(CallerProblem):
    code = "deposit_where"
    status = 404
    fr = "Votre organisme n'a pas de jeu « {dataset} », et aucun dépôt n'est choisi pour le créer."
    en = 'Your organisation has no dataset "{dataset}", and no deposit is chosen to make it in.'
    next_fr = "Corrigez le nom du jeu, ou dites dans quel dépôt le créer (into=valcobreizh.depot)."
    next_en = (
        "Correct the dataset's name, or say in which deposit to make it (into=valcobreizh.depot)."
    )


class DepositNotHosted(CallerProblem):
    code = "deposit_not_hosted"
    status = 409
    fr = "Rien n'est déposé dans « {dataset} » : son hébergement n'est pas celui qui est exigé. En cause : {parts_fr}."
    en = 'Nothing is deposited into "{dataset}": it is not hosted as is demanded. What falls short: {parts_en}.'
    next_fr = "Demandez à {turn_fr} de changer cet hébergement, ou déposez ailleurs."
    next_en = "Ask {turn_en} to change that hosting, or deposit elsewhere."


class OriginalRefused(DeniedProblem):
    code = "original_refused"
    fr = "Le fichier d'origine de « {dataset} » n'est donné qu'à qui peut lire toutes ses lignes : jamais à une clé, ni hors des groupes qui le lisent."
    en = 'The original file of "{dataset}" is given to those alone who may read all its rows: never to a key, nor outside the groups that read it.'
    next_fr = "Demandez-le à une personne qui peut lire ce jeu de données."
    next_en = "Ask somebody who may read this dataset."


class UploadsUnavailable(OperatorProblem):
    code = "uploads_unavailable"
    fr = "Aucun fichier ne peut être reçu pour le moment."
    en = "No file can be received at the moment."
    next_fr = "Signalez cette référence à l'exploitant, puis recommencez plus tard."
    next_en = "Report this reference to the operator, then try again later."
