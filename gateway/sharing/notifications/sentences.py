"""Sentences of each kind of message, French first. A kind without words is still told."""

from __future__ import annotations

from gateway.sharing.notifications.deposit_sentences import DEPOSIT_WORDS
from gateway.sharing.notifications.health_sentences import HEALTH_WORDS
from gateway.sharing.notifications.key_sentences import KEY_WORDS
from gateway.sharing.notifications.message_text import MessageText
from gateway.sharing.notifications.opening_sentences import OPENING_WORDS
from gateway.sharing.notifications.service_sentences import SERVICE_WORDS
from gateway.sharing.notifications.webhook_sentences import WEBHOOK_WORDS

_NOTHING_FR = "Rien n'est attendu de vous."
_NOTHING_EN = "Nothing is expected of you."

UNKNOWN = MessageText(
    "Nouvelle concernant {about}",
    "Il s'est passé quelque chose concernant {about} ({kind}).",
    "Consultez {about} pour en savoir plus.",
    "News about {about}",
    "Something happened about {about} ({kind}).",
    "Look at {about} to know more.",
)

WORDS: dict[str, MessageText] = {
    **DEPOSIT_WORDS,
    **HEALTH_WORDS,
    **KEY_WORDS,
    **SERVICE_WORDS,
    **OPENING_WORDS,
    **WEBHOOK_WORDS,
    "agreement.submitted": MessageText(
        "Convention {name} : votre signature est demandée",
        "La convention {cited} vous est soumise.",
        "Ouvrez son aperçu {until} : un signataire la signe ; un signataire ou un référent "
        "la refuse ou demande des changements. Sans réponse, elle devient caduque.",
        "Agreement {name}: your signature is asked for",
        "Agreement {cited} is submitted to you.",
        "Open its preview {until}: a signatory signs it; a signatory or a steward "
        "refuses it or asks for changes. Without an answer it lapses.",
    ),
    "agreement.to_sign": MessageText(
        "Convention {name} : votre signature est attendue",
        "Votre organisme a envoyé la convention {cited} : elle attend aussi votre signature.",
        "Ouvrez-la, lisez-la, puis signez. L'autre partie signe de son côté.",
        "Agreement {name}: your signature is awaited",
        "Your organisation has sent agreement {cited}: it awaits your signature too.",
        "Open it, read it, then sign. The other side signs as well.",
    ),
    "agreement.changes_requested": MessageText(
        "Convention {name} : des changements sont demandés",
        "Des changements sont demandés à la convention {cited} : « {reason} » Les signatures déjà "
        "données sont tombées.",
        "Le référent qui la propose la corrige, puis la soumet de nouveau.",
        "Agreement {name}: changes are requested",
        'Changes are requested to agreement {cited}: "{reason}" The signatures already given have '
        "fallen.",
        "The steward who proposes it corrects it, then submits it again.",
    ),
    "agreement.withdrawn": MessageText(
        "Convention {name} : retirée",
        "La convention {cited} a été retirée par qui la proposait.",
        _NOTHING_FR,
        "Agreement {name}: withdrawn",
        "Agreement {cited} was withdrawn by whoever proposed it.",
        _NOTHING_EN,
    ),
    "agreement.refused": MessageText(
        "Convention {name} : refusée",
        "La convention {cited} a été refusée : « {reason} »",
        "Vous pouvez en proposer une autre, qui tienne compte du motif.",
        "Agreement {name}: refused",
        'Agreement {cited} was refused: "{reason}"',
        "You may propose another one that takes the reason into account.",
    ),
    "agreement.approved_by_one": MessageText(
        "Convention {name} : signée par une partie",
        "Une des deux parties a signé la convention {cited}.",
        "Il manque la signature de l'autre partie, par une autre personne.",
        "Agreement {name}: signed by one side",
        "One of the two sides signed agreement {cited}.",
        "The signature of the other side is missing, by another person.",
    ),
    "agreement.approved": MessageText(
        "Convention {name} : signée par les deux parties",
        "Les deux parties ont signé la convention {cited}. Elle prend effet à sa date de début.",
        _NOTHING_FR,
        "Agreement {name}: signed by both sides",
        "Both sides signed agreement {cited}. It takes effect on its start date.",
        _NOTHING_EN,
    ),
    "agreement.activated": MessageText(
        "Convention {name} : en vigueur",
        "La convention {cited} est en vigueur : les données qu'elle accorde peuvent être lues.",
        _NOTHING_FR,
        "Agreement {name}: in force",
        "Agreement {cited} is in force: the data that it grants can be read.",
        _NOTHING_EN,
    ),
    "agreement.readable": MessageText(
        "Convention {name} : vous pouvez lire ses données",
        "La convention {cited} est en vigueur : vous pouvez lire ce qu'elle donne.",
        "Ouvrez-la, puis « Lire ces données ».",
        "Agreement {name}: you can read its data",
        "Agreement {cited} is in force: you can read what it gives.",
        'Open it, then "Read these data".',
    ),
    "agreement.guard_stopped": MessageText(
        "Convention {name} : retenue avant sa prise d'effet",
        "La convention {cited} n'a pas pris effet : combinée à ce que l'autre partie obtient déjà, "
        "elle isolerait des communes trop petites.",
        "Choisissez un grain moins fin, ou votre délégué à la protection des données lève cet "
        "arrêt en donnant ses raisons.",
        "Agreement {name}: stopped before it takes effect",
        "Agreement {cited} did not take effect: with what the other side already gets, it would "
        "isolate communes that are too small.",
        "Choose a coarser grain, or your data protection officer overrides the stop and says why.",
    ),
    "agreement.guard_waits": MessageText(
        "Convention {name} : un contrôle la retient",
        "La convention {cited} est signée et n'a pas pris effet : le contrôle d'anonymat la "
        "retient, et le délégué à la protection des données de l'autre partie doit se prononcer.",
        _NOTHING_FR,
        "Agreement {name}: a check holds it",
        "Agreement {cited}, signed, has not taken effect: the other side's DPO has to decide.",
        _NOTHING_EN,
    ),
    "agreement.suspended": MessageText(
        "Convention {name} : suspendue",
        "La convention {cited} est suspendue : plus rien n'est lu à ce titre.",
        "Chacun lève sa propre suspension ; les lectures reprennent quand il n'en reste aucune.",
        "Agreement {name}: suspended",
        "Agreement {cited} is suspended: nothing is read under it any more.",
        "Each lifts their own suspension; reading resumes once none is left.",
    ),
    "agreement.suspension_lifted": MessageText(
        "Convention {name} : une suspension est levée, elle reste suspendue",
        "Une suspension de {cited} est levée ; une autre demeure : à qui l'a posée de la lever.",
        _NOTHING_FR,
        "Agreement {name}: one suspension is lifted, it stays suspended",
        "One suspension of {cited} is lifted; another stands: whoever set it lifts it.",
        _NOTHING_EN,
    ),
    "agreement.resumed": MessageText(
        "Convention {name} : rétablie",
        "La convention {cited} est de nouveau en vigueur.",
        _NOTHING_FR,
        "Agreement {name}: resumed",
        "Agreement {cited} is in force again.",
        _NOTHING_EN,
    ),
    "agreement.revoked": MessageText(
        "Convention {name} : révoquée",
        "La convention {cited} est révoquée : plus rien n'est lu à ce titre.",
        "Prenez votre dossier de preuve (versions, signatures, consultations) : ./interco "
        "agreement export {about} --format evidence --output preuves.zip, ou "
        "GET /v1/agreements/{about}/evidence.",
        "Agreement {name}: revoked",
        "Agreement {cited} is revoked: nothing is read under it any more.",
        "Take your evidence pack (versions, signatures, what was read): ./interco agreement export "
        "{about} --format evidence --output evidence.zip, or GET /v1/agreements/{about}/evidence.",
    ),
    "agreement.expired": MessageText(
        "Convention {name} : arrivée à son terme",
        "La convention {cited} est arrivée à son terme : plus rien n'est lu à ce titre.",
        "Pour continuer, proposez une nouvelle convention.",
        "Agreement {name}: expired",
        "Agreement {cited} has come to its end: nothing is read under it any more.",
        "To go on, propose a new agreement.",
    ),
    "agreement.to_renew": MessageText(
        "Convention {name} : à renouveler avant le {end}",
        "La convention {cited} s'arrête après le {end}. {year}",
        "{turn} Sur sa page, « Renouveler » ouvre un avenant déjà rempli : le même texte, qui "
        "commence le lendemain. Signé avant ce jour, il ne laisse aucune interruption.",
        "Agreement {name}: to be renewed before {end}",
        "Agreement {cited} stops after {end}. {year}",
        '{turn} On its page, "Renew" opens an amendment that is filled in: the same text, which '
        "begins on the day after. Signed before that day, it leaves no gap.",
    ),
    "agreement.expires_soon": MessageText(
        "Convention {name} : elle prend bientôt fin",
        "La convention {cited} prend bientôt fin, et rien ne la renouvelle encore.",
        "Pour continuer après cette date, renouvelez-la dès maintenant, depuis sa page.",
        "Agreement {name}: it ends soon",
        "Agreement {cited} ends soon, and nothing renews it yet.",
        "To go on after that day, renew it now, from its page.",
    ),
    "agreement.unanswered": MessageText(
        "Convention {name} : toujours sans réponse",
        "La convention {cited} attend toujours une réponse.",
        "Sans réponse {until}, elle devient caduque.",
        "Agreement {name}: still unanswered",
        "Agreement {cited} still waits for an answer.",
        "Without an answer {until} it lapses.",
    ),
    "agreement.reminded": MessageText(
        "Convention {name} : l'autre partie attend votre réponse",
        "L'autre partie vous relance : la convention {cited} attend votre réponse.",
        "Ouvrez-la : un signataire la signe ; un signataire ou un référent la refuse ou demande "
        "des changements.",
        "Agreement {name}: the other side waits for your answer",
        "The other side reminds you: agreement {cited} waits for your answer.",
        "Open it: a signatory signs it; a signatory or a steward refuses it or asks for changes.",
    ),
    "agreement.lapsed": MessageText(
        "Convention {name} : caduque, faute de réponse",
        "La convention {cited} est restée sans réponse jusqu'au bout : elle est caduque.",
        "Elle peut être proposée de nouveau.",
        "Agreement {name}: lapsed without an answer",
        "Agreement {cited} had no answer in time: it has lapsed.",
        "It may be proposed again.",
    ),
    "agreement.readers_changed": MessageText(
        "Convention {name} : les membres qui lisent ont changé",
        "La convention {cited} bénéficie aux membres d'un groupement, et ses membres ont changé.",
        "Vérifiez qui lit désormais ; chaque partie peut suspendre la convention.",
        "Agreement {name}: the members who read have changed",
        "Agreement {cited} benefits the members of a body, and its members have changed.",
        "Check who reads now; either side may suspend the agreement.",
    ),
    "agreement.approval_fallen": MessageText(
        "Convention {name} : une signature est tombée",
        "Une signature de la convention {cited} avait été donnée en vertu d'un mandat qui est "
        "terminé : elle est tombée.",
        "La partie concernée signe de nouveau, elle-même ou par un autre mandataire.",
        "Agreement {name}: a signature has fallen",
        "A signature of agreement {cited} had been given under a mandate that has ended: it has "
        "fallen.",
        "The side concerned signs again, itself or through another mandatary.",
    ),
    "agreement.source_changed": MessageText(
        "Convention {name} : des données ne peuvent plus être lues",
        "Le propriétaire a changé la source de données que la convention {cited} accorde : les "
        "colonnes ci-dessous, ou les lignes, ne peuvent plus être lues.",
        "Retirez ces colonnes de vos requêtes. Le propriétaire est prévenu : il doit déclarer ce "
        "jeu de données à nouveau, ou réparer sa source.",
        "Agreement {name}: some data can no longer be read",
        "The owner changed the source of data that agreement {cited} grants: the columns below, or "
        "the rows, can no longer be read.",
        "Remove these columns from your queries. The owner is told: this dataset must be declared "
        "again, or its source repaired.",
    ),
    "dataset.drifted": MessageText(
        "Jeu de données {about} : sa source a changé",
        "La source de {about} ne ressemble plus à ce qui a été déclaré.",
        "Voyez ci-dessous ce qui a changé, puis déclarez ce jeu de données à nouveau ou réparez sa "
        "source : ./interco dataset drift montre ce qu'il en est.",
        "Dataset {about}: its source has changed",
        "The source of {about} no longer looks like what was declared.",
        "See below what has changed, then declare this dataset again or repair its source: "
        "./interco dataset drift shows how things are.",
    ),
    "dataset.badly_read": MessageText(
        "Jeu de données {about} : des lignes sont mal lues",
        "La source de {about} a changé, et tout n'y est pas lisible comme il est déclaré.",
        "Voyez quelles cellules et quelles lignes : ./interco dataset check {about}.",
        "Dataset {about}: lines are badly read",
        "The source of {about} has changed, and not all of it can be read as it is declared.",
        "See which cells and which lines: ./interco dataset check {about}.",
    ),
    "usage.unusual_volume": MessageText(
        "Jeu de données {about} : beaucoup plus lu que d'habitude",
        "Un organisme a lu aujourd'hui de {about} plus de dix fois ce qu'il en lit d'habitude.",
        "Voyez qui et au titre de quoi : ./interco usage --by day. Si cela ne s'explique pas, "
        "demandez à cet organisme, ou suspendez la convention.",
        "Dataset {about}: read much more than usual",
        "An organisation read today more than ten times what it usually reads of {about}.",
        "See who and under what: ./interco usage --by day. If it cannot be explained, ask that "
        "organisation, or suspend the agreement.",
    ),
    "usage.first_at_night": MessageText(
        "Jeu de données {about} : première lecture, de nuit",
        "Un organisme a lu {about} pour la première fois depuis un mois, et de nuit.",
        "Si cela ne s'explique pas, demandez à cet organisme.",
        "Dataset {about}: read for the first time, at night",
        "An organisation read {about} for the first time in a month, at night.",
        "If it cannot be explained, ask that organisation.",
    ),
    "usage.many_refusals": MessageText(
        "Jeu de données {about} : beaucoup de refus",
        "En une heure, un organisme s'est vu refuser beaucoup de requêtes sur {about}.",
        "Demandez-lui ce qu'il cherche : un programme mal réglé, ou une convention à étendre.",
        "Dataset {about}: many refusals",
        "Within an hour many requests of an organisation about {about} were refused.",
        "Ask what it is looking for: a program badly set, or an agreement to be extended.",
    ),
    "quota.nearly_full": MessageText(
        "Quota de {body} : bientôt atteint",
        "{body} a utilisé {used}. Une fois ce quota atteint, ce qu'il compte est refusé.",
        "L'exploitant de la plateforme peut relever ce quota, à sa page Exploitation.",
        "Quota of {body}: nearly reached",
        "{body} has used {used}. Once this quota is reached, what it counts is refused.",
        "The operator of the platform can raise this quota, on the page Operations.",
    ),
    "quota.full": MessageText(
        "Quota de {body} : atteint",
        "{body} a utilisé {used} : ce que ce quota compte est refusé. Le catalogue, les "
        "conventions, les signatures et les exports restent ouverts.",
        "L'exploitant de la plateforme peut relever ce quota, à sa page Exploitation.",
        "Quota of {body}: reached",
        "{body} has used {used}: what this quota counts is refused. The catalog, agreements, "
        "signatures and exports stay open.",
        "The operator of the platform can raise this quota, on the page Operations.",
    ),
    "mandate.given": MessageText(
        "Mandat {about} : donné",
        "Le mandat {about} est donné.",
        _NOTHING_FR,
        "Mandate {about}: given",
        "Mandate {about} is given.",
        _NOTHING_EN,
    ),
    "mandate.ending": MessageText(
        "Mandat {about} : il prendra fin",
        "Le mandat {about} prendra fin à la date indiquée, et ce qui en dépend avec lui.",
        "Vérifiez ci-dessous ce qui cessera.",
        "Mandate {about}: it will end",
        "Mandate {about} will end on the day given, and what depends on it with it.",
        "Check below what will end with it.",
    ),
    "mandate.ended": MessageText(
        "Mandat {about} : terminé",
        "Le mandat {about} est terminé, et ce qui en dépend avec lui.",
        "Vérifiez ci-dessous ce qui cesse.",
        "Mandate {about}: ended",
        "Mandate {about} has ended, and what depends on it with it.",
        "Check below what ends with it.",
    ),
    "roles.granted": MessageText(
        "Rôle donné à {about}",
        "{about} reçoit un rôle dans votre organisme.",
        "Vérifiez que cette personne doit l'avoir ; un référent peut le lui retirer.",
        "Role given to {about}",
        "{about} is given a role in your organisation.",
        "Check that this person must have it; a steward may take it away.",
    ),
    "roles.revoked": MessageText(
        "Rôle retiré à {about}",
        "{about} perd un rôle dans votre organisme.",
        _NOTHING_FR,
        "Role taken from {about}",
        "{about} loses a role in your organisation.",
        _NOTHING_EN,
    ),
    "campaign.to_sign": MessageText(
        "Convention {name} : elle attend votre signature",
        "Une campagne vous a demandé des données : la convention {cited} attend votre réponse.",
        "Ouvrez son aperçu : un signataire la signe ; un signataire ou un référent la refuse "
        "ou demande des changements.",
        "Agreement {name}: it awaits your signature",
        "A campaign has asked you for data: agreement {cited} awaits your answer.",
        "Open its preview: a signatory signs it; a signatory or a steward refuses it or asks for "
        "changes.",
    ),
    "campaign.to_send": MessageText(
        "Convention {name} : des mois sont attendus de vous",
        "Il manque encore des mois terminés à ce que la convention {cited} donne, qu'une campagne "
        "vous a demandé.",
        "Mettez vos données à jour là où elles sont lues, ou déposez le fichier.",
        "Agreement {name}: months are awaited from you",
        "Months that are over are missing still of what agreement {cited} gives, for which a "
        "campaign has asked you.",
        "Bring your data up to date where it is read, or deposit the file.",
    ),
    "campaign.without_data": MessageText(
        "Campagne {name} : des données vous sont demandées",
        "La campagne {cited} d'un organisme dont vous êtes membre demande des données que vous "
        "n'avez pas encore ici.",
        "Remplissez le modèle Excel de ce standard, puis déposez-le : « Ajouter », « J'ai un "
        "fichier ».",
        "Campaign {name}: you are asked for data",
        "Campaign {cited} of an organisation that you belong to asks for data that you do not "
        "have here yet.",
        'Fill in the blank workbook of this standard, then deposit it: "Add", "I have a file".',
    ),
    "campaign.to_look_at": MessageText(
        "Campagne {name} : ouvrez son tableau",
        "Personne n'a regardé depuis 7 jours ce qui est arrivé de la campagne {cited} : nul n'est "
        "dit en retard sans cela.",
        "Ouvrez le tableau : qui n'a rien envoyé pourra être relancé.",
        "Campaign {name}: open its board",
        "Nobody has looked for 7 days at what came of campaign {cited}: nobody is called late "
        "without that.",
        "Open the board: whoever has sent nothing can then be reminded.",
    ),
    "host.requested": MessageText(
        "Hôte {about} : un organisme demande à y tenir ses données",
        "Un organisme demande que vous approuviez l'hôte {about}, où il tient des données.",
        "S'il convient, ajoutez-le à ses approved_hosts (./interco declaration écrit sa "
        "déclaration, ./interco apply l'applique) ; sinon, dites-lui pourquoi.",
        "Host {about}: a body asks to keep its data there",
        "A body asks you to approve the host {about}, where it keeps data.",
        "If it suits, add it to its approved_hosts (./interco declaration writes its declaration, "
        "./interco apply applies it); otherwise tell it why not.",
    ),
}
