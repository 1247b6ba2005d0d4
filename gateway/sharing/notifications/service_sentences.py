"""The sentences of messages about services and indicators, French first."""

from __future__ import annotations

from gateway.sharing.notifications.message_text import MessageText

SERVICE_WORDS: dict[str, MessageText] = {
    "indicator.changed": MessageText(
        "Indicateur {about} : il est calculé autrement",
        "L'indicateur {about} de votre organisme a une nouvelle version ; ce qui change est joint "
        "au message.",
        "Regardez sa page avant de citer ses valeurs : celles d'avant étaient d'une autre version.",
        "Indicator {about}: it is computed in another way",
        "The indicator {about} of your body has a new version; what changes is with the message.",
        "Look at its page before you quote its values: those from before were of another version.",
    ),
    "report.due": MessageText(
        "{service} {year} : à présenter avant le {due}",
        "« {service} » de {year} se présente au plus tard le {due}, et n'est pas encore figé.",
        "Ouvrez la page du service : elle dit ce qui manque, puis « Figer cette version » donne le "
        "PDF à soumettre au vote.",
        "{service} {year}: to be presented by {due}",
        '"{service}" of {year} is presented by {due}, and is not frozen yet.',
        'Open the page of the service: it says what is missing, then "Freeze this version" gives '
        "the PDF to put to the vote.",
    ),
    "report.late": MessageText(
        "{service} {year} : le jour est passé",
        "« {service} » de {year} se présentait au plus tard le {due}, et n'est pas figé.",
        "Ouvrez la page du service et figez-le ; vous n'aurez pas d'autre message sur ce rapport.",
        "{service} {year}: its day has passed",
        '"{service}" of {year} was to be presented by {due}, and is not frozen.',
        "Open the page of the service and freeze it; you get no other message on this report.",
    ),
    "service.anomaly_reported": MessageText(
        "Données {about} : une anomalie est signalée",
        "Un organisme qui lit {about} y signale une anomalie.",
        "Vérifiez ces données à leur source ; le motif est joint au message.",
        "Data {about}: an anomaly is reported",
        "A body that reads {about} reports an anomaly in it.",
        "Check these data at their source; the reason is with the message.",
    ),
    "service.alert_began": MessageText(
        "{service} : du nouveau dans « {list} »",
        "Le dernier passage du service « {service} » a trouvé du nouveau dans « {list} ».",
        "Ouvrez la page du service : elle calcule avec vos droits du moment.",
        '{service}: something new in "{list}"',
        'The last run of the service "{service}" found something new in "{list}".',
        "Open the page of the service: it computes by your rights of the moment.",
    ),
    "service.alert_ended": MessageText(
        "{service} : une alerte de « {list} » a pris fin",
        "Au dernier passage du service « {service} », une alerte au moins de « {list} » a pris "
        "fin.",
        "Ouvrez la page du service : elle calcule avec vos droits du moment.",
        '{service}: an alert of "{list}" is over',
        'At the last run of the service "{service}", at least one alert of "{list}" is over.',
        "Open the page of the service: it computes by your rights of the moment.",
    ),
    "service.run_failing": MessageText(
        "Service {about} : deux passages programmés sans chiffres",
        "Le service {about} n'a pas pu calculer deux fois de suite ; le code est joint au message.",
        "Ouvrez la page du service : elle dit ce qui manque. Vous n'aurez pas d'autre message "
        "avant qu'un passage ait réussi.",
        "Service {about}: two scheduled runs without figures",
        "Service {about} could not compute twice in a row; the code is with the message.",
        "Open the page of the service: it says what is missing. You get no other message before a "
        "run has succeeded.",
    ),
}
