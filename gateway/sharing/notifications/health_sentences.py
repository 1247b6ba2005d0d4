"""The sentences of messages about the health of agreements, French first."""

from __future__ import annotations

from gateway.sharing.notifications.message_text import MessageText

HEALTH_WORDS: dict[str, MessageText] = {
    "agreement.broken": MessageText(
        "Convention {name} : ses données ne se lisent plus comme convenu",
        "Deux essais à une heure d'écart l'ont trouvé : la convention {cited} ne donne plus ce "
        "qui a été signé. Les deux parties reçoivent ce message.",
        "Ce qui est en panne, à qui d'agir et pour quoi faire sont dits ci-dessous. La page de "
        "la convention dira quand c'est réparé, et vous en serez avertis.",
        "Agreement {name}: its data can no longer be read as agreed",
        "Two tries an hour apart have found it: agreement {cited} no longer gives what was "
        "signed. Both sides receive this message.",
        "What is broken, whose turn it is and for what are said below. The page of the agreement "
        "will say when it is mended, and you will be told.",
    ),
    "agreement.mended": MessageText(
        "Convention {name} : ses données se lisent de nouveau",
        "La vérification a trouvé la convention {cited} en bon état.",
        "Rien n'est attendu de vous.",
        "Agreement {name}: its data can be read again",
        "The verification has found agreement {cited} sound.",
        "Nothing is expected of you.",
    ),
}
