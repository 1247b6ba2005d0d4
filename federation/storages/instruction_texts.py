"""The steps of each kind of storage, French and English: read by people, run by nobody here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.model.bilingual import Bilingual
from catalog.model.storage import StorageKind


@dataclass(frozen=True, slots=True)
class StepText:
    """`typed` is a line a statement; a line with `{table}` is repeated for each table."""

    text: Bilingual
    typed: tuple[str, ...]


_POSTGRESQL = (
    StepText(
        Bilingual(
            "Un compte qui ne sert qu'à Interco, en lecture seule, qui ne peut retenir le serveur.",
            "An account for Interco alone, read-only, that cannot hold the server up.",
        ),
        (
            "CREATE ROLE \"{user}\" LOGIN PASSWORD 'MOT_DE_PASSE' CONNECTION LIMIT 20;",
            'ALTER ROLE "{user}" SET default_transaction_read_only = on;',
            "ALTER ROLE \"{user}\" SET statement_timeout = '60s';",
        ),
    ),
    StepText(
        Bilingual(
            "Le droit de lire les tables partagées, et elles seules.",
            "The right to read the tables that are shared, and no other.",
        ),
        (
            'REVOKE ALL ON DATABASE "{database}" FROM "{user}";',
            'GRANT CONNECT ON DATABASE "{database}" TO "{user}";',
            'GRANT USAGE ON SCHEMA "{schema}" TO "{user}";',
            'GRANT SELECT ON "{schema}"."{table}" TO "{user}";',
        ),
    ),
    StepText(
        Bilingual(
            "Dans pg_hba.conf : ce compte, cette base, la passerelle seule, en TLS.",
            "In pg_hba.conf: this account, this database, the gateway alone, over TLS.",
        ),
        ('hostssl "{database}" "{user}" ADRESSE_DE_LA_PASSERELLE/32 scram-sha-256',),
    ),
)
_MARIADB = (
    StepText(
        Bilingual(
            "Un compte qui ne sert qu'à Interco, depuis la passerelle seule, en TLS ; "
            "ses requêtes sont arrêtées après 60 s.",
            "An account for Interco alone, from the gateway alone, over TLS; "
            "its queries are stopped after 60 s.",
        ),
        (
            "CREATE USER '{user}'@'ADRESSE_DE_LA_PASSERELLE' IDENTIFIED BY 'MOT_DE_PASSE'",
            "  REQUIRE SSL WITH MAX_STATEMENT_TIME 60 MAX_USER_CONNECTIONS 20;",
        ),
    ),
    StepText(
        Bilingual(
            "Le droit de lire les tables partagées, et elles seules : jamais toute la base, où une "
            "table dont le nom ne diffère que par la casse serait lue à la place d'une autre.",
            "The right to read the tables that are shared, and no other: never the whole database, "
            "where a table whose name differs by case alone would be read in place of another.",
        ),
        ("GRANT SELECT ON `{database}`.`{table}` TO '{user}'@'ADRESSE_DE_LA_PASSERELLE';",),
    ),
    StepText(
        Bilingual(
            "Aucun compte anonyme : il passerait avant celui-ci pour qui vient de la même machine.",
            "No anonymous account: it would come before this one for whoever comes from the "
            "machine itself.",
        ),
        ("DROP USER IF EXISTS ''@'localhost';",),
    ),
)
_S3 = (
    StepText(
        Bilingual(
            "Une clé d'accès pour Interco seul, avec cette politique : lister et lire ce préfixe.",
            "An access key for Interco alone, with this policy: list and read this prefix.",
        ),
        (
            '{{"Version": "2012-10-17", "Statement": [',
            '  {{"Effect": "Allow", "Action": ["s3:ListBucket"],',
            '   "Resource": ["arn:aws:s3:::{bucket}"],',
            '   "Condition": {{"StringLike": {{"s3:prefix": ["{prefix}*"]}}}}}},',
            '  {{"Effect": "Allow", "Action": ["s3:GetObject"],',
            '   "Resource": ["arn:aws:s3:::{bucket}/{prefix}*"]}}',
            "]}}",
        ),
    ),
    StepText(
        Bilingual(
            "La clé « {access_key} » est celle qu'Interco présente ; son secret va chez "
            "l'exploitant.",
            'The key "{access_key}" is what Interco shows; its secret goes to the operator.',
        ),
        (),
    ),
)
_FILES = (
    StepText(
        Bilingual(
            "Le compte de la passerelle lit ce dossier et n'y écrit pas ; aucun lien n'en sort.",
            "The gateway's account reads this folder and writes nothing in it; no link leads out.",
        ),
        (
            "chown -R root:interco {path}",
            "find {path} -type d -exec chmod 0750 {{}} +",
            "find {path} -type f -exec chmod 0640 {{}} +",
            "find {path} -type l -print",
        ),
    ),
)
_SQLITE = (
    StepText(
        Bilingual(
            "Le compte de la passerelle lit ce fichier et n'y écrit pas.",
            "The gateway's account reads this file and writes nothing to it.",
        ),
        ("chown root:interco {path}", "chmod 0640 {path}"),
    ),
)
_REST_CATALOG = (
    StepText(
        Bilingual(
            "Dans le catalogue, un client OAuth2 qui ne sert qu'à Interco (à défaut, un jeton) : "
            "lister et lire les tables partagées, rien créer, modifier ni supprimer. Il lui faut "
            "ceci, et rien d'autre.",
            "In the catalog, an OAuth2 client for Interco alone (or else a token): list and load "
            "the tables that are shared, create, change and drop nothing. It needs this, and no "
            "more.",
        ),
        (
            "GET {uri}/v1/config?warehouse={warehouse}",
            "GET {uri}/v1/PREFIXE/namespaces",
            "GET {uri}/v1/PREFIXE/namespaces/{schema}",
            "GET {uri}/v1/PREFIXE/namespaces/{schema}/tables",
            "GET {uri}/v1/PREFIXE/namespaces/{schema}/tables/{table}",
        ),
    ),
    StepText(
        Bilingual(
            "Le client est « {client_id} » ; son secret va chez l'exploitant.",
            'The client is "{client_id}"; its secret goes to the operator.',
        ),
        (),
    ),
)
_DEPOSIT_FOLDER = (
    StepText(
        Bilingual(
            "Le compte de la passerelle lit ce dossier et y écrit ; personne d'autre n'y entre, et "
            "aucun lien n'en sort.",
            "The gateway's account reads this folder and writes in it; nobody else enters, and no "
            "link leads out.",
        ),
        ("install -d -o interco -g interco -m 0700 {path}", "find {path} -type l -print"),
    ),
)
_DEPOSIT_BUCKET = (
    StepText(
        Bilingual(
            "Une clé d'accès pour Interco seul, avec cette politique : lister, lire, écrire et "
            "retirer sous ce préfixe.",
            "An access key for Interco alone, with this policy: list, read, write and remove under "
            "this prefix.",
        ),
        (
            *_S3[0].typed[:4],
            '  {{"Effect": "Allow",',
            '   "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],',
            *_S3[0].typed[5:],
        ),
    ),
    *_S3[1:],
)
DEPOSITS: Mapping[StorageKind, tuple[StepText, ...]] = {
    StorageKind.FILES: _DEPOSIT_FOLDER,
    StorageKind.S3: _DEPOSIT_BUCKET,
}
"""Of a deposit, by the kind of its place."""
STEPS: Mapping[StorageKind, tuple[StepText, ...]] = {
    StorageKind.FILES: _FILES,
    StorageKind.SQLITE: _SQLITE,
    StorageKind.POSTGRESQL: _POSTGRESQL,
    StorageKind.S3: _S3,
    StorageKind.MARIADB: _MARIADB,
    StorageKind.ICEBERG: (*_POSTGRESQL, *_S3),
    StorageKind.ICEBERG_REST: (*_REST_CATALOG, *_S3),
    StorageKind.DEPOSIT: _DEPOSIT_FOLDER,
}
ICEBERG_CATALOG = (("public", "iceberg_namespace_properties"), ("public", "iceberg_tables"))
"""(schema, table) of what a JDBC catalog lists its tables in."""
_SERVER = {"database": "BASE", "user": "interco_lecture"}
_STORE = {"bucket": "BUCKET", "prefix": "PREFIXE/", "access_key": "CLE"}
_REST = {"uri": "https://CATALOGUE", "warehouse": "ENTREPOT", "client_id": "interco_lecture"}
_PATH = {"path": "/srv/donnees/ORGANISME/DOSSIER"}
BLANKS: Mapping[StorageKind, Mapping[str, str]] = {
    StorageKind.FILES: _PATH,
    StorageKind.SQLITE: {"path": "/srv/donnees/ORGANISME/base.sqlite"},
    StorageKind.POSTGRESQL: _SERVER,
    StorageKind.MARIADB: _SERVER,
    StorageKind.S3: _STORE,
    StorageKind.ICEBERG: _SERVER | _STORE,
    StorageKind.ICEBERG_REST: _REST | _STORE,
    StorageKind.DEPOSIT: _PATH,
}
"""The texts that stand for a name that is not known yet: in capitals, to be replaced."""
