// Rows, a problem, a file that is sent and one that is read, by the generated client:
// `node calls.js ADDRESS TOKEN`.
import { deepStrictEqual, strictEqual } from "node:assert";

import { createClient } from "./generated/client";
import {
  declarationDeclaration,
  depositsCancelUpload,
  depositsUpload,
  keysRevoke,
  proofOwnChain,
  queriesRunSql,
  standardsStandards,
  usageUsage,
} from "./generated";

const [baseUrl, token] = process.argv.slice(2);
const nobody = createClient({ baseUrl });
const steward = createClient({ baseUrl, auth: () => token });

async function call(): Promise<void> {
  const rows = await queriesRunSql({ client: nobody, body: { query: "SELECT 1 AS un" } });
  deepStrictEqual((rows.data as { rows: unknown }).rows, [[1]]);
  const wrong = await queriesRunSql({ client: nobody, body: { query: "SELEC 1" } });
  strictEqual(wrong.error?.code, "sql_statement");

  const body = new Blob(["commune;tonnes\n35001;3\n"]);
  const upload = await depositsUpload({ client: steward, body, query: { name: "pesees.csv" } });
  const id = upload.data?.id ?? "";
  strictEqual(upload.data?.fileName, "pesees.csv");
  const cancelled = await depositsCancelUpload({ client: steward, path: { upload: id } });
  strictEqual(cancelled.response?.status, 204);

  const unknown = await keysRevoke({ client: steward, path: { machine: "nobody" }, body: {} });
  strictEqual(unknown.error?.code, "unknown_machine_key");
  const standards = await standardsStandards({ client: nobody });
  strictEqual(Array.isArray(standards.data?.standards), true);
  const catalog = await declarationDeclaration({ client: steward, parseAs: "text" });
  strictEqual(String(catalog.data).includes("valcobreizh"), true);
  const usage = await usageUsage({ client: steward });
  strictEqual(usage.data?.includes(";"), true);
  const chain = await proofOwnChain({ client: steward, parseAs: "blob" });
  strictEqual((await (chain.data as Blob).slice(0, 2).text()), "PK");
}

call().catch((failed) => {
  console.error(failed);
  process.exit(1);
});
