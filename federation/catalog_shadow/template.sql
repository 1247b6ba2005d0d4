REVOKE CREATE ON SCHEMA public FROM PUBLIC;

-- One name of a database for all shadows, and a version that says nothing of the machine.
CREATE FUNCTION information_schema.current_database() RETURNS name
LANGUAGE sql STABLE AS $$SELECT 'interco'::name$$;

CREATE FUNCTION information_schema.version() RETURNS text
LANGUAGE sql STABLE AS $$
SELECT 'PostgreSQL ' || current_setting('server_version_num')::int / 10000
    || '.' || current_setting('server_version_num')::int % 10000 || ' (Interco)'
$$;

-- Of a database that is called otherwise in truth.
CREATE FUNCTION information_schema.pg_database_size(name) RETURNS bigint
LANGUAGE sql STABLE AS $$SELECT 0::bigint$$;

CREATE FUNCTION information_schema.pg_database_size(oid) RETURNS bigint
LANGUAGE sql STABLE AS $$SELECT 0::bigint$$;

CREATE FUNCTION information_schema.has_database_privilege(text, text) RETURNS boolean
LANGUAGE sql STABLE AS $$SELECT upper($2) = 'CONNECT'$$;

CREATE FUNCTION information_schema.has_database_privilege(oid, text) RETURNS boolean
LANGUAGE sql STABLE AS $$SELECT upper($2) = 'CONNECT'$$;

CREATE FUNCTION information_schema.has_database_privilege(name, text, text) RETURNS boolean
LANGUAGE sql STABLE AS $$SELECT upper($3) = 'CONNECT'$$;

CREATE FUNCTION information_schema.has_database_privilege(oid, oid, text) RETURNS boolean
LANGUAGE sql STABLE AS $$SELECT upper($3) = 'CONNECT'$$;

-- Four relations are shared between databases: only what concerns this one is left.
CREATE VIEW information_schema.interco_database AS
SELECT oid, 'interco'::name AS datname, datdba, encoding, datlocprovider, datistemplate,
    datallowconn, datconnlimit, datfrozenxid, datminmxid, dattablespace, datcollate, datctype,
    daticulocale, datcollversion, NULL::aclitem[] AS datacl
FROM pg_catalog.pg_database
WHERE datname = pg_catalog.current_database();

CREATE VIEW information_schema.interco_roles AS
SELECT rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication,
    rolconnlimit, rolpassword, rolvaliduntil, rolbypassrls, NULL::text[] AS rolconfig, oid
FROM pg_catalog.pg_roles
WHERE rolname = 'interco';

CREATE VIEW information_schema.interco_user AS
SELECT usename, usesysid, usecreatedb, usesuper, userepl, usebypassrls, passwd, valuntil,
    NULL::text[] AS useconfig
FROM pg_catalog.pg_user
WHERE usename = 'interco';

CREATE VIEW information_schema.interco_stat_activity AS
SELECT datid, 'interco'::name AS datname, pid, usesysid, usename, application_name, client_addr,
    client_hostname, client_port, NULL::timestamptz AS backend_start,
    NULL::timestamptz AS xact_start, NULL::timestamptz AS query_start,
    NULL::timestamptz AS state_change, wait_event_type, wait_event, state, backend_xid,
    backend_xmin, ''::text AS query, backend_type
FROM pg_catalog.pg_stat_activity
WHERE pid = pg_catalog.pg_backend_pid();

GRANT SELECT ON information_schema.interco_database, information_schema.interco_roles,
    information_schema.interco_user, information_schema.interco_stat_activity TO interco
