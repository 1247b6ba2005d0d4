"""The sentences of messages about data that wait to be opened or asked for, French first."""

from __future__ import annotations

from gateway.sharing.notifications.message_text import MessageText

OPENING_WORDS: dict[str, MessageText] = {
    "data.asked_for": MessageText(
        "Des données sont demandées : « {about} »",
        "Quelqu'un cherche « {about} », et pense que votre organisme a ces données. Rien n'est "
        "ouvert.",
        "Si vous les avez, répondez à l'adresse donnée, ou montrez-les dans le catalogue ; sinon, "
        "ne faites rien.",
        'Data are asked for: "{about}"',
        'Somebody looks for "{about}", and thinks that your body has such data. Nothing is opened.',
        "If you have them, answer at the address given, or show them in the catalogue; otherwise "
        "do nothing.",
    ),
    "request.handed": MessageText(
        "Demande à envoyer : {name}",
        "Une personne de votre organisme demande {name}, et l'a remplie pour vous.",
        "Ouvrez-la, vérifiez-la, puis envoyez-la ; sinon, dites-lui pourquoi.",
        "Request to be sent: {name}",
        "Somebody of your organisation asks for {name}, and has filled it in for you.",
        "Open it, check it, then send it; otherwise tell them why not.",
    ),
    "opening.proposed": MessageText(
        "Ouverture de {name} : un signataire doit la confirmer",
        "Il est proposé d'ouvrir {cited} à plus de monde. Rien n'en est encore ouvert.",
        "Un signataire de votre organisme, une autre personne que qui le propose, la lit et la "
        "confirme ; un signataire ou le délégué à la protection des données peut la refuser.",
        "Opening of {name}: an approver has to confirm it",
        "It is proposed to open {cited} to more people. Nothing of it is opened yet.",
        "An approver of your organisation, another person than who proposes it, reads and confirms "
        "it; an approver or the data protection officer may refuse it.",
    ),
    "classification.lowered": MessageText(
        "{name} : des colonnes sont dites moins sensibles",
        "Des colonnes de {cited} sont dites moins sensibles, dès maintenant. Rien n'est ouvert par "
        "là : ces données restent lues par convention, ou comme avant.",
        "Si ce n'est pas juste, un référent de votre organisme corrige la description des "
        "données : cela vaut aussitôt.",
        "{name}: columns are said to be less sensitive",
        "Columns of {cited} are said to be less sensitive, from now on. Nothing is opened by that: "
        "these data are read by agreement, or as before.",
        "If that is not right, a steward of your organisation corrects the description of the "
        "data: that holds at once.",
    ),
    "listing.widened": MessageText(
        "{name} : plus d'organismes savent que ces données existent",
        "{cited} se montre dès maintenant à tous les organismes inscrits, avec sa description et "
        "ses colonnes. Aucune ligne n'est ouverte par là : chacun doit encore la demander.",
        "Si ce n'est pas juste, un référent de votre organisme choisit de nouveau qui sait que ces "
        "données existent : cela vaut aussitôt.",
        "{name}: more bodies know that these data exist",
        "{cited} is shown to all registered bodies from now on, with its description and its "
        "columns. No row is opened by that: each of them still has to ask.",
        "If that is not right, a steward of your organisation chooses again who knows that these "
        "data exist: that holds at once.",
    ),
    "opening.confirmed": MessageText(
        "Ouverture de {name} : confirmée",
        "{cited} est ouvert comme proposé.",
        "Rien n'est attendu de vous. Pour refermer, un référent choisit de nouveau qui lit ces "
        "données : cela vaut aussitôt.",
        "Opening of {name}: confirmed",
        "{cited} is opened as proposed.",
        "Nothing is expected of you. To close it, a steward chooses again who reads these data: "
        "that holds at once.",
    ),
    "opening.refused": MessageText(
        "Ouverture de {name} : refusée",
        "L'ouverture de {cited} est refusée, rien n'en change. Motif : « {reason} »",
        "Le référent peut en proposer une autre, qui tienne compte du motif.",
        "Opening of {name}: refused",
        'The opening of {cited} is refused, nothing of it changes. Reason: "{reason}"',
        "The steward may propose another one that takes the reason into account.",
    ),
    "opening.withdrawn": MessageText(
        "Ouverture de {name} : retirée",
        "L'ouverture de {cited} n'est plus proposée.",
        "Rien n'est attendu de vous.",
        "Opening of {name}: withdrawn",
        "The opening of {cited} is proposed no longer.",
        "Nothing is expected of you.",
    ),
}
