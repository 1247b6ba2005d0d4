"""Sentences of messages about files and their content, and about disputes and figures of it."""

from __future__ import annotations

from gateway.sharing.notifications.message_text import MessageText

DEPOSIT_WORDS: dict[str, MessageText] = {
    "consent.read": MessageText(
        "{body} : un service a lu vos lignes, par votre consentement {about}",
        "{body} a lancé un service que vous laissez lire vos propres lignes. Le service "
        "les a lues ; {body} ne les a pas vues. Le reçu ci-dessous le prouve.",
        "Rien n'est attendu de vous. Gardez le reçu, ou retirez le consentement : page « Laisser "
        "un service lire nos chiffres ».",
        "{body}: a service has read your rows, by your consent {about}",
        "{body} ran a service that you let read your own rows. The service has read them; "
        "{body} has not seen them. The receipt below proves it.",
        "Nothing is expected of you. Keep the receipt, or withdraw the consent: page Let a service "
        "read our figures.",
    ),
    "figure.to_review": MessageText(
        "Service {about} : des chiffres figés sont à revoir",
        "{about} corrige un calcul : des chiffres que vous avez figés sont « à revoir ».",
        "Passez à la nouvelle version, puis figez une correction.",
        "Service {about}: frozen figures are to be reviewed",
        '{about} mends a computation: figures that you froze are "to be reviewed".',
        "Move to the new version, then freeze a correction.",
    ),
    "deposit.waiting": MessageText(
        "Fichier reçu pour {about}, à confirmer",
        "Un fichier est arrivé pour {about} : il attend qu'un référent regarde ce qui change et "
        "le confirme. Il n'est pas publié.",
        "Ouvrez « Ajouter », « J'ai un fichier » : il y attend 7 jours, puis il est effacé.",
        "File received for {about}, to be confirmed",
        "A file has come for {about}: it waits until a steward looks at what changes and confirms "
        "it. It is not published.",
        'Open "Add", "I have a file": it waits there for 7 days, then it is erased.',
    ),
    "deposit.requested": MessageText(
        "Dépôt demandé par {body}",
        "{body} n'a pas de dépôt pour ses fichiers et en demande un : « {reason} »",
        "S'il convient, ouvrez-lui un stockage qui reçoit des dépôts (./interco declaration écrit "
        "sa déclaration, ./interco apply l'applique) ; sinon, dites-lui pourquoi.",
        "A deposit is asked for by {body}",
        '{body} has no deposit to leave its files in, and asks for one: "{reason}"',
        "If it suits, open a storage that takes deposits for it (./interco declaration writes its "
        "declaration, ./interco apply applies it); otherwise tell it why not.",
    ),
    "deposit.refused": MessageText(
        "Fichier non pris pour {about}",
        "Un fichier est arrivé pour {about}, et n'a pas pu être pris : il est trop grand, ou son "
        "nom n'est pas valide.",
        "Corrigez-le, puis déposez-le de nouveau sous un autre nom.",
        "File not taken for {about}",
        "A file came for {about} and could not be taken: it is too large, or its name is not "
        "valid.",
        "Fix it, then drop it again under another name.",
    ),
    "deposit.received": MessageText(
        "Fichier déposé par un prestataire : {about}",
        "Un prestataire a déposé un fichier dans {about}, sous votre mandat : ses lignes sont lues "
        "dès maintenant.",
        "Regardez ce qui a changé ; le dernier dépôt s'annule pendant 30 jours.",
        "File deposited by a contractor: {about}",
        "A contractor has deposited a file into {about}, under your mandate: its rows are read "
        "from now on.",
        "Look at what changed; the last deposit can be undone for 30 days.",
    ),
    "dataset.new_rows": MessageText(
        "Nouvelles données : {dataset}",
        "De nouvelles données sont déposées dans « {dataset} », que vous recevez par convention.",
        "Ouvrez-les : vous y lisez ce que la convention vous donne.",
        "New data: {dataset}",
        'New data are deposited in "{dataset}", which you receive under an agreement.',
        "Open them: you read there what the agreement gives you.",
    ),
    "dataset.followed": MessageText(
        "Nouvelles données : {dataset}",
        "De nouvelles données sont déposées dans « {dataset} », que vous suivez.",
        "Ouvrez-les ; pour ne plus les suivre, allez dans « Mon compte ».",
        "New data: {dataset}",
        'New data are deposited in "{dataset}", which you follow.',
        "Open them; to stop following them, go to My account.",
    ),
    "disputes.sent": MessageText(
        "Contestations {about} : reçues d'un donneur d'ordre",
        "Un donneur d'ordre vous envoie les contestations qui concernent vos bons ({about}).",
        "Ouvrez « Mes dépôts » : chacune y est, avec les deux pesées.",
        "Disputes {about}: received from a client",
        "A client sends you the disputes that are about your slips ({about}).",
        'Open "My deposits": each is there, with both weighings.',
    ),
}
