"""Problems of an export of everything, and of its way back."""

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


class ExportUnsigned(CallerProblem):
    code = "export_unsigned"
    fr = "Cet export n'est pas signé : rien ne dit quelle installation l'a écrit."
    en = "This export is not signed: nothing tells which installation wrote it."
    next_fr = "Demandez un export signé, ou acceptez-le avec --unsigned après avoir lu ce qu'il apporte ; rien n'a été importé."
    next_en = "Ask for a signed export, or accept it with --unsigned once you have read what it brings; nothing was imported."


class ExportOfAnother(CallerProblem):
    """Two fingerprints of public keys."""

    code = "export_of_another"
    fr = "Cet export est signé par la clé {there}, et non par {wanted}."
    en = "This export is signed by the key {there}, not by {wanted}."
    next_fr = "Demandez son empreinte à l'exploitant de l'installation qui l'a écrit, par un autre chemin que l'export ; rien n'a été importé."
    next_en = "Ask the operator of the installation that wrote it for its fingerprint, by another way than the export; nothing was imported."


class FingerprintNeeded(CallerProblem):
    code = "export_fingerprint_needed"
    fr = "Il manque l'empreinte de la clé de l'installation qui a écrit cet export."
    en = "The fingerprint of the key of the installation that wrote this export is missing."
    next_fr = "Donnez-la avec --fingerprint : l'export l'a affichée, et /v1/proof/keys la publie (« kid »). Pour un export qui n'est pas signé : --unsigned."
    next_en = 'Give it with --fingerprint: the export showed it, and /v1/proof/keys publishes it ("kid"). For an export that is not signed: --unsigned.'


class DepositMissing(CallerProblem):
    code = "export_deposit_missing"
    fr = "Le fichier {what} est du jeu de données « {dataset} », qui n'a aucun dépôt dans cet export."
    en = 'The file {what} is of the dataset "{dataset}", which has no deposit in this export.'
    next_fr = "Prenez le dossier tel que ./interco export l'a écrit ; rien n'a été importé."
    next_en = "Take the folder as ./interco export wrote it; nothing was imported."


class DepositTaken(CallerProblem):
    code = "export_deposit_taken"
    status = 409
    fr = "Un autre fichier se trouve déjà à la place de {what}."
    en = "Another file is already in the place of {what}."
    next_fr = "Videz les dossiers de dépôt de cette installation, puis recommencez ; rien n'a été importé."
    next_en = (
        "Empty the deposit folders of this installation, then try again; nothing was imported."
    )
