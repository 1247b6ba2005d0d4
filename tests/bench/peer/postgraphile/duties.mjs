// What a user of PostGraphile writes to have our duties: who asks (ES256), and a durable line of
// each request in the same database. Which rows and columns: policies and grants of PostgreSQL.
import { createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import pg from "pg";

const LINE = `INSERT INTO droits.journal (sujet, organisation, question, variables)
  VALUES ($1, $2, $3, $4)`;
const { keys: [jwk] } = JSON.parse(readFileSync(process.env.KEY_SET, "utf8"));
const key = createPublicKey({ key: jwk, format: "jwk" });
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });
// A signature that was good is not looked at again, as in our gateway; what expires is.
const verified = new Map();

const read = (part) => JSON.parse(Buffer.from(part, "base64url").toString());

function signedClaims(token) {
  let claims = verified.get(token);
  if (claims === undefined) {
    const [header, payload, signature] = token.split(".");
    const signed = Buffer.from(`${header}.${payload}`);
    const bytes = Buffer.from(signature ?? "", "base64url");
    if (read(header).alg !== "ES256") return null;
    if (!verify("sha256", signed, { key, dsaEncoding: "ieee-p1363" }, bytes)) return null;
    claims = read(payload);
    if (verified.size > 1000) verified.clear();
    verified.set(token, claims);
  }
  return claims;
}

function whoAsks(request) {
  const [scheme, token] = (request.headers.authorization ?? "").split(" ");
  if (scheme !== "Bearer" || !token) return null;
  try {
    const claims = signedClaims(token);
    const stands = claims && claims.iss === process.env.ISSUER
      && claims.aud === process.env.AUDIENCE && claims.exp > Date.now() / 1000;
    return stands ? claims : null;
  } catch {
    return null;
  }
}

export const pgSettings = ({ node }) => ({
  "demande.sujet": node.req.claims.sub, "demande.organisation": node.req.claims.siren ?? "",
});

// The line and the rows are in flight together; the answer leaves after both.
export const DutiesPlugin = {
  name: "DutiesPlugin",
  version: "1.0.0",
  grafserv: {
    middleware: {
      processGraphQLRequestBody(next, event) {
        const { req } = event.request.requestContext.node;
        const { query, variableValues } = event.body;
        req.line = pool.query({ name: "line", text: LINE, values: [
          req.claims.sub, req.claims.siren, query, JSON.stringify(variableValues ?? null)] });
        req.line.catch(() => {});
        return next();
      },
      async processRequest(next, event) {
        const answer = await next();
        await event.requestDigest.requestContext.node.req.line;
        return answer;
      },
    },
  },
};

export const guarded = (handler) => (request, response) => {
  request.claims = whoAsks(request);
  if (request.claims === null) response.writeHead(401).end();
  else handler(request, response);
};
