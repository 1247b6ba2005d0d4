"""Why a dropped file is not read; told to whoever drops it."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class FileTooLarge(CallerProblem):
    code = "file_too_large"
    status = 413
    fr = "Le fichier « {file} » est trop gros pour être lu : {why_fr}."
    en = 'The file "{file}" is too large to be read: {why_en}.'
    next_fr = "Enregistrez les seules lignes et colonnes utiles, au format CSV si possible, ou découpez le fichier par année."
    next_en = "Save only the rows and columns that are needed, as CSV if you can, or split the file by year."


class FileLocked(CallerProblem):
    code = "file_locked"
    fr = "Le fichier « {file} » est protégé par un mot de passe : il ne peut pas être lu."
    en = 'The file "{file}" is protected by a password: it cannot be read.'
    next_fr = "Dans votre tableur, retirez le mot de passe (Fichier, Informations, Protéger), enregistrez, puis déposez-le de nouveau."
    next_en = (
        "Remove the password in your spreadsheet (File, Info, Protect), save, then drop it again."
    )


class FileUnreadable(CallerProblem):
    code = "dropped_file_unreadable"
    fr = "Le fichier « {file} » ne se lit pas : {why_fr}."
    en = 'The file "{file}" cannot be read: {why_en}.'
    next_fr = "Ouvrez-le dans votre tableur, enregistrez-le en .xlsx ou en CSV, puis déposez-le de nouveau."
    next_en = "Open it in your spreadsheet, save it as .xlsx or CSV, then drop it again."


class FileKindUnknown(CallerProblem):
    code = "file_kind_unknown"
    status = 415
    fr = "Le fichier « {file} » n'est pas d'une sorte qui se lit ici ({seen_fr})."
    en = 'The file "{file}" is not of a kind that is read here ({seen_en}).'
    next_fr = "Déposez un fichier .xlsx, .xls, .ods, .csv, .parquet ou .geojson."
    next_en = "Drop an .xlsx, .xls, .ods, .csv, .parquet or .geojson file."


class NoTableFound(CallerProblem):
    code = "no_table_found"
    status = 422
    fr = "Aucun tableau n'a été trouvé dans « {file} » : {why_fr}."
    en = 'No table was found in "{file}": {why_en}.'
    next_fr = "Vérifiez que le fichier a une ligne de titres et au moins une ligne de données sur une même feuille."
    next_en = (
        "Check that the file has a row of headers and at least one row of data on the same sheet."
    )
