"""Our duties as PostgreSQL can have them: policies, columns granted, a journal in one database.

They say the agreements of the bench: the owner reads all rows, a grantee those of the communes of
its agreements, anybody else none. A column that our catalog does not declare is not granted.
"""

from tests.bench.peer.gateway import AGENT, OWNER

ACCOUNT = "guichet"
PASSWORD = "guichet"
GRANTEE = ("agent@voisine", "200000008")
THEIR_COMMUNE = "01001"

SQL = f"""
CREATE SCHEMA droits;
CREATE TABLE droits.agents (sujet text PRIMARY KEY, organisation text NOT NULL);
CREATE TABLE droits.communes (organisation text, commune text, PRIMARY KEY (organisation, commune));
CREATE TABLE droits.conventions (
  jeu text, beneficiaire text, debut date NOT NULL, fin date NOT NULL,
  suspendue boolean NOT NULL DEFAULT false, PRIMARY KEY (jeu, beneficiaire));
CREATE TABLE droits.journal (
  quand timestamptz NOT NULL DEFAULT now(), sujet text NOT NULL, organisation text,
  question text NOT NULL, variables text);
CREATE ROLE {ACCOUNT} LOGIN PASSWORD '{PASSWORD}';
GRANT USAGE ON SCHEMA mesures, droits TO {ACCOUNT};
GRANT SELECT ON droits.agents, droits.communes, droits.conventions TO {ACCOUNT};
GRANT INSERT ON droits.journal TO {ACCOUNT};
GRANT SELECT (code, nom, departement) ON mesures.communes TO {ACCOUNT};
GRANT SELECT (id, code_commune, code_departement, date_releve, flux, tonnage_kg, volume, remarque)
  ON mesures.releves TO {ACCOUNT};
CREATE FUNCTION droits.lecteur() RETURNS text STABLE LANGUAGE sql AS $$
  SELECT organisation FROM droits.agents
  WHERE sujet = current_setting('demande.sujet', true)
    AND organisation = current_setting('demande.organisation', true) $$;
CREATE FUNCTION droits.communes_lues(jeu_lu text) RETURNS SETOF text STABLE LANGUAGE sql AS $$
  SELECT commune FROM droits.conventions JOIN droits.communes ON organisation = beneficiaire
  WHERE jeu = jeu_lu AND NOT suspendue AND current_date BETWEEN debut AND fin
    AND beneficiaire = droits.lecteur() $$;
ALTER TABLE mesures.communes ENABLE ROW LEVEL SECURITY;
ALTER TABLE mesures.releves ENABLE ROW LEVEL SECURITY;
CREATE POLICY tout ON mesures.communes FOR SELECT TO lecture USING (true);
CREATE POLICY tout ON mesures.releves FOR SELECT TO lecture USING (true);
CREATE POLICY conventions ON mesures.communes FOR SELECT TO {ACCOUNT} USING (
  (SELECT droits.lecteur()) = '{OWNER}'
  OR code IN (SELECT droits.communes_lues('communes')));
CREATE POLICY conventions ON mesures.releves FOR SELECT TO {ACCOUNT} USING (
  (SELECT droits.lecteur()) = '{OWNER}'
  OR code_commune IN (SELECT droits.communes_lues('releves')));
"""


def fill_duties(connection):
    """The owner's agent, and a grantee who reads one commune."""
    sub, siren = GRANTEE
    people = "INSERT INTO droits.agents VALUES (%s, %s), (%s, %s)"
    connection.execute(people, [AGENT, str(OWNER), sub, siren])
    connection.execute("INSERT INTO droits.communes VALUES (%s, %s)", [siren, THEIR_COMMUNE])
    for dataset in ("communes", "releves"):
        connection.execute(
            "INSERT INTO droits.conventions VALUES (%s, %s, '2023-01-01', '2099-12-31')",
            [dataset, siren],
        )
