"""Why a service's folder, or the files given to it, cannot be used; told to whoever gave them."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.model.problem import CallerProblem


class UnknownService(CallerProblem):
    code = "unknown_service"
    status = 404
    fr = "Il n'y a pas de service « {service} »."
    en = 'There is no service "{service}".'
    next_fr = "Donnez le nom d'un service de `./interco service list`, ou le dossier d'un autre."
    next_en = "Give the name of a service of `./interco service list`, or the folder of another."


class ServiceFolderUnsound(CallerProblem):
    code = "service_folder_unsound"
    fr = "Le dossier du service dit, à « {where} » : {why_fr}."
    en = 'The folder of the service says, at "{where}": {why_en}.'
    next_fr = "Corrigez ce point du dossier, puis relancez `./interco service check`."
    next_en = "Mend that point of the folder, then run `./interco service check` again."


class ServiceProblems(CallerProblem):
    """Several at once: each is told."""

    code = "service_problems"
    fr = "Le dossier du service a {count} défauts."
    en = "The folder of the service has {count} faults."
    next_fr = "Corrigez-les, puis relancez `./interco service check`."
    next_en = "Mend them, then run `./interco service check` again."

    def __init__(self, problems: Sequence[CallerProblem]) -> None:
        super().__init__(count=len(problems))
        self.problems = tuple(problems)


class ServiceFileMissing(CallerProblem):
    code = "service_file_missing"
    fr = "Il manque un fichier pour {role_fr} : aucun de « {folder} » ne s'appelle {patterns} ni n'en a les colonnes."
    en = 'A file for {role_en} is missing: none in "{folder}" is called {patterns} or has its columns.'
    next_fr = "Ajoutez le fichier, ou dites lequel c'est : `--columns {role}=FICHIER`."
    next_en = "Add the file, or say which one it is: `--columns {role}=FILE`."


class ServiceColumnUnknown(CallerProblem):
    code = "service_column_unknown"
    fr = "`--columns` désigne « {given} », que le service ou ses fichiers n'ont pas."
    en = '`--columns` names "{given}", which the service or its files do not have.'
    next_fr = "Écrivez RÔLE.CHAMP=COLONNE ou RÔLE=FICHIER ; `./interco service show {service}` liste les rôles et leurs champs."
    next_en = "Write ROLE.FIELD=COLUMN or ROLE=FILE; `./interco service show {service}` lists roles and their fields."


class ServiceColumnMissing(CallerProblem):
    code = "service_column_missing"
    fr = "« {file} » n'a aucune colonne pour « {field} » de {role_fr}."
    en = 'No column of "{file}" can be "{field}" of {role_en}.'
    next_fr = (
        "Ajoutez cette colonne au fichier, ou donnez-en un autre : `--columns {role}=FICHIER`."
    )
    next_en = "Add that column to the file, or give another: `--columns {role}=FILE`."


class ServiceDocumentUnread(CallerProblem):
    code = "service_document_unread"
    fr = "« {file} » n'est pas un document JSON qui se lit (ligne {line})."
    en = '"{file}" is no JSON document that can be read (line {line}).'
    next_fr = "Corrigez le fichier, ou donnez le même contenu en tableau (CSV, XLSX)."
    next_en = "Mend the file, or give the same content as a table (CSV, XLSX)."


class ServiceParameterUnread(CallerProblem):
    code = "service_parameter_unread"
    fr = "« {value} » ne convient pas au paramètre « {parameter} », qui est de type {type}."
    en = '"{value}" does not suit the parameter "{parameter}", which is of type {type}.'
    next_fr = "Donnez une valeur de ce type, ou laissez le paramètre à sa valeur."
    next_en = "Give a value of that type, or leave the parameter as it is."


class ServiceTookTooLong(CallerProblem):
    code = "service_took_too_long"
    fr = (
        "Le service « {service} » n'a pas fini en {limit} s : il a été arrêté, rien n'en est gardé."
    )
    en = 'Service "{service}" had not ended after {limit} s: it was stopped, nothing of it is kept.'
    next_fr = "Choisissez des données plus courtes, ou signalez-le à l'éditeur du service."
    next_en = "Choose shorter data, or tell the publisher of the service."


class ServiceFailed(CallerProblem):
    code = "service_failed"
    fr = "Une requête du service « {service} » a échoué sur ces données, à l'étape « {step} »."
    en = 'A query of service "{service}" failed on these data, at step "{step}".'
    next_fr = "Signalez-le à l'éditeur du service, avec le nom de l'étape."
    next_en = "Tell the publisher of the service, with the name of the step."


class ServiceAnswerTooLarge(CallerProblem):
    code = "service_answer_too_large"
    fr = "Les lignes que le service « {service} » calcule dépassent {megabytes} Mo."
    en = 'The rows that service "{service}" computes are more than {megabytes} MB.'
    next_fr = "Choisissez des données plus courtes, ou signalez-le à l'éditeur du service."
    next_en = "Choose shorter data, or tell the publisher of the service."
