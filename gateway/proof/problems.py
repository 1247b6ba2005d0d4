"""Problems that proofs may tell."""

from __future__ import annotations

from catalog.model.problem import CallerProblem, OperatorProblem


class UnreadablePublicKey(CallerProblem):
    code = "unreadable_public_key"
    fr = "La clé publique n'est pas lisible : une clé Ed25519 est attendue, en PEM ou en JWK."
    en = "The public key cannot be read: an Ed25519 key is expected, as PEM or as JWK."
    next_fr = "Prenez-la auprès de l'exploitant : ./interco audit key, ou GET /v1/proof/keys."
    next_en = "Take it from the operator: ./interco audit key, or GET /v1/proof/keys."


class UnreadableExport(CallerProblem):
    code = "unreadable_audit_export"
    fr = "Ce dossier n'est pas un export du journal : {what_fr}."
    en = "This folder is no export of the audit: {what_en}."
    next_fr = "Indiquez un dossier écrit par ./interco audit export, tel qu'il a été écrit."
    next_en = "Give a folder that ./interco audit export wrote, as it was written."


class ExportFolderTaken(CallerProblem):
    code = "export_folder_taken"
    fr = "Le dossier {folder} n'est pas vide : un export ne se mêle à rien d'autre."
    en = "The folder {folder} is not empty: an export is mixed with nothing else."
    next_fr = "Indiquez un dossier qui n'existe pas encore."
    next_en = "Give a folder that does not exist yet."


class ReceiptRefused(CallerProblem):
    code = "receipt_refused"
    fr = "Ce reçu ne prouve rien : {reason_fr}."
    en = "This receipt proves nothing: {reason_en}."
    next_fr = (
        "Vérifiez qu'il est copié en entier, et que la clé publique est celle de la passerelle"
        " qui l'a délivré."
    )
    next_en = (
        "Check that it was copied whole, and that the public key is that of the gateway that gave"
        " it."
    )


class EvidenceRefused(CallerProblem):
    code = "evidence_refused"
    fr = "Ce dossier de preuve ne prouve rien : {reason_fr}."
    en = "This evidence pack proves nothing: {reason_en}."
    next_fr = (
        "Demandez-le de nouveau à l'une des parties, et la clé publique à l'exploitant :"
        " ./interco audit key, ou GET /v1/proof/keys."
    )
    next_en = (
        "Ask one of the parties for it again, and the operator for the public key: ./interco audit"
        " key, or GET /v1/proof/keys."
    )


class RootNotWritten(OperatorProblem):
    """`reason` is for the log only."""

    code = "root_not_written"
    fr = "La racine signée du journal n'a pas pu être écrite à côté de la base."
    en = "The signed root of the audit could not be written beside the store."
    next_fr = "Vérifiez INTERCO_PROOF_FOLDER ou INTERCO_PROOF_BUCKET (droits, place) : elle sera écrite ensuite."
    next_en = "Check INTERCO_PROOF_FOLDER or INTERCO_PROOF_BUCKET (rights, room): it will be written then."


class RootDiffers(OperatorProblem):
    """Somebody changed what was signed, or another platform writes to the same place."""

    code = "root_differs"
    fr = "Une racine signée écrite à côté de la base n'est pas celle de la base ({day})."
    en = "A signed root written beside the store is not the store's ({day})."
    next_fr = "Ne corrigez rien : lancez ./interco audit verify, et gardez les deux copies."
    next_en = "Correct nothing: run ./interco audit verify, and keep both copies."


class NothingToReplay(CallerProblem):
    code = "nothing_to_replay"
    status = 404
    fr = "Cette requête n'est pas au journal, ou sa question n'y est plus."
    en = "This request is not in the audit, or its question is no longer there."
    next_fr = (
        "Vérifiez la référence (en-tête Interco-Request-Id), et de quelle passerelle elle vient."
    )
    next_en = "Check the reference (header Interco-Request-Id), and from which gateway it comes."
