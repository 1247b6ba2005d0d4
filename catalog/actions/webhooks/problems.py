"""Refusals by the rules of webhooks."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class WebhookRefused(CallerProblem):
    code = "webhook_refused"
    fr = "L'adresse de notification est refusée : {why_fr}."
    en = "The webhook is refused: {why_en}."
    next_fr = "Corrigez-la, puis recommencez."
    next_en = "Correct it, then try again."


class UnknownMessageKind(CallerProblem):
    code = "unknown_message_kind"
    fr = "Aucun message n'est du genre « {kind} »."
    en = 'No message is of the kind "{kind}".'
    next_fr = "Choisissez parmi : {known}. Aucun genre : tous les messages."
    next_en = "Choose from: {known}. No kind: all messages."


class UnknownWebhook(CallerProblem):
    """Also for another organisation's."""

    code = "unknown_webhook"
    status = 404
    fr = "Votre organisme n'a pas d'adresse de notification « {webhook} »."
    en = 'Your organisation has no webhook "{webhook}".'
    next_fr = "Vérifiez son identifiant dans la liste de vos adresses de notification."
    next_en = "Check its id in the list of your webhooks."


class UnknownDelivery(CallerProblem):
    """Also for another organisation's, and for what was not sent to a webhook."""

    code = "unknown_delivery"
    status = 404
    fr = "Aucun envoi à vos adresses de notification ne porte la référence « {delivery} »."
    en = 'No delivery to your webhooks bears the reference "{delivery}".'
    next_fr = "Reprenez l'en-tête Interco-Delivery de l'envoi, ou la liste des envois."
    next_en = "Take the Interco-Delivery header of the delivery, or the list of deliveries."


class WebhookIsOff(CallerProblem):
    code = "webhook_is_off"
    status = 409
    fr = "L'adresse de notification « {webhook} » est désactivée : rien ne lui est envoyé."
    en = 'The webhook "{webhook}" is off: nothing is sent to it.'
    next_fr = "Réactivez-la : ce qui l'attendait lui sera envoyé."
    next_en = "Turn it on again: what waited for it will be sent."
