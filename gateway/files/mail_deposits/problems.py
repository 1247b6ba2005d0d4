"""Why a mail of a listed sender brings no file; told in the answer."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class MailWithoutFile(CallerProblem):
    code = "mail_without_file"
    fr = "Ce courriel n'a aucun fichier joint que nous sachions lire."
    en = "This mail has no attachment that we can read."
    next_fr = "Joignez un fichier xlsx, xls, ods, csv, parquet ou geojson."
    next_en = "Attach one xlsx, xls, ods, csv, parquet or geojson file."


class MailSeveralFiles(CallerProblem):
    code = "mail_several_files"
    fr = "Ce courriel a {count} fichiers joints : aucun n'est pris, pour ne pas en choisir un."
    en = "This mail has {count} attachments: none is taken, so as not to choose one."
    next_fr = "Envoyez un courriel par fichier."
    next_en = "Send one mail for each file."


class MailTooNested(CallerProblem):
    code = "mail_too_nested"
    fr = "Ce courriel est fait de trop de parties les unes dans les autres."
    en = "This mail is made of too many parts within each other."
    next_fr = "Écrivez un nouveau message, avec le fichier joint et rien d'autre."
    next_en = "Write a new message, with the file attached and nothing else."
