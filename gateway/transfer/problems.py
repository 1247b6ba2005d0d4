"""What an export of everything, and its way back, may have to say."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class UnknownBody(CallerProblem):
    code = "export_unknown_body"
    fr = "Le catalogue ne connaît aucun organisme de SIREN {siren}."
    en = "The catalog knows no organisation with the SIREN {siren}."
    next_fr = "Vérifiez le SIREN."
    next_en = "Check the SIREN."


class UnreadableTransfer(CallerProblem):
    """`what`: the file, and where in it; never what it holds."""

    code = "unreadable_export"
    fr = "Ce dossier n'est pas un export d'Interco, ou il a été modifié : {what}."
    en = "This folder is no export of Interco, or it was changed: {what}."
    next_fr = "Prenez le dossier tel que ./interco export l'a écrit ; rien n'a été importé."
    next_en = "Take the folder as ./interco export wrote it; nothing was imported."


class TransferTooNew(CallerProblem):
    code = "export_too_new"
    fr = "Cet export vient d'une version plus récente ({there}) que celle-ci ({wanted})."
    en = "This export comes from a later version ({there}) than this one ({wanted})."
    next_fr = "Installez la version de l'export, ou une plus récente, puis recommencez."
    next_en = "Install the version of the export, or a later one, then try again."


class InstallationNotEmpty(CallerProblem):
    code = "installation_not_empty"
    status = 409
    fr = "Cette installation a déjà un catalogue : un export n'entre que dans une base vide."
    en = "This installation has a catalog already: an export goes into an empty store only."
    next_fr = "Donnez avec --database une base neuve ; rien n'a été importé."
    next_en = "Give a new store with --database; nothing was imported."
