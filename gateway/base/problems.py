"""Problems that the door itself may tell."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.model.problem import (
    CallerProblem,
    DeniedProblem,
    OperatorProblem,
    SourceProblem,
)


class BadToken(CallerProblem):
    code = "bad_token"
    status = 401
    fr = "Le jeton d'accès n'est pas valable : {reason_fr}."
    en = "The access token is not valid: {reason_en}."
    next_fr = "Demandez un nouveau jeton, puis recommencez ; sans jeton, les données ouvertes restent accessibles."
    next_en = "Ask for a new token and try again; without a token, open data stays available."


class KeysUnavailable(OperatorProblem):
    code = "keys_unavailable"
    retry_after_s = 5
    fr = "Les clés de l'émetteur de votre jeton ne peuvent pas être lues pour le moment."
    en = "The keys of your token's issuer cannot be read at the moment."
    next_fr = (
        "Gardez votre jeton et recommencez dans quelques secondes ; si cela dure, l'exploitant doit"
        " vérifier que l'émetteur répond. Sans jeton, les données ouvertes restent accessibles."
    )
    next_en = (
        "Keep your token and try again in a few seconds; if it lasts, the operator must check that"
        " the issuer answers. Without a token, open data stays available."
    )


class UnknownAgent(DeniedProblem):
    code = "unknown_agent"
    fr = "Cet agent n'est pas inscrit au catalogue de son organisme."
    en = "This agent is not registered in its organisation's catalog."
    next_fr = "Demandez à votre organisme de vous inscrire, avec vos rôles et vos finalités."
    next_en = "Ask your organisation to register you, with your roles and purposes."


class OrganisationNotAsserted(DeniedProblem):
    code = "organisation_not_asserted"
    fr = "Le jeton ne prouve pas l'appartenance de cet agent à son organisme."
    en = "The token does not prove that this agent belongs to its organisation."
    next_fr = "Le jeton doit porter le SIREN ou le SIRET de l'organisme, et son émetteur doit pouvoir l'attester."
    next_en = "The token must carry the organisation's SIREN or SIRET, and its issuer must be able to assert it."


class BadRequest(CallerProblem):
    code = "bad_request"
    fr = "La requête n'a pas la forme attendue : {what_fr}."
    en = "The request does not have the expected form: {what_en}."
    next_fr = "Envoyez un objet JSON avec « query » et, au besoin : pour GraphQL « variables » et « operationName », pour SQL « parameters » et « overlap »."
    next_en = 'Send a JSON object with "query" and, if needed: for GraphQL "variables" and "operationName", for SQL "parameters" and "overlap".'


class RequestNotAsDescribed(CallerProblem):
    code = "request_not_as_described"
    status = 400
    fr = "La requête n'est pas celle que cette adresse décrit : {what_fr}."
    en = "The request is not what this address describes: {what_en}."
    next_fr = "Corrigez ce qui est cité ; la forme attendue est montrée à /v1/docs."
    next_en = "Correct what is cited; the expected form is shown at /v1/docs."


class InvalidFileReference(CallerProblem):
    code = "invalid_file_reference"
    fr = "La référence de dossier n'est pas lisible : 1 à 100 caractères imprimables sont attendus."
    en = "The file reference cannot be read: 1 to 100 printable characters are expected."
    next_fr = "Corrigez l'en-tête Interco-File-Reference, ou retirez-le s'il ne sert à rien."
    next_en = "Fix the header Interco-File-Reference, or remove it if it is of no use."


class AgreementLimitReached(CallerProblem):
    code = "agreement_limit_reached"
    status = 429
    fr = "La convention {agreement} permet {limit} requêtes par jour à votre organisme : elles ont été utilisées."
    en = "The agreement {agreement} allows your organisation {limit} queries a day: they have been used."
    next_fr = "Recommencez demain (le jour compte à l'heure de Paris), ou demandez au propriétaire un avenant."
    next_en = "Try again tomorrow (days are Paris days), or ask the owner for an amendment."


class MethodNotAllowed(CallerProblem):
    code = "method_not_allowed"
    status = 405
    fr = "Cette adresse n'accepte pas la méthode {method}."
    en = "This address does not accept the method {method}."
    next_fr = "Méthodes acceptées ici : {allowed}."
    next_en = "Methods accepted here: {allowed}."


class MutationOverGet(CallerProblem):
    code = "mutation_over_get"
    status = 405
    fr = "Une mutation change quelque chose : elle ne se fait pas par GET."
    en = "A mutation changes something: it is not done over GET."
    next_fr = "Envoyez-la par POST."
    next_en = "Send it over POST."


class NotAcceptable(CallerProblem):
    code = "not_acceptable"
    status = 406
    fr = "Aucun des formats demandés par l'en-tête Accept n'est disponible ici."
    en = "None of the formats asked for by the Accept header is available here."
    next_fr = "Demandez application/json ; /v1/sql répond aussi en NDJSON, en CSV, en Arrow et en Parquet."
    next_en = "Ask for application/json; /v1/sql also answers in NDJSON, CSV, Arrow and Parquet."


class UnsupportedMediaType(CallerProblem):
    code = "unsupported_media_type"
    status = 415
    fr = "Le contenu envoyé doit être du JSON en UTF-8."
    en = "The content sent must be JSON in UTF-8."
    next_fr = "Ajoutez l'en-tête Content-Type: application/json."
    next_en = "Add the header Content-Type: application/json."


class DocumentTooLarge(CallerProblem):
    code = "document_too_large"
    status = 413
    fr = "La requête dépasse {limit} octets."
    en = "The request is larger than {limit} bytes."
    next_fr = "Raccourcissez le document, ou coupez-le en plusieurs requêtes."
    next_en = "Shorten the document, or split it into several requests."


class NotFound(CallerProblem):
    code = "not_found"
    status = 404
    fr = "Il n'y a rien à cette adresse."
    en = "There is nothing at this address."
    next_fr = "Il y a la console (/), GraphQL (/graphql) et SQL (/v1/sql)."
    next_en = "There are the console (/), GraphQL (/graphql) and SQL (/v1/sql)."


class SecretUnreadable(SourceProblem):
    code = "secret_unreadable"
    fr = "Le secret d'un stockage n'a pas pu être lu."
    en = "A storage's secret could not be read."
    next_fr = (
        "Le gestionnaire du stockage doit vérifier la référence du secret (store:, env: ou file:)."
    )
    next_en = (
        "The storage's steward must check the reference of the secret (store:, env: or file:)."
    )


class SecretsKeyMissing(OperatorProblem):
    code = "secrets_key_missing"
    fr = "Le trousseau de clés des secrets manque, ou n'a pas la clé qu'il faut."
    en = "The key ring of the secrets is missing, or lacks the key that is needed."
    next_fr = "L'exploitant doit le faire (./interco secret rotate) ou le restaurer : voir INTERCO_SECRETS_KEY_FILE."
    next_en = "The operator must make it (./interco secret rotate) or restore it: see INTERCO_SECRETS_KEY_FILE."


class UnexpectedFailure(OperatorProblem):
    code = "unexpected_failure"
    status = 500
    fr = "Une erreur imprévue nous est imputable ; rien n'a été divulgué ni perdu."
    en = "An unexpected error on our side; nothing was disclosed or lost."
    next_fr = "Réessayez ; si cela persiste, donnez la référence de la requête à l'exploitant."
    next_en = "Try again; if it persists, give the operator the request's reference."


class TooManyQueries(CallerProblem):
    """`who` is whose queries fill the limit; nothing here depends on any row."""

    code = "too_many_queries"
    status = 429
    retry_after_s = 5
    fr = "Trop de requêtes de {who_fr} sont déjà en cours."
    en = "Too many queries of {who_en} are running already."
    next_fr = (
        "Réessayez dans quelques secondes. Filtrez davantage, ou prenez tout en une fois (/v1/sql répond"
        " en Parquet) plutôt que page par page ; l'exploitant peut relever cette limite."
    )
    next_en = (
        "Try again in a few seconds. Filter more, or take everything at once (/v1/sql answers in"
        " Parquet) rather than page by page; the operator can raise this limit."
    )


class ShuttingDown(OperatorProblem):
    code = "shutting_down"
    fr = "La passerelle s'arrête ; la requête n'a pas été exécutée jusqu'au bout."
    en = "The gateway is stopping; the request was not carried out to its end."
    next_fr = "Réessayez dans quelques instants."
    next_en = "Try again in a few moments."


class UnsafeConfiguration(OperatorProblem):
    code = "unsafe_configuration"
    fr = "La configuration n'est pas sûre : {what_fr}."
    en = "The configuration is not safe: {what_en}."
    next_fr = "Corrigez le réglage {setting}, puis relancez."
    next_en = "Fix the setting {setting}, then start again."


class NoSuchAgent(CallerProblem):
    code = "no_such_agent"
    fr = "La démonstration n'a pas d'agent « {agent} »."
    en = 'The demo has no agent "{agent}".'
    next_fr = "Choisissez l'un de : {known}."
    next_en = "Choose one of: {known}."


class FileUnreadable(CallerProblem):
    code = "file_unreadable"
    fr = "Le fichier « {file} » n'a pas pu être lu : {why_fr}."
    en = 'The file "{file}" could not be read: {why_en}.'
    next_fr = "Vérifiez le nom du fichier et le dossier où vous êtes, puis recommencez."
    next_en = "Check the file's name and the folder you are in, then try again."


class NotADay(CallerProblem):
    code = "not_a_day"
    fr = "« {text} » n'est pas un jour."
    en = '"{text}" is no day.'
    next_fr = "Écrivez le jour, le mois et l'année : 26/11/2026, ou 2026-11-26."
    next_en = "Write day, month and year, 26/11/2026, or 2026-11-26."


class DemoAlreadyRuns(CallerProblem):
    code = "demo_already_runs"
    fr = "Une démonstration tourne déjà dans le dossier {folder}{where}."
    en = "A demo already runs in the folder {folder}{where}."
    next_fr = (
        "Servez-vous de celle-là, arrêtez-la, ou donnez à celle-ci son propre dossier avec --state."
    )
    next_en = "Use that one, stop it, or give this one a folder of its own with --state."


class SignatureIncomplete(CallerProblem):
    code = "signature_incomplete"
    fr = "Pour signer, il manque : {options}."
    en = "To sign, this is missing: {options}."
    next_fr = (
        "Dites en quelle qualité, par quel acte et depuis quand il est exécutoire : "
        "--capacity maire --act DEL-2026-12 --act-date 26/11/2026."
    )
    next_en = (
        "Say as what, on the ground of which act, and since when it is enforceable: "
        "--capacity maire --act DEL-2026-12 --act-date 26/11/2026."
    )


class PortInUse(CallerProblem):
    code = "port_in_use"
    fr = "Le port {port} est déjà utilisé sur cette machine."
    en = "Port {port} is already in use on this machine."
    next_fr = "Arrêtez l'autre programme, ou changez --port, INTERCO_PORT ou INTERCO_METRICS."
    next_en = "Stop the other program, or change --port, INTERCO_PORT or INTERCO_METRICS."


class UnknownOrganisation(CallerProblem):
    code = "unknown_organisation"
    status = 404
    fr = "Aucun organisme de ce catalogue n'a le SIREN {siren}."
    en = "No organisation of this catalog has the SIREN {siren}."
    next_fr = "Vérifiez le numéro, ou inscrivez l'organisme avec « interco apply »."
    next_en = 'Check the number, or register the organisation with "interco apply".'


class UnknownAgreementHere(CallerProblem):
    """Of two others as well: whether it exists is theirs to know."""

    code = "unknown_citation"
    status = 404
    fr = "Votre organisme n'a pas de convention {agreement}."
    en = "Your organisation has no agreement {agreement}."
    next_fr = "Cherchez-la avec « interco agreement list » ; une version se cite conv-2026-0017@2."
    next_en = 'Look for it with "interco agreement list"; a version is cited conv-2026-0017@2.'


class ActsRefused(DeniedProblem):
    """Every refusal of one act, in `problems`."""

    code = "act_not_allowed"
    fr = "Cet acte n'est pas permis : {count} refus. Rien n'a été enregistré."
    en = "This act is not allowed: {count} refusals. Nothing was recorded."
    next_fr = "Corrigez chaque point, ou demandez à l'exploitant d'agir."
    next_en = "Fix each point, or ask the operator to act."

    def __init__(self, problems: Sequence[DeniedProblem]) -> None:
        super().__init__(count=len(problems))
        self.problems = tuple(problems)


class TooManyCoverages(CallerProblem):
    code = "too_many_coverages"
    fr = "Une requête peut demander la couverture de {limit} jeux de données au plus."
    en = "A request may ask for the coverage of {limit} datasets at most."
    next_fr = "Posez-les en plusieurs requêtes."
    next_en = "Ask for them in several requests."


class TooManyChecks(CallerProblem):
    code = "too_many_checks"
    fr = "Une requête peut faire lire {limit} sources au plus."
    en = "A request may have {limit} sources read at most."
    next_fr = "Posez-les en plusieurs requêtes."
    next_en = "Ask for them in several requests."


class AgreementEndedMeanwhile(DeniedProblem):
    """A right that a running query used was taken away: what it had read is not told."""

    code = "agreement_ended_meanwhile"
    fr = "Ce qui permettait cette lecture a pris fin pendant qu'elle s'exécutait : rien de plus n'en est transmis."
    en = "What allowed this reading ended while it was running: nothing more of it is passed on."
    next_fr = "Recommencez : la réponse dira ce qui est permis à présent, et à qui vous adresser."
    next_en = "Try again: the answer will say what is allowed now, and whom to ask."


class GatewayRefused(CallerProblem):
    code = "gateway_refused"
    fr = "La passerelle a refusé :\n{said}"
    en = "The gateway refused:\n{said}"
    next_fr = "Corrigez ce qui est dit, puis recommencez : rien n'a été enregistré."
    next_en = "Fix what is said, then try again: nothing was recorded."


class GatewayDenied(DeniedProblem):
    code = "gateway_denied"
    fr = "La passerelle ne vous le permet pas :\n{said}"
    en = "The gateway does not allow it:\n{said}"
    next_fr = "Demandez à l'exploitant ou au référent concerné : rien n'a été enregistré."
    next_en = "Ask the operator or the steward concerned: nothing was recorded."


class GatewayUnreachable(SourceProblem):
    code = "gateway_unreachable"
    fr = "Aucune passerelle ne répond comme il faut à l'adresse {address}."
    en = "No gateway answers properly at {address}."
    next_fr = "Vérifiez l'adresse donnée par --gateway ; rien n'a été enregistré."
    next_en = "Check the address given by --gateway; nothing was recorded."


class NothingToExplain(CallerProblem):
    """The same for what is not there and for what the agent may not know."""

    code = "nothing_to_explain"
    status = 404
    fr = "Rien de tel n'est connu de cet agent."
    en = "Nothing of the kind is known to this agent."
    next_fr = "Vérifiez le nom ou la référence, et l'agent donné par --as."
    next_en = "Check the name or the reference, and the agent given by --as."


class CandidateRefused(CallerProblem):
    code = "candidate_refused"
    fr = "Ces règles d'accès ne se compilent pas :\n{said}"
    en = "These access rules do not compile:\n{said}"
    next_fr = "Corrigez le Rego du dossier donné par --candidate ; rien n'a été rejoué."
    next_en = "Fix the Rego of the folder given by --candidate; nothing was replayed."


class UnreadableSettings(OperatorProblem):
    code = "unreadable_settings"
    fr = "Un réglage ne peut pas être lu : {settings}."
    en = "A setting cannot be read: {settings}."
    next_fr = (
        "Corrigez sa valeur, puis relancez ; docs/reference/settings.md dit ce qui est attendu."
    )
    next_en = "Fix its value, then start again; docs/reference/settings.md says what is expected."


class CoverageNeedsTerritory(CallerProblem):
    code = "coverage_needs_territory"
    fr = "Le jeu « {dataset} » ne dit pas quelle colonne porte ses codes de communes."
    en = 'The dataset "{dataset}" does not say which column holds its commune codes.'
    next_fr = "Dites dans leur déclaration quelle colonne porte la commune de chaque ligne (territory: column), puis recommencez ; si aucune ne la porte, il n'y a rien à faire."
    next_en = "Say in their declaration which column holds the commune of each row (territory: column), then try again; if none does, there is nothing to do."


class CoverageUnanswered(SourceProblem):
    code = "coverage_unanswered"
    fr = "Les codes de ce jeu n'ont pas pu être comptés : {said}"
    en = "The codes of this dataset could not be counted: {said}"
    next_fr = "Réessayez ; si cela dure, vérifiez le stockage du jeu."
    next_en = "Try again; if it lasts, check the dataset's storage."


class NoOneAgent(CallerProblem):
    code = "no_one_agent"
    fr = "Le catalogue n'a pas un agent, et un seul, nommé « {agent} »."
    en = 'The catalog has not one agent, and one only, called "{agent}".'
    next_fr = "Donnez avec --as le nom d'un exploitant, tel que le catalogue le connaît."
    next_en = "Give with --as the name of an operator, as the catalog knows it."
