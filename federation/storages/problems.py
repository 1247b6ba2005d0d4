"""Why a storage cannot be used, cause by cause; told to its steward, never to a reader.

No fact holds a secret or a server's own words: only what the steward typed.
"""

from __future__ import annotations

from catalog.model.problem import CallerProblem, SourceProblem


class InvalidStorageOption(CallerProblem):
    code = "invalid_storage_option"
    fr = "L'option « {option} » de ce stockage n'est pas valide."
    en = 'The option "{option}" of this storage is not valid.'
    next_fr = "Donnez une valeur simple : sans caractère de contrôle, sans « ${{ », sans « .. »."
    next_en = 'Give a plain value: no control character, no "${{", no "..".'


class InvalidObjectName(CallerProblem):
    code = "invalid_object_name"
    fr = "« {name} » ne peut pas désigner un fichier de ce stockage."
    en = '"{name}" cannot name a file of this storage.'
    next_fr = "Indiquez un chemin relatif comme « collectes/2025.csv », ou tous les fichiers d'un dossier comme « collectes/*.parquet »."
    next_en = 'Give a relative path such as "collectes/2025.csv", or all files of one folder such as "collectes/*.parquet".'


class UndeclaredCsvColumns(CallerProblem):
    code = "undeclared_csv_columns"
    fr = "Le fichier CSV « {name} » est déclaré sans la liste de ses colonnes."
    en = 'The CSV file "{name}" is declared without the list of its columns.'
    next_fr = "Déclarez les noms de l'en-tête, dans l'ordre du fichier."
    next_en = "Declare the header's names, in the file's order."


class UnsupportedObject(CallerProblem):
    code = "unsupported_object"
    fr = "Un stockage de cette sorte ne contient pas d'objet comme « {name} »."
    en = 'A storage of this kind holds no object such as "{name}".'
    next_fr = (
        "Choisissez une table pour une base de données, un fichier CSV ou Parquet pour un dossier."
    )
    next_en = "Choose a table for a database, a CSV or Parquet file for a folder."


class StorageSecretMissing(SourceProblem):
    code = "storage_secret_missing"
    fr = "Ce stockage demande un mot de passe ou une clé secrète, et aucun n'est désigné."
    en = "This storage needs a password or a secret key, and none is referred to."
    next_fr = "Ajoutez au stockage la référence de son secret."
    next_en = "Add to the storage the reference of its secret."


class StorageHostUnknown(SourceProblem):
    code = "storage_host_unknown"
    fr = "Aucune machine ne porte le nom « {host} »."
    en = 'No machine is called "{host}".'
    next_fr = "Vérifiez le nom de la machine auprès de votre service informatique."
    next_en = "Check the machine's name with your IT department."


class StorageAddressRefused(SourceProblem):
    code = "storage_address_refused"
    fr = "Le nom de la machine mène à une adresse privée, que l'exploitant n'a pas approuvée."
    en = "The machine's name leads to a private address, which the operator has not approved."
    next_fr = "Demandez à l'exploitant d'approuver cette adresse pour votre organisme (approved_hosts), ou son réseau pour tous (INTERCO_PRIVATE_NETWORKS)."
    next_en = "Ask the operator to approve that address for your organisation (approved_hosts), or its network for all (INTERCO_PRIVATE_NETWORKS)."


class SourceAddressRefused(SourceProblem):
    """Told to a reader, without the address, which is its owner's and the operator's alone."""

    code = "source_address_refused"
    fr = "Le stockage de « {dataset} » mène à une adresse que l'exploitant n'a pas approuvée : rien n'y est lu."
    en = 'The storage of "{dataset}" leads to an address that the operator has not approved: nothing is read there.'
    next_fr = "Prévenez l'organisme propriétaire du jeu : c'est à lui de la faire approuver, ou d'en changer."
    next_en = "Tell the organisation that owns the dataset: it must have the address approved, or change it."


class StorageUnreachable(SourceProblem):
    code = "storage_unreachable"
    fr = "Rien ne répond à l'adresse {host}:{port}."
    en = "Nothing answers at {host}:{port}."
    next_fr = "Vérifiez l'adresse, le port, et que le pare-feu laisse passer la passerelle."
    next_en = "Check the address, the port, and that the firewall lets the gateway through."


class StorageTlsRefused(SourceProblem):
    code = "storage_tls_refused"
    fr = "La connexion chiffrée avec {host} n'a pas pu s'établir."
    en = "The encrypted connection to {host} could not be made."
    next_fr = "Vérifiez que le serveur accepte TLS et que son certificat est valide."
    next_en = "Check that the server accepts TLS and that its certificate is valid."


class StorageCredentialsRefused(SourceProblem):
    code = "storage_credentials_refused"
    fr = "Le serveur a refusé le compte « {account} » ou son mot de passe."
    en = 'The server refused the account "{account}" or its password.'
    next_fr = "Vérifiez le compte et le secret, ou demandez-en un nouveau."
    next_en = "Check the account and the secret, or ask for a new one."


class StorageAccessDenied(SourceProblem):
    code = "storage_access_denied"
    fr = "Le compte « {account} » n'a pas le droit de lire « {where} »."
    en = 'The account "{account}" may not read "{where}".'
    next_fr = "Donnez à ce compte le droit de lire, et lui seul."
    next_en = "Give that account the right to read, and no other."


class StorageDatabaseUnknown(SourceProblem):
    code = "storage_database_unknown"
    fr = "Le serveur ne connaît pas la base « {database} »."
    en = 'The server knows no database "{database}".'
    next_fr = "Vérifiez le nom de la base."
    next_en = "Check the database's name."


class IcebergCatalogMissing(SourceProblem):
    code = "iceberg_catalog_missing"
    fr = "La base « {database} » ne contient pas de catalogue Iceberg que ce compte puisse lire."
    en = 'The database "{database}" holds no Iceberg catalog that this account may read.'
    next_fr = "Vérifiez le nom de la base, et que le compte lit « iceberg_tables »."
    next_en = 'Check the database\'s name, and that the account reads "iceberg_tables".'


class RestCatalogMissing(SourceProblem):
    code = "rest_catalog_missing"
    fr = "Aucun catalogue REST d'Iceberg ne répond à l'adresse « {uri} »."
    en = 'No Iceberg REST catalog answers at "{uri}".'
    next_fr = "Vérifiez l'adresse : celle qui précède « /v1/config »."
    next_en = 'Check the address: what comes before "/v1/config".'


class RestCatalogElsewhere(SourceProblem):
    code = "rest_catalog_elsewhere"
    fr = "Le catalogue REST renvoie ses clients vers une autre adresse que « {uri} »."
    en = 'The REST catalog sends its clients to another address than "{uri}".'
    next_fr = "Déclarez l'adresse finale, une fois sa machine approuvée par l'opérateur."
    next_en = "Declare the final address, once the operator has approved its host."


class RestTokenRefused(SourceProblem):
    code = "rest_token_refused"
    fr = "Le catalogue REST « {uri} » a refusé le jeton."
    en = 'The REST catalog "{uri}" refused the token.'
    next_fr = "Un jeton expire : demandez-en un nouveau, ou un client OAuth2 (« client_id »)."
    next_en = 'A token expires: ask for a new one, or for an OAuth2 client ("client_id").'


class IcebergWarehouseUnknown(SourceProblem):
    code = "iceberg_warehouse_unknown"
    fr = "Le catalogue REST ne connaît pas l'entrepôt « {warehouse} »."
    en = 'The REST catalog knows no warehouse "{warehouse}".'
    next_fr = "Vérifiez le nom de l'entrepôt auprès de qui tient le catalogue."
    next_en = "Check the warehouse's name with whoever runs the catalog."


class IcebergNamespaceUnknown(SourceProblem):
    code = "iceberg_namespace_unknown"
    fr = "L'entrepôt « {warehouse} » n'a pas d'espace de noms « {namespace} »."
    en = 'The warehouse "{warehouse}" has no namespace "{namespace}".'
    next_fr = "Vérifiez son nom, et que le compte a le droit de le voir."
    next_en = "Check its name, and that the account may see it."


class StorageBucketUnknown(SourceProblem):
    code = "storage_bucket_unknown"
    fr = "Le compartiment « {bucket} » n'existe pas."
    en = 'The bucket "{bucket}" does not exist.'
    next_fr = "Vérifiez le nom du compartiment et la région."
    next_en = "Check the bucket's name and the region."


class StoragePrefixEmpty(SourceProblem):
    code = "storage_prefix_empty"
    fr = "Le compartiment « {bucket} » ne contient rien sous « {prefix} »."
    en = 'The bucket "{bucket}" holds nothing under "{prefix}".'
    next_fr = "Vérifiez le préfixe : il finit par « / » et commence sans."
    next_en = 'Check the prefix: it ends with "/" and does not begin with one.'


class StorageDirectoryMissing(SourceProblem):
    code = "storage_directory_missing"
    fr = "Le dossier « {directory} » n'existe pas sur la machine de la passerelle."
    en = 'The folder "{directory}" does not exist on the gateway\'s machine.'
    next_fr = "Vérifiez le chemin, ou demandez à l'opérateur de monter ce dossier."
    next_en = "Check the path, or ask the operator to mount that folder."


class StorageObjectMissing(SourceProblem):
    code = "storage_object_missing"
    fr = "Le stockage ne contient pas « {name} »."
    en = 'The storage does not hold "{name}".'
    next_fr = "Déposez-y le fichier, ou corrigez « object: name: » dans la déclaration."
    next_en = 'Put the file there, or correct "object: name:" in the declaration.'


class StorageThroughLink(SourceProblem):
    """A link in a body's folder may lead into another's: none is followed."""

    code = "storage_through_link"
    fr = "« {path} » passe par un lien (« {link} ») : aucun lien n'est suivi."
    en = '"{path}" goes through a link ("{link}"): no link is followed.'
    next_fr = "Déposez le fichier ou le dossier lui-même dans le dossier de votre organisme, ou donnez son vrai chemin."
    next_en = (
        "Put the file or the folder itself in your organisation's folder, or give its real path."
    )


class StorageMoved(SourceProblem):
    code = "storage_moved"
    fr = "Le fichier « {path} » a été remplacé pendant qu'il était lu."
    en = 'The file "{path}" was replaced while it was read.'
    next_fr = "Recommencez une fois le remplacement terminé."
    next_en = "Try again once the replacement is done."


class StorageColumnCase(SourceProblem):
    """Engines compare names without their case: the other column would be read in its place."""

    code = "storage_column_case"
    fr = "La source a une colonne « {other} » là où « {column} » est déclarée : elles ne diffèrent que par les majuscules."
    en = 'The source has a column "{other}" where "{column}" is declared: they differ by capitals only.'
    next_fr = "Écrivez « source: » exactement comme à la source, et renommez-y l'une des deux si elles y sont toutes deux."
    next_en = 'Write "source:" exactly as at the source, and rename one of the two there if both are there.'


class StorageFileMissing(SourceProblem):
    code = "storage_file_missing"
    fr = "Le fichier « {path} » n'existe pas sur la machine de la passerelle."
    en = 'The file "{path}" does not exist on the gateway\'s machine.'
    next_fr = "Vérifiez le chemin du fichier."
    next_en = "Check the file's path."


class StorageNotSqlite(SourceProblem):
    code = "storage_not_sqlite"
    fr = "Le fichier « {path} » n'est pas une base SQLite."
    en = 'The file "{path}" is not a SQLite database.'
    next_fr = "Indiquez le fichier de la base elle-même."
    next_en = "Name the file of the database itself."


class StorageFailed(SourceProblem):
    code = "storage_failed"
    fr = "Le stockage a répondu d'une façon que la passerelle ne comprend pas."
    en = "The storage answered in a way that the gateway does not understand."
    next_fr = "Recommencez ; si cela dure, donnez à l'opérateur l'heure de l'essai."
    next_en = "Try again; if it lasts, give the operator the time of the attempt."


class TooManyObjects(SourceProblem):
    code = "too_many_objects"
    fr = "Ce stockage contient plus de {limit} objets : ils ne peuvent pas être tous présentés."
    en = "This storage holds more than {limit} objects: they cannot all be shown."
    next_fr = "Donnez au compte l'accès à un seul schéma, ou choisissez un préfixe plus précis."
    next_en = "Give the account access to one schema only, or choose a narrower prefix."
