"""Problems of the PostgreSQL door itself: of its protocol and of its sessions."""

from __future__ import annotations

from catalog.model.problem import CallerProblem, OperatorProblem


class PostgresqlProtocol(CallerProblem):
    code = "postgresql_protocol"
    fr = "Le message reçu n'est pas de la forme que le protocole de PostgreSQL prévoit ici."
    en = "The message received is not of the form that PostgreSQL's protocol expects here."
    next_fr = "Connectez-vous avec un client de PostgreSQL, en protocole 3."
    next_en = "Connect with a client of PostgreSQL, by protocol 3."


class PostgresqlWithoutTls(CallerProblem):
    code = "postgresql_without_tls"
    fr = "Cette porte ne s'ouvre que par une connexion chiffrée (TLS)."
    en = "This door opens over an encrypted connection (TLS) only."
    next_fr = "Ajoutez « sslmode=require » à votre connexion, ou « ssl=true » en JDBC."
    next_en = 'Add "sslmode=require" to your connection, or "ssl=true" in JDBC.'


class PostgresqlPassword(CallerProblem):
    """Of a key that is unknown, miscopied, revoked or at its end, alike."""

    code = "postgresql_password"
    fr = "Le mot de passe donné n'est pas une clé qui s'ouvre ici."
    en = "The password given is not a key that opens anything here."
    next_fr = "Donnez comme mot de passe une clé en cours de validité, pour la porte PostgreSQL ; le nom d'utilisateur ne compte pas."
    next_en = "Give as password a key that is valid, for the PostgreSQL door; the user name does not count."


class PostgresqlLate(CallerProblem):
    code = "postgresql_late"
    fr = "La connexion est restée sans message pendant {seconds} secondes."
    en = "The connection stayed without a message for {seconds} seconds."
    next_fr = "Reconnectez-vous."
    next_en = "Connect again."


class PostgresqlFull(OperatorProblem):
    code = "postgresql_full"
    retry_after_s = 30
    fr = "Toutes les connexions de cette porte sont prises."
    en = "All connections of this door are taken."
    next_fr = "Fermez celles qui ne servent pas, ou recommencez dans un moment."
    next_en = "Close those that are of no use, or try again in a while."


class PostgresqlSetting(CallerProblem):
    code = "postgresql_setting"
    fr = "« {name} » n'est pas un réglage de cette porte, ou ne prend pas cette valeur."
    en = '"{name}" is not a setting of this door, or does not take this value.'
    next_fr = (
        "Retirez ce SET ; ceux qui se règlent sont dans la page « PostgreSQL » de la documentation."
    )
    next_en = (
        "Leave this SET out; those that may be set are on the documentation's page “PostgreSQL”."
    )


class PostgresqlNothingPrepared(CallerProblem):
    code = "postgresql_nothing_prepared"
    fr = "Rien n'est préparé sous le nom « {name} »."
    en = 'Nothing is prepared under the name "{name}".'
    next_fr = "Préparez la requête, ou ouvrez le curseur, avant de s'en servir."
    next_en = "Prepare the statement, or open the cursor, before using it."


class PostgresqlTooManyPrepared(CallerProblem):
    code = "postgresql_too_many_prepared"
    fr = "Une connexion garde au plus {limit} requêtes préparées et curseurs."
    en = "A connection keeps {limit} prepared statements and cursors at most."
    next_fr = "Fermez-en (DEALLOCATE ALL, CLOSE ALL), puis recommencez."
    next_en = "Close some (DEALLOCATE ALL, CLOSE ALL), then try again."


class PostgresqlInFailedTransaction(CallerProblem):
    code = "postgresql_in_failed_transaction"
    fr = "La transaction a échoué : rien n'y est plus exécuté."
    en = "The transaction has failed: nothing more is run in it."
    next_fr = "Terminez-la par ROLLBACK, puis recommencez."
    next_en = "End it by ROLLBACK, then try again."


class PostgresqlReadOnly(CallerProblem):
    code = "postgresql_read_only"
    fr = "Par cette porte on lit : « {what} » ne s'y exécute pas."
    en = 'Through this door one reads: "{what}" does not run here.'
    next_fr = (
        "Les données se changent chez qui les détient, et se déposent par leurs propres portes."
    )
    next_en = "Data are changed where they lie, and are deposited through doors of their own."


class PostgresqlCancelled(CallerProblem):
    code = "postgresql_cancelled"
    fr = "La requête a été annulée, à la demande de votre outil ou à la fin du temps qu'il lui donne."
    en = "The query was cancelled, as your tool asked or at the end of the time that it gives it."
    next_fr = "Recommencez, avec moins de lignes ou plus de temps (statement_timeout)."
    next_en = "Try again, with fewer rows or more time (statement_timeout)."


class PostgresqlCatalogsElsewhere(OperatorProblem):
    code = "postgresql_catalogs_elsewhere"
    fr = "Les catalogues de PostgreSQL ne sont pas ouverts sur cette installation."
    en = "PostgreSQL's catalogs are not open on this installation."
    next_fr = "Nommez les jeux vous-même (organisme.jeu) : SHOW TABLES les énumère."
    next_en = "Name the datasets yourself (organisation.dataset): SHOW TABLES lists them."


class PostgresqlCatalogRefused(CallerProblem):
    """`state` is the SQLSTATE of PostgreSQL's own refusal, `sentence` its sentence, in English."""

    code = "postgresql_catalog_refused"
    fr = "PostgreSQL refuse cette question sur ses catalogues : {sentence}"
    en = "PostgreSQL refuses this question about its catalogs: {sentence}"
    next_fr = "Corrigez la requête, ou demandez moins à la fois."
    next_en = "Correct the query, or ask for less at a time."
