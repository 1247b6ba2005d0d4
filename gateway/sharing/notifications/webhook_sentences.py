"""The sentences of messages about webhooks, French first."""

from __future__ import annotations

from gateway.sharing.notifications.message_text import MessageText

WEBHOOK_WORDS: dict[str, MessageText] = {
    "webhook.turned_off": MessageText(
        "Adresse de notification {about} : désactivée",
        "L'adresse de notification {about} a échoué cinq fois de suite : elle est désactivée. Ce "
        "qui lui était destiné est gardé.",
        "Réparez ce qui écoute à cette adresse, puis réactivez-la.",
        "Webhook {about}: turned off",
        "The webhook {about} failed five times in a row: it is off. What was meant for it is kept.",
        "Repair what listens there, then turn it on again.",
    ),
    "webhook.test": MessageText(
        "Essai de l'adresse de notification {about}",
        "Ceci est un essai de l'adresse de notification {about}.",
        "Répondez 2xx.",
        "Test of the webhook {about}",
        "This is a test of the webhook {about}.",
        "Answer 2xx.",
    ),
}
