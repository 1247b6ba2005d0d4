"""One of each kind of route, called by the generated client: `python calls.py ADDRESS TOKEN`."""

import io
import sys
from http import HTTPStatus

from interco_client import AuthenticatedClient, Client
from interco_client.api.agreements import agreements_article_30, agreements_odrl
from interco_client.api.campaigns import campaigns_campaigns
from interco_client.api.declaration import declaration_declaration
from interco_client.api.deposits import deposits_cancel_upload, deposits_upload
from interco_client.api.figures import figures_figures
from interco_client.api.health import health_ready
from interco_client.api.keys import keys_keys, keys_revoke
from interco_client.api.proof import proof_keys, proof_own_chain
from interco_client.api.queries import queries_run_graphql, queries_run_sql
from interco_client.api.services import services_show_service
from interco_client.api.sources import sources_storage_objects
from interco_client.api.standards import standards_model, standards_standards
from interco_client.api.usage import usage_usage
from interco_client.models import ProblemDocument, QueriesRunGraphqlBody, QueriesRunSqlBody
from interco_client.types import File

address, token = sys.argv[1:]
nobody = Client(base_url=address)
steward = AuthenticatedClient(base_url=address, token=token)

assert health_ready.sync_detailed(client=nobody).status_code == HTTPStatus.OK
rows = queries_run_sql.sync(client=nobody, body=QueriesRunSqlBody(query="SELECT 1 AS un"))
assert rows.row_count == 1, rows
assert rows.rows == [[1]], rows
wrong = queries_run_sql.sync(client=nobody, body=QueriesRunSqlBody(query="SELEC 1"))
assert isinstance(wrong, ProblemDocument), wrong
assert wrong.code == "sql_statement", wrong
asked = QueriesRunGraphqlBody(query="{ organisations { slug } }")
answer = queries_run_graphql.sync(client=steward, body=asked)
assert {"slug": "valcobreizh"} in answer.to_dict()["data"]["organisations"], answer

catalog = declaration_declaration.sync(client=steward)
assert "valcobreizh" in catalog, catalog
standards = standards_standards.sync(client=nobody)
model = standards_model.sync(standards.standards[0].name, client=nobody)
assert model.payload.read(2) == b"PK"
assert services_show_service.sync("comparaison", client=steward).id == "comparaison"
assert figures_figures.sync(client=steward).figures == []
assert campaigns_campaigns.sync(client=steward).campaigns == []
assert keys_keys.sync(client=steward).keys == []
unknown = keys_revoke.sync("nobody", client=steward)
assert unknown.code == "unknown_machine_key", unknown

sent = File(io.BytesIO(b"commune;tonnes\n35001;3\n"))
upload = deposits_upload.sync(client=steward, body=sent, name="pesees.csv")
assert upload.file_name == "pesees.csv", upload
cancelled = deposits_cancel_upload.sync_detailed(upload.id, client=steward)
assert cancelled.status_code == HTTPStatus.NO_CONTENT, cancelled

assert usage_usage.sync(client=steward).startswith("\ufeff"), "a spreadsheet's CSV"
for read in (agreements_odrl, agreements_article_30):
    assert read.sync("conv-0000-0000", client=steward).code == "unknown_agreement"
assert sources_storage_objects.sync("nowhere", client=steward).code == "unknown_storage_here"
assert proof_keys.sync(client=nobody).to_dict()["keys"]
assert proof_own_chain.sync(client=steward).payload.read(2) == b"PK"
