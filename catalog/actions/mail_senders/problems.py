"""Problems of a sender's address."""

from __future__ import annotations

from catalog.model.problem import CallerProblem


class SenderAddressRefused(CallerProblem):
    code = "sender_address_refused"
    fr = "Ce n'est pas une adresse électronique complète."
    en = "This is not a whole e-mail address."
    next_fr = "Écrivez-la comme dechets@mairie.fr, une par expéditeur."
    next_en = "Write it as waste@town.fr, one for each sender."


class TooManySenders(CallerProblem):
    code = "too_many_senders"
    fr = "Votre organisme a déjà {count} expéditeurs."
    en = "Your organisation has {count} senders already."
    next_fr = "Retirez ceux qui n'envoient plus rien."
    next_en = "Remove those who send nothing any more."


class UnknownSender(CallerProblem):
    code = "unknown_sender"
    status = 404
    fr = "Cette adresse n'est pas parmi vos expéditeurs."
    en = "This address is not among your senders."
    next_fr = "Relisez la liste : elle a peut-être été retirée déjà."
    next_en = "Read the list again: it may have been removed already."
