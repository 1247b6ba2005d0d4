"""The sentences of messages about links, French first."""

from __future__ import annotations

from gateway.sharing.notifications.message_text import MessageText

LINK_WORDS: dict[str, MessageText] = {
    "link.ends_soon": MessageText(
        "Lien {about} : il prend bientôt fin",
        "Le lien {about} vers une question enregistrée prend bientôt fin : le fichier ou le "
        "tableau qui l'utilise ne se mettra plus à jour après ce jour.",
        "Faites un nouveau lien depuis la page de la question, et remplacez l'adresse là où elle "
        "sert. Sinon, rien n'est attendu de vous.",
        "Link {about}: it ends soon",
        "The link {about} to a saved question ends soon: the file or the table that uses it will "
        "refresh no more after that day.",
        "Make a new link from the page of the question, and replace the address where it is used. "
        "Otherwise nothing is expected of you.",
    ),
    "link.awaits_consent": MessageText(
        "Lien {about} : votre accord est demandé",
        "Un organisme a fait le lien {about}, qui donnerait à d'autres des données reçues de "
        "vous. La convention demande votre accord : sans lui, ce lien n'ouvre rien.",
        "Acceptez-le depuis la page « Qui a lu mes données », ou laissez-le sans réponse : il "
        "reste fermé.",
        "Link {about}: your consent is asked for",
        "A body has made the link {about}, which would pass on data received from you. The "
        "agreement asks for your consent: without it, this link opens nothing.",
        "Consent to it on the page Who read my data, or leave it without an answer: it stays "
        "closed.",
    ),
}
