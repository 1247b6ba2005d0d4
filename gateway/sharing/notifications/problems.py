"""Problems on the way to a mail server or to a webhook."""

from __future__ import annotations

from catalog.model.problem import SourceProblem


class MailServerUnreachable(SourceProblem):
    code = "mail_server_unreachable"
    fr = "Le serveur de courriel ne répond pas."
    en = "The mail server does not answer."
    next_fr = "Le message sera renvoyé ; l'exploitant vérifie INTERCO_SMTP_URL."
    next_en = "The message will be sent again; the operator checks INTERCO_SMTP_URL."


class MailServerNotTrusted(SourceProblem):
    code = "mail_server_not_trusted"
    fr = "Le serveur de courriel ne chiffre pas la liaison, ou son certificat n'est pas reconnu."
    en = "The mail server does not encrypt the link, or its certificate is not trusted."
    next_fr = "Rien n'a été envoyé en clair ; l'exploitant vérifie le serveur et son certificat."
    next_en = "Nothing was sent in clear; the operator checks the server and its certificate."


class MailPostponed(SourceProblem):
    code = "mail_postponed"
    fr = "Le serveur de courriel n'a pas pris le message pour le moment (réponse {answer})."
    en = "The mail server did not take the message for now (answer {answer})."
    next_fr = "Le message sera renvoyé."
    next_en = "The message will be sent again."


class MailRefused(SourceProblem):
    """For good: sending it again would change nothing."""

    code = "mail_refused"
    fr = "Le serveur de courriel a refusé le message (réponse {answer})."
    en = "The mail server refused the message (answer {answer})."
    next_fr = "Vérifiez l'adresse de l'agent ; le message reste dans sa liste."
    next_en = "Check the agent's address; the message stays in their list."


class MailAddressUnusable(SourceProblem):
    code = "mail_address_unusable"
    fr = "L'adresse de courriel de l'agent ne peut pas servir."
    en = "The agent's mail address cannot be used."
    next_fr = "Corrigez-la au catalogue ; le message reste dans sa liste."
    next_en = "Correct it in the catalog; the message stays in their list."


class WebhookUnreachable(SourceProblem):
    code = "webhook_unreachable"
    fr = "L'adresse de notification ne répond pas."
    en = "The webhook does not answer."
    next_fr = "Vérifiez que {host} écoute et répond en moins de {seconds} secondes."
    next_en = "Check that {host} listens and answers within {seconds} seconds."


class WebhookNotTrusted(SourceProblem):
    code = "webhook_not_trusted"
    fr = "Le certificat de {host} n'est pas reconnu."
    en = "The certificate of {host} is not trusted."
    next_fr = "Installez un certificat valable pour ce nom, avec sa chaîne."
    next_en = "Install a certificate that is valid for that name, with its chain."


class WebhookAnswered(SourceProblem):
    code = "webhook_answered_otherwise"
    fr = "L'adresse de notification a répondu {answer}, et non 2xx."
    en = "The webhook answered {answer}, not 2xx."
    next_fr = "Elle doit répondre 2xx elle-même : aucune redirection n'est suivie."
    next_en = "It must answer 2xx itself: no redirect is followed."


class WebhookAddressRefused(SourceProblem):
    """Says nothing of the address that the name led to."""

    code = "webhook_address_refused"
    fr = "{host} ne mène pas à une adresse publique que l'exploitant a approuvée."
    en = "{host} does not lead to a public address that the operator has approved."
    next_fr = "Demandez à l'exploitant d'approuver l'hôte et, s'il est privé, son adresse IP."
    next_en = "Ask the operator to approve the host and, if it is private, its IP address."


class WebhookSecretUnreadable(SourceProblem):
    code = "webhook_secret_unreadable"
    fr = "Le secret qui signe les notifications n'a pas pu être lu."
    en = "The secret that signs the notifications could not be read."
    next_fr = "Vérifiez sa référence (env: ou file:) avec l'exploitant."
    next_en = "Check its reference (env: or file:) with the operator."
