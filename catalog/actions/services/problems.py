"""Problems of publishing a service, activating it, or running it."""

from __future__ import annotations

from catalog.model.problem import CallerProblem, DeniedProblem, OperatorProblem


class UnknownPublishedService(CallerProblem):
    code = "unknown_published_service"
    status = 404
    fr = "Aucun service publié ne s'appelle « {service} »."
    en = 'No published service is called "{service}".'
    next_fr = "Choisissez-en un dans la liste des services (./interco service gallery)."
    next_en = "Choose one from the list of services (./interco service gallery)."


class ServiceVersionPublished(CallerProblem):
    code = "service_version_published"
    status = 409
    fr = "La version {version} du service « {service} » est publiée, et une version ne change plus."
    en = 'Version {version} of service "{service}" is published, and a version never changes.'
    next_fr = "Donnez un nouveau numéro de version, avec sa ligne de changelog, puis publiez-la."
    next_en = "Give it a new version number, with its line of changelog, then publish it."


class ServiceOfAnotherPublisher(CallerProblem):
    code = "service_of_another_publisher"
    status = 403
    fr = "Le service « {service} » est publié par {publisher} : votre organisme ne publie que les siens."
    en = 'Service "{service}" is published by {publisher}: your body publishes its own alone.'
    next_fr = "Mettez votre SIREN dans « publisher » et un autre id, ou demandez à son éditeur."
    next_en = 'Put your SIREN in "publisher" and another id, or ask its publisher.'


class ServiceTampered(OperatorProblem):
    code = "service_tampered"
    fr = "Le service « {service} » n'est plus celui que son éditeur a signé : il ne tourne pas."
    en = 'Service "{service}" is no longer what its publisher signed: it does not run.'
    next_fr = (
        "Prévenez l'exploitant de la plateforme : il republie le service sous une nouvelle version."
    )
    next_en = "Tell the operator of the platform, who publishes the service again as a new version."


class UnknownActivation(CallerProblem):
    code = "unknown_activation"
    status = 404
    fr = "Votre organisme n'a pas d'activation « {activation} »."
    en = 'Your body has no activation "{activation}".'
    next_fr = "Choisissez-en une dans la liste (./interco service activations)."
    next_en = "Choose one from the list (./interco service activations)."


class ServiceNotBound(CallerProblem):
    code = "service_not_bound"
    status = 422
    fr = "Il manque des données pour {role_fr} : {why_fr}."
    en = "Data are missing for {role_en}: {why_en}."
    next_fr = "Choisissez un autre jeu, inscrivez-en un qui a ces colonnes, ou demandez-en l'accès à son détenteur."
    next_en = (
        "Choose another dataset, register one with these columns, or ask its owner for access."
    )


class ServiceDataApart(DeniedProblem):
    code = "service_data_apart"
    fr = "La convention {agreement}, par laquelle {owner} vous ouvre « {dataset} », ne permet pas de la croiser avec « {other} » : le service ne peut pas lire les deux ensemble."
    en = 'The agreement {agreement}, by which {owner} opens "{dataset}" to you, does not allow it to be combined with "{other}": the service cannot read both together.'
    next_fr = "À vous : {choice_fr}. Ou demandez à {owner} un avenant qui permet de croiser ses données avec « {other} » : le référent de l'un des deux le propose, les deux le signent."
    next_en = 'For you: {choice_en}. Or ask {owner} for an amendment that lets its data be combined with "{other}": a steward of either proposes it, both sign it.'


class BindingRefused(CallerProblem):
    code = "binding_refused"
    status = 422
    fr = "Le rattachement de « {role} » ne convient pas : {why_fr}."
    en = 'The binding of "{role}" does not do: {why_en}.'
    next_fr = "Reprenez le rapport d'adaptation, qui dit quels jeux et colonnes conviennent."
    next_en = "Look at the adaptation report again, which says which datasets and columns fit."


class ColumnAsked(CallerProblem):
    code = "service_column_asked"
    status = 422
    fr = "{question_fr} {choices}."
    en = "{question_en} {choices}."
    next_fr = "Répondez : columns {key}=COLONNE, puis recommencez."
    next_en = "Answer: columns {key}=COLUMN, then try again."


class DataAsked(CallerProblem):
    code = "service_data_asked"
    status = 422
    fr = "{question_fr} {choices}."
    en = "{question_en} {choices}."
    next_fr = "Répondez : datasets {key}=DONNÉES, puis recommencez."
    next_en = "Answer: datasets {key}=DATA, then try again."


class SamePurposeNeeded(CallerProblem):
    code = "service_purpose_needed"
    status = 422
    fr = "Les jeux partagés ne le sont pas pour une même finalité : {purposes}."
    en = "The shared datasets are not shared for one common purpose: {purposes}."
    next_fr = "Choisissez-en une (purpose), ou retirez les jeux qui sont d'une autre."
    next_en = "Choose one (purpose), or leave out the datasets that are for another."


class ServiceOfAnotherBody(CallerProblem):
    code = "service_of_another_body"
    status = 422
    fr = "« {value} » n'est pas votre organisme : ce service compare {body}, et lui seul."
    en = '"{value}" is not your body: this service compares {body}, and it alone.'
    next_fr = "Laissez le paramètre « {parameter} » vide."
    next_en = 'Leave the parameter "{parameter}" empty.'


class ServiceRowsTooMany(CallerProblem):
    code = "service_rows_too_many"
    fr = "« {dataset} » a plus de {limit} lignes : un service n'en lit pas davantage en une fois."
    en = '"{dataset}" has more than {limit} rows: a service reads no more at once.'
    next_fr = "Choisissez un jeu plus court, ou demandez à l'exploitant."
    next_en = "Choose a shorter dataset, or ask the operator."


class ServiceRunsTooMany(CallerProblem):
    code = "service_runs_too_many"
    fr = "Une demande lance {limit} services au plus."
    en = "One request runs {limit} services at most."
    next_fr = "Lancez les autres dans une autre demande."
    next_en = "Run the others in another request."


class AnomalyNotSaid(CallerProblem):
    code = "anomaly_not_said"
    status = 422
    fr = "L'anomalie n'est pas décrite : il faut de 1 à {limit} caractères."
    en = "The anomaly is not described: 1 to {limit} characters are needed."
    next_fr = "Dites ce qui ne va pas, sans nom ni donnée personnelle, puis recommencez."
    next_en = "Say what is wrong, without names or personal data, then try again."


class PreviewDiffers(CallerProblem):
    code = "preview_differs"
    status = 409
    fr = "Rien n'est fait : depuis l'aperçu, ceci a changé : {changed_fr}."
    en = "Nothing is done: since the preview, this has changed: {changed_en}."
    next_fr = "Regardez les nouveaux chiffres, puis recommencez s'ils conviennent."
    next_en = "Look at the new figures, then try again if they are right."


class ConsentRefused(CallerProblem):
    code = "consent_refused"
    status = 422
    fr = "Ce consentement n'est pas possible : {why_fr}."
    en = "This consent is not possible: {why_en}."
    next_fr = "Choisissez d'autres données, une autre finalité ou une autre date, puis recommencez."
    next_en = "Choose other data, another purpose or another date, then try again."


class ConsentOver(CallerProblem):
    code = "consent_over"
    status = 409
    fr = "Le consentement « {consent} » a déjà été retiré."
    en = 'Consent "{consent}" was withdrawn already.'
    next_fr = "Rien n'est lu par lui : il n'y a plus rien à faire."
    next_en = "Nothing is read by it: there is nothing left to do."


class UnknownConsent(CallerProblem):
    code = "unknown_consent"
    status = 404
    fr = "Votre organisme n'a pas de consentement « {consent} »."
    en = 'Your body has no consent "{consent}".'
    next_fr = "Choisissez-en un dans la liste (./interco service consents)."
    next_en = "Choose one from the list (./interco service consents)."


class NoBodyToActivateFor(CallerProblem):
    code = "no_body_to_activate_for"
    status = 403
    fr = "Vous n'êtes d'aucun organisme : un service tourne sur les données d'un organisme."
    en = "You are of no body: a service runs on the data of a body."
    next_fr = "Connectez-vous au nom d'un organisme."
    next_en = "Sign in for a body."
