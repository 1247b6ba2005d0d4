-- One role that reads, in nobody's name, and nothing that everybody may.
CREATE ROLE interco LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT;
ALTER ROLE interco SET default_transaction_read_only = on;
ALTER ROLE interco SET statement_timeout = 5000;
REVOKE ALL ON DATABASE postgres, template0, template1 FROM PUBLIC

CREATE DATABASE interco_template

REVOKE ALL ON DATABASE interco_template FROM PUBLIC
