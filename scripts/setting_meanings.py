"""What each setting is for, as docs/reference/settings.md says it."""

from __future__ import annotations

MEANINGS = {
    "state": "The folder of what this machine keeps: the store and the key where no other place is "
    "given for them, and what large queries spill to disk, encrypted.",
    "store_url": "The catalog and the audit: `postgresql://user@host:port/database`, or "
    "`sqlite:////path/to.db`. Default: `catalog.sqlite` in the state folder. Its tables are made, "
    "and brought up to date, at the start.",
    "store_timeout_s": "How long, in seconds, a PostgreSQL store may leave one statement "
    "unanswered before it counts as out of reach. What every request waits for is given 5 seconds "
    "at most.",
    "host": "The address that the gateway listens on. TLS is a reverse proxy's, in front.",
    "port": "The port that it listens on.",
    "issuers": "Whose tokens are believed: a JSON list, see below. `serve` needs at least one.",
    "strengths": "Which levels of sign-in (`acr`) suffice to `read`, to `draft` (prepare, "
    "register, stop) and to `approve` (sign, give a role or a key): a JSON object of three lists. "
    "A level that no list names counts as none.",
    "require_mfa": "Whether people need a second factor for anything at all: then only the levels "
    "of the list `approve` suffice. Machines are left out.",
    "providers": "Where people sign in with their browser: a JSON list, see below. Empty: only "
    "tokens open anything. `serve` needs `INTERCO_PUBLIC_URL` beside it, in https.",
    "session_idle_s": "Seconds after which a session that nobody used has ended.",
    "session_lifetime_s": "Seconds after which a session has ended though it was used: twelve "
    "hours, or less.",
    "first_steward": "Who makes the first steward of a body: `operator`, by a declaration or "
    "`./interco agent grant`; `first_agent`, the first person whose sign-in names a registered "
    "body without a steward, with a second factor.",
    "key_max_days": "The days that the key of a machine may serve at most before it is rotated.",
    "policy": "Where the law is asked: `opa`, a server, or `embedded`, in this process.",
    "opa_url": "The OPA server. Needed when the policy is `opa`.",
    "opa_token": "The bearer token that OPA asks for. Needed when the policy is `opa`.",
    "policy_timeout_s": "Seconds that a decision about reading may take; a later one is a refusal "
    "(`policy_late`). Default: `1` of an OPA server, `5` of the embedded law, which shares the "
    "processors with the queries.",
    "policy_act_timeout_s": "The same of a decision about acts; those of a whole declaration are "
    "asked together.",
    "engine": "What runs a query over several storages: `duckdb`, in this process, or `trino`. "
    "DuckDB still reads `files` and `sqlite` storages, and PostgreSQL takes whole the queries over "
    "itself alone.",
    "trino_url": "The Trino coordinator. Needed when the engine is `trino`.",
    "trino_user": "The name under which Interco reads rows from Trino. Trino's law "
    "(`policies/rego/trino`) knows it as `interco`.",
    "trino_administrator": "The name under which it makes and drops Trino's catalogs. Trino's law "
    "knows it as `interco-admin`.",
    "trino_signing_key_file": "A PEM file of a P-256 private key, which signs the tokens of both. "
    "`serve` needs it when the engine is `trino`; Trino holds its public half.",
    "trino_ca_file": "A PEM file of the authority that certifies Trino's nodes. Default: those "
    "that the system trusts.",
    "trino_spool_url": "`https://store.example/bucket/`: where Trino leaves large results for "
    "Interco to fetch. A segment anywhere else is refused. Default: rows come by the coordinator.",
    "master_key_file": "A file of exactly 32 random bytes. Keyed hashes, cursors and digests of "
    "documents derive from it. Default: `master.key` in the state folder.",
    "proof_key_file": "A PEM file of an Ed25519 private key, which signs the daily roots of the "
    "audit and the receipts; made where there is none. Gateways of one store share it. Default: "
    "`proof.key` in the state folder.",
    "proof_folder": "The folder in which the signed root of each day is written, best on another "
    "machine's disk. Default: `roots` in the state folder.",
    "proof_bucket": "A JSON object, see below: a bucket with object lock, in place of the folder.",
    "identities_kept_days": "Days for which the audit says who asked, in person; then the identity "
    "is erased, and the body, the purpose and the agreement stay. The CNIL recommends six months "
    "to a year for logs. The record of acts and the list of who signed in name nobody after that "
    "time either; an agreement keeps who signed it.",
    "unitary_traces_kept_days": "The same for requests with an `Interco-File-Reference`: 36 months "
    "(CRPA L114-8). Whichever of the two is longer holds.",
    "uploads": "Where files that were sent wait to be confirmed, for 7 days at most; `uploads` in "
    "the state folder by default. Gateways over one store share it; the system's account alone "
    "reads it",
    "contours_file": "The contours of communes that the maps of the console are drawn from instead "
    "of those that Interco brings, as `./interco reference load-contours` writes them. Default: "
    "`contours.txt` in the state folder, where there is one.",
    "files_roots": "A JSON list of folders: `files` and `sqlite` storages must lie under one, in a "
    "folder named after their owner's slug; relative paths are read from the first. Empty: there "
    "can be no such storage.",
    "secret_roots": "A JSON list of folders: `file:` secrets must lie under one, in a folder named "
    "after their owner's SIREN.",
    "probe_interval_s": "Seconds between two looks of the worker at whether a storage answers; one "
    "that does not is asked again every ten seconds at most.",
    "drift_interval_s": "Seconds between two looks of the worker at what each source holds: what "
    "changed since its dataset was declared is told once.",
    "verification_hours": "The hours, Paris time, in which agreements are verified each night: "
    "from the first until before the second. A storage may have its own (`verified_between`).",
    "secrets_key_file": "The key ring of the secrets that the store keeps (`store:`), made by "
    "`./interco secret rotate`. Back it up, apart from the store. Default: `secrets.keys` in the "
    "state folder.",
    "query_timeout_s": "Seconds that one part of a query may run before it is stopped.",
    "max_answer_bytes": "Bytes that the lists, totals and groupings of one document may take "
    "together, as they are read and as they are sent; one that goes beyond is refused "
    "(`too_many_bytes`), never cut.",
    "max_document_rows": "Rows that the lists of one document may ask for together (the sum of "
    "`first`; one that asks for more is refused, `too_many_rows_asked`), and that its lists and "
    "groupings may hold together.",
    "max_streamed_bytes": "The same for one answer in SQL, counted as it is read, whatever its "
    "format makes of it.",
    "max_streamed_rows": "Rows that one answer in SQL may hold; a longer one is broken off and "
    "says so, never cut unseen.",
    "stream_timeout_s": "Seconds that an answer in SQL may take, the slowness of its reader "
    "included.",
    "max_waiting_bytes": "Bytes on the disk, in `spill` of the state folder, of answers in SQL "
    "that are computed and wait for slower readers, all together; one takes an eighth at most. "
    "Sealed with a key that nothing keeps.",
    "downloads_of_an_agent": "Answers in SQL of more than 256 kB on their way to one agent at the "
    "same time, or to one address without a token; one more is answered 429 "
    "(`too_many_downloads`).",
    "query_limits": "`observe`: a query beyond one of the four limits below runs, and the log says "
    "`limit_would_hold`, once a minute at most. `enforce`: it waits for its turn.",
    "queries_at_once": "Queries that read data at the same time in this process, GraphQL and SQL "
    "together. Beyond, organisations take turns: one with a hundred waiting has one, then each "
    "other has its own.",
    "queries_of_an_organisation": "Those of one organisation at the same time; all who come "
    "without a token are one.",
    "queries_of_an_agent": "Those of one agent or machine at the same time.",
    "queue_wait_s": "Seconds that a query waits for its turn before it is answered 429.",
    "legal": "The legal notice of `/legal`: a JSON object, see below.",
    "accessibility_contact": "Whom to tell of a page that cannot be used, as `mailto:…` or "
    "`https://…`: shown by `/accessibility`. Without it the page names the steward of one's own "
    "body.",
    "security_contact": "Whom to tell of a weakness, as `mailto:…` or `https://…`: shown by "
    "`/.well-known/security.txt` (RFC 9116). Default: nobody, and no such page.",
    "requests_of_an_address": "Requests a minute from one address without a token, in this "
    "process; beyond, 429 (`too_many_requests`). A minute's worth may come at once. 0 here and in "
    "the four below: no limit.",
    "requests_of_an_agent": "Requests a minute of one agent or machine.",
    "requests_of_an_organisation": "Requests a minute of all agents of one organisation.",
    "failures_of_an_address": "Tokens and keys a minute from one address that prove nobody; "
    "beyond, none from there is looked at for a while.",
    "sign_ins_of_an_address": "Sign-ins a minute that one address may begin; beyond, 429.",
    "shutdown_grace_s": "Seconds in which the gateway ends after SIGTERM: running queries have "
    "all but the last three (two thirds of a grace under nine), then they are cancelled and "
    "recorded, and connections closed.",
    "max_document_bytes": "The longest GraphQL document. It can be lowered; above 100,000 the "
    "language's own limit still holds.",
    "duckdb_memory": "Memory of the embedded engine, as `512MB` or `4GB`: a quarter for each of "
    "its instances. One that was given up with a query that does not end keeps its quarter beside "
    "them until it ends.",
    "migrate": "`at_start`: a start brings the store's tables up to date. `by_command`: it refuses "
    "to serve until `./interco migrate` has done so.",
    "worker": "Whether this process does what is due: what the clock brings, telling people, and "
    "the chain of the audit. Several may; at least one must.",
    "smtp_url": "The mail server: `smtp://user:password@host:587`, always over STARTTLS except on "
    "this machine, or `smtps://…`. Its certificate must be trusted by the system (or by the file "
    "that `SSL_CERT_FILE` names). Empty: nobody is told by mail.",
    "mail_from": "The address that mails come from. Needed with `INTERCO_SMTP_URL`.",
    "mail_deposits": "Files by mail, as JSON, see below. Empty: no mail is taken.",
    "drop_folder": "Where an SFTP server of yours leaves files, as `<slug>/<dataset>/<file>`: each "
    "waits to be confirmed by a steward once its size has not changed for 15 seconds. The gateway "
    "only reads there, follows no link and takes no file of two names. Empty: only "
    "folders that bodies open as `files` storages are looked into "
    "([files by mail and SFTP](../how-to/take-files-by-mail-and-sftp.md)).",
    "host_looks": 'Whose look pages have before anybody signs in, by host name: `{"donnees.'
    'syndicat.fr": "200090884"}`. Any other host shows Interco\'s own.',
    "public_url": (
        "Where people reach the gateway (`https://interco.example`): what an export names "
        "things by. Default: as each request is addressed."
    ),
    "private_networks": 'A JSON list of networks (`["10.1.0.0/16"]`) that are not public, in which '
    "the storages of any organisation may be. Beside these, each private address is approved for "
    "one organisation, among its `approved_hosts`. Empty: none.",
    "hosting": "How each part of this installation is hosted, as JSON: "
    '`{"all": {"country": "FR", "secnumcloud": true, "operator": "200090884"}}`, '
    "and `gateway`, `engine`, `spill`, `logs`, `backups` where one is hosted otherwise. What is "
    "not said meets no [demand](../explanation/hosting.md).",
    "cors_origins": 'A JSON list of the origins (`["https://carte.example"]`) whose pages may ask '
    "this gateway from a browser (CORS), each exactly as the browser sends it; there is no "
    "wildcard, and cookies play no part. Empty: none may.",
    "postgres_port": "The port of the [PostgreSQL door](postgresql.md), one for all workers. "
    "Empty: it is shut.",
    "postgres_host": "The address that this port listens on.",
    "postgres_certificate_file": "The certificate that it shows, and those above it, in PEM. With "
    "the port and without it, `serve` refuses to start: there is no door without TLS. Read once; "
    "a new one is taken at the next start.",
    "postgres_key_file": "The private key of that certificate, in PEM.",
    "postgres_programs": "The folder that holds PostgreSQL's programs `initdb` and `postgres` "
    "(14 or later): a process of its own, without a row, answers what tools ask about catalogs. "
    "Default: where Debian puts them. Where there are none, such questions are refused by name, "
    "and data are read all the same.",
    "postgres_connections": "Connections to it at once, of one worker; one more is told so.",
    "postgres_idle_s": "Seconds after which a session of it that sent nothing is ended.",
    "metrics": "Who may read the figures of this process for Prometheus: a JSON object, see below. "
    "Empty: nobody, and nothing is counted on the way of a request.",
    "tracing": "Where spans of requests are sent: a JSON object, see below. Empty: nowhere, and "
    "none are made.",
    "log_level": "`debug`, `info`, `warning` or `error`.",
}
METRICS_MEANINGS = {
    "port": "`/metrics` is served on this port, and there alone; the second of several workers "
    "takes the next one, and so on.",
    "host": "The address that this port is opened on.",
    "token": "What whoever reads it must bear (`Authorization: Bearer …`). Without a port of its "
    "own, `/metrics` is an address of the gateway, and needs a token.",
    "token_file": "The same, in a file.",
}
TRACING_MEANINGS = {
    "endpoint": "`http://collector:4318/v1/traces`: OTLP over HTTP.",
    "ratio": "Of the requests that come without a W3C `traceparent`, which part is traced.",
    "service": "The name of this service in the traces.",
    "headers_file": "A file of `Name: value` lines that are sent with each export.",
}
BUCKET_MEANINGS = {
    "endpoint": "`https://store.example`: addresses are path-style.",
    "bucket": "Its name. It is made beforehand, with object lock.",
    "prefix": "What the name of each root begins with.",
    "region": "The region that requests are signed for.",
    "access_key": "Of an account that may put, get and list there, and no more.",
    "secret_key": "Of the same account.",
    "lock_days": "Days for which nobody can delete or replace a root (mode COMPLIANCE); `0` for a "
    "bucket without object lock.",
}
ISSUER_MEANINGS = {
    "issuer": "The `iss` of its tokens, exactly.",
    "audience": "The `aud` that its tokens must have.",
    "algorithms": "The signatures that are accepted; anything else is refused.",
    "jwks_url": "Where its public keys are. They are fetched at the start, every two and a half "
    "minutes, and when an unknown key appears, at most every ten seconds; a key that it removed is "
    "trusted five minutes more at most. While it does not answer, the keys that it gave last serve "
    "for an hour; without any, tokens are answered 503 (`keys_unavailable`), never 401.",
    "jwks_file": "The same from a file. One of the two is needed, unless there is "
    "`introspection`: its keys are then found by its discovery page.",
    "introspection": "How its tokens are known that are no JWT ([an introspection]"
    "(#an-introspection)). One issuer at most has it: such a token does not say whose it is.",
    "sirens": "The organisations that it may assert; absent: any.",
    "assumed_acr": "The level of sign-in of its tokens that say none (`acr`), where you know how "
    "its people sign in: `eidas1-mfa` where each has a second factor. Default: such a token may "
    "read, and neither prepare nor approve.",
    "max_lifetime_s": "Seconds for which its tokens may still be valid when they come; one that "
    "is valid for longer is refused.",
}

INTROSPECTION_MEANINGS = {
    "client_id": "By which the gateway is known to the issuer.",
    "client_secret": "Its secret; or",
    "client_secret_file": "the file that holds it; or",
    "private_key_file": "a key of its own (`private_key_jwt`), a PEM. One of the three is needed.",
    "discovery_url": "The issuer's discovery page, which names `introspection_endpoint`. Default: "
    "`/.well-known/openid-configuration` under the issuer.",
    "clients": "The clients whose tokens are accepted beside the gateway's own, where a token does "
    "not name the issuer's `audience` among its `aud`.",
    "answers_signed": "How its answers are signed: `RS256`, `ES256` (ProConnect's "
    "`introspection_signed_response_alg`), or not at all.",
    "userinfo_signed": "How the issuer's userinfo is signed, which is asked for the SIRET where "
    "introspection does not tell it (scope `openid`).",
    "approving_roles": "As of [a provider](#a-provider).",
}

PROVIDER_MEANINGS = {
    "name": "Its name in addresses (`/sign-in/NAME/callback` is registered there): lower-case "
    "letters, digits, hyphens.",
    "label": 'What its button says after "Sign in with".',
    "issuer": "The `iss` of its id tokens, exactly; agents are declared under it.",
    "discovery_url": "Its discovery page. Default: `/.well-known/openid-configuration` under the "
    "issuer.",
    "client_id": "The name under which Interco is registered there.",
    "client_secret": "Its secret (`client_secret_post`).",
    "client_secret_file": "The same from a file.",
    "private_key_file": "A PEM file of an RSA or P-256 private key: Interco shows a signed token "
    "instead of a secret (`private_key_jwt`). One of the three, or none for a public client.",
    "terminal_client_id": "The public client by which `./interco login` signs in there directly; "
    "its tokens must be those of a trusted issuer. Absent: the terminal does not sign in there.",
    "scope": "What is asked for, with blanks between.",
    "pkce": "Whether PKCE (S256) is used; to be turned off only for a provider that fails on it.",
    "algorithms": "The signatures of id tokens that are accepted.",
    "userinfo_signed": "`RS256` or `ES256` where its userinfo is registered to be signed: JSON is "
    "refused then. `none`: JSON.",
    "acr_values": "The levels that it can be asked for, weakest first. Some providers answer an "
    "unknown one with an error page. Empty: whatever `INTERCO_STRENGTHS` names.",
    "assumed_acr": "What a sign-in without `acr` counts as. Absent: it proves nothing beyond what "
    "no level proves.",
    "claims": "How it calls what it says of a person, see below.",
    "sirens": "The organisations that it may assert; absent: any.",
    "approving_roles": "A person approves only if the provider gives them one of these roles. "
    "Empty: the provider knows no such role, and all its people are agents.",
    "post_logout_url": "Where it sends a browser that has signed out. Default: `/signed-out` "
    "under the public address.",
}
CLAIM_MEANINGS = {
    "siret": "A SIRET, or a SIREN: the body that the person signs in for.",
    "organisation": "The name of that body, as the provider writes it.",
    "roles": "A list, compared with `approving_roles`.",
    "population": "Where it is there and is not `agent`, the person approves nothing.",
    "given_name": "The first name.",
    "family_name": "The last name.",
    "email": "The address of mail. Nobody is known by it.",
}

MAIL_DEPOSIT_MEANINGS = {
    "domain": "Of the addresses `depot+<dataset>@<domain>`.",
    "authserv_id": "The name that your relay writes at the head of its `Authentication-Results`. "
    "Only the first header with this name counts; the relay must remove those that come with a "
    "mail (RFC 8601, section 5).",
    "host": "Where the gateway listens for the relay.",
    "port": "As `host`.",
    "relays": "The networks that mails are taken from: the relay's own. Nobody else is let in.",
    "max_bytes": "The largest mail. An attachment is a third larger in a mail than by itself.",
}
LEGAL_MEANINGS = {
    "publisher": "Name, form, address and telephone of the body that runs the platform.",
    "director": "The person who answers for what is published.",
    "host": "Name, address and telephone of the host of the gateway.",
    "data_protection_officer": "An address of the operator's data protection officer.",
}
