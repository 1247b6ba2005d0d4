"""The sentences of messages about keys of machines and links, French first."""

from __future__ import annotations

from gateway.sharing.notifications.link_sentences import LINK_WORDS
from gateway.sharing.notifications.message_text import MessageText

KEY_WORDS: dict[str, MessageText] = {
    **LINK_WORDS,
    "key.expires_soon": MessageText(
        "Clé {about} : elle prend bientôt fin",
        "La clé de la machine {about} prend bientôt fin : ce qui lit avec elle s'arrêtera ce "
        "jour-là.",
        "Faites-en une nouvelle et remplacez-la dans le logiciel, l'ancienne sert encore sept "
        "jours : ./interco key rotate {about}. Sinon, rien n'est attendu de vous.",
        "Key {about}: it ends soon",
        "The key of the machine {about} ends soon: what reads with it will stop that day.",
        "Make a new one and replace it in the software, the earlier one still serves for seven "
        "days: ./interco key rotate {about}. Otherwise nothing is expected of you.",
    ),
    "key.to_confirm": MessageText(
        "Clé {about} : à confirmer",
        "La personne qui a fait la clé de la machine {about} n'a plus de rôle. Sans confirmation "
        "d'un référent, la clé s'arrête à la date indiquée, et ce qui lit avec elle aussi.",
        "Confirmez-la si le logiciel doit continuer à lire, révoquez-la sinon : page « Clés des "
        "machines ».",
        "Key {about}: to be confirmed",
        "The person who made the key of the machine {about} has no role any more. Unless a "
        "steward confirms it, the key ends on the day given, and what reads with it too.",
        "Confirm it if the software must go on reading, revoke it if not: page Machine keys.",
    ),
}
