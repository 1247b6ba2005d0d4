"""Problems of a setting that is a value in JSON."""

from __future__ import annotations

from catalog.model.problem import OperatorProblem


class MalformedSetting(OperatorProblem):
    """`form` is how such a value begins; the value itself may be a secret."""

    code = "malformed_setting"
    fr = "Le réglage {setting} n'est pas du JSON bien formé."
    en = "The setting {setting} is not well-formed JSON."
    next_fr = "Écrivez une valeur de la forme {form}, avec des guillemets droits doubles ; dans un fichier que lit un shell, mettez-la entre apostrophes."
    next_en = "Write a value of the form {form}, with straight double quotes; in a file that a shell reads, put it in single quotes."


class PostgresqlCertificateMissing(OperatorProblem):
    code = "postgresql_certificate_missing"
    fr = "La porte PostgreSQL a un port et n'a pas de certificat qui se lise avec sa clé."
    en = "The PostgreSQL door has a port and no certificate that can be read with its key."
    next_fr = "Donnez INTERCO_POSTGRES_CERTIFICATE_FILE et INTERCO_POSTGRES_KEY_FILE (PEM), ou retirez INTERCO_POSTGRES_PORT."
    next_en = "Give INTERCO_POSTGRES_CERTIFICATE_FILE and INTERCO_POSTGRES_KEY_FILE (PEM), or leave INTERCO_POSTGRES_PORT out."
