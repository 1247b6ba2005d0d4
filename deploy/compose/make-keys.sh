#!/usr/bin/env bash
# The keys and the .env of compose.yaml, made once; nothing that exists is written over.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
here=$PWD
root=$(cd ../.. && pwd)
umask 077
[ ! -e keys ] || { echo "keys/ is there already: move it away to make others" >&2; exit 1; }
mkdir -p keys/law

secret() { openssl rand -hex 24; }
head -c 32 /dev/urandom >keys/master.key
secret >keys/opa.token
secret >keys/postgresql_password
printf 'postgresql://interco:%s@postgresql:5432/interco' "$(cat keys/postgresql_password)" >keys/store_url

# The law: signed here, with a key that stays here; OPA gets the public half.
openssl ecparam -name prime256v1 -genkey -noout -out keys/signing.pem
openssl ec -in keys/signing.pem -pubout -out keys/law/signing.pub 2>/dev/null
"$root/interco" policy bundle --out "$here/keys/law/interco.tar.gz" --signing-key "$here/keys/signing.pem"
digest=$(printf %s "$(cat keys/opa.token)" | sha256sum | cut -d' ' -f1)
cat >keys/law/authz.rego <<REGO
package system.authz

default allow := false

allow if crypto.sha256(input.identity) == "$digest"

allow if {
  input.method == "POST"
  input.path in {["v1", "data", "trino", "allow"], ["v1", "data", "trino", "batch"]}
}
REGO
{
  echo 'bundles: {interco: {resource: "file:///law/interco.tar.gz", signing: {keyid: interco}}}'
  echo 'keys:'
  echo '  interco:'
  echo '    algorithm: ES256'
  echo '    key: |'
  sed 's/^/      /' keys/law/signing.pub
} >keys/law/opa.yaml

(cd "$root" && .venv/bin/python -m deploy.trino_keys deploy/compose/keys/trino coordinator worker-1)
{
  cat keys/trino/secrets.env
  echo "S3_ACCESS_KEY=$(openssl rand -hex 10)"
  echo "S3_SECRET_KEY=$(secret)"
  echo "KEYCLOAK_PASSWORD=$(secret)"
  echo 'INTERCO_ISSUERS=[{"issuer": "http://127.0.0.1:8080/realms/interco", "jwks_url": "http://127.0.0.1:8080/realms/interco/protocol/openid-connect/certs"}]'
  # The realm of the tests knows no second factor, without which nothing is signed: here, and here
  # alone, a password is enough.
  echo 'INTERCO_STRENGTHS={"read": ["eidas1"], "draft": ["eidas1"], "approve": ["eidas1"]}'
  echo 'INTERCO_PROVIDERS=[{"name": "keycloak", "label": "Keycloak", "issuer": "http://127.0.0.1:8080/realms/interco", "client_id": "interco", "client_secret": "secret-of-a-local-keycloak", "terminal_client_id": "interco-terminal", "userinfo_signed": "RS256", "acr_values": ["eidas1", "eidas1-mfa"]}]'
} >.env
# The containers' users are others than you: what each reads, it reads as its own.
if [ "$(id -u)" = 0 ]; then
  chown -R 10001:10001 keys/store_url keys/master.key keys/opa.token keys/trino/interco.pem
  chmod 0644 keys/trino/ca.pem keys/law/* keys/postgresql_password
  chmod 0755 keys/law keys
  chown -R 1000:1000 keys/trino/coordinator keys/trino/worker-1
else
  echo "as another user than root: give keys/ to 10001 (gateway) and keys/trino/* to 1000 (Trino)" >&2
fi
