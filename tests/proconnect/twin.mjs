// A provider set up as ProConnect's public documentation says (August 2026): /api/v2, essential
// acr, signed userinfo, a sub of each service's own, a code for 60 s, refresh tokens that rotate.
// Its form of sign-in takes what the person is to be: that is what the sandbox does.
import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import Provider, { interactionPolicy } from "oidc-provider";

const { port, shown, clients, jwks } = JSON.parse(process.argv[2]);
const MOUNT = "/api/v2";
const origin = `http://127.0.0.1:${shown}`;
const people = new Map();
const { Check, base } = interactionPolicy;

const policy = base();
policy.remove("consent");
// It asks once, and gives what the form says, be it weaker than what was asked: clients must look.
const checks = policy.get("login").checks;
checks.splice(checks.findIndex((each) => each.reason === "essential_acrs"), 1,
  new Check("essential_acrs", "a stronger sign-in is asked for", (ctx) => {
    const { acr } = ctx.oidc.claims?.id_token ?? {};
    const suffices = !acr?.essential || !acr.values || acr.values.includes(ctx.oidc.acr);
    return suffices || ctx.oidc.result?.login ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
  }));

const SCOPES = {
  openid: ["sub", "acr", "amr", "auth_time"],
  given_name: ["given_name"],
  usual_name: ["usual_name"],
  email: ["email"],
  siret: ["siret"],
  organization_label: ["organization_label"],
  roles: ["roles"],
  belonging_population: ["belonging_population"],
};

const provider = new Provider(`${origin}${MOUNT}`, {
  clients,
  jwks,
  acrValues: ["eidas0", "eidas0-mfa", "eidas1", "eidas1-mfa", "eidas2", "eidas3"],
  claims: SCOPES,
  scopes: Object.keys(SCOPES),
  clientAuthMethods: ["client_secret_post", "private_key_jwt"],
  conformIdTokenClaims: true,
  cookies: { keys: [randomBytes(32).toString("hex")] },
  enabledJWA: {
    idTokenSigningAlgValues: ["RS256", "ES256"],
    userinfoSigningAlgValues: ["RS256", "ES256"],
    introspectionSigningAlgValues: ["RS256", "ES256"],
    clientAuthSigningAlgValues: ["RS256", "ES256"],
  },
  extraParams: ["siret_hint", "idp_hint"],
  features: {
    claimsParameter: { enabled: true },
    devInteractions: { enabled: false },
    introspection: { enabled: true },
    jwtIntrospection: { enabled: true },
    jwtUserinfo: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        const go = '<button autofocus type="submit" form="op.logoutForm" name="logout" value="yes">Continuer</button>';
        ctx.body = `<!doctype html><title>Déconnexion</title>${form}${go}`;
      },
    },
  },
  findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...people.get(id) }) }),
  interactions: { policy, url: (_ctx, interaction) => `/connexion/${interaction.uid}` },
  issueRefreshToken: (_ctx, client) => client.grantTypeAllowed("refresh_token"),
  loadExistingGrant: async (ctx) => {
    const { client, session, provider: own, requestParamScopes, requestParamClaims } = ctx.oidc;
    const grant = new own.Grant({ clientId: client.clientId, accountId: session.accountId });
    grant.addOIDCScope([...requestParamScopes].join(" "));
    grant.addOIDCClaims([...requestParamClaims, "acr", "amr"]);
    await grant.save();
    return grant;
  },
  pairwiseIdentifier: (_ctx, account, client) =>
    createHash("sha256").update(`${client.clientId}|${account}`).digest("hex"),
  pkce: { required: () => false },
  rotateRefreshToken: () => true,
  routes: {
    authorization: "/authorize",
    token: "/token",
    userinfo: "/userinfo",
    jwks: "/jwks",
    end_session: "/session/end",
    introspection: "/token/introspection",
  },
  subjectTypes: ["pairwise"],
  ttl: { AuthorizationCode: 60, AccessToken: 3600, IdToken: 3600, RefreshToken: 7200, Session: 43200, Grant: 43200, Interaction: 600 },
});

const FORM = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>ProConnect (jumeau)</title>
<h1>ProConnect (jumeau)</h1><form method="post">
<p><label>Adresse <input name="email" value="agathe@example.fr"></label>
<p><label>SIRET <input name="siret" value="20009088400017"></label>
<p><label>Organisme <input name="organization_label" value="SMICTOM Valcobreizh"></label>
<p><label>Niveau <input name="acr" value="eidas1"></label>
<p><label>Rôles <input name="roles" value="agent_public agent_public_territorial"></label>
<p><label>Population <input name="belonging_population" value="agent"></label>
<p><button name="do" value="go">Se connecter</button> <button name="do" value="stop">Annuler</button></form>`;

async function interaction(request, response) {
  const details = await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(FORM);
    return;
  }
  let body = "";
  for await (const chunk of request) body += chunk;
  const form = Object.fromEntries(new URLSearchParams(body));
  if (form.do === "stop") {
    await provider.interactionFinished(request, response, { error: "access_denied" });
    return;
  }
  const { email, acr } = form;
  const said = {
    email,
    given_name: email.split("@")[0],
    usual_name: "Démonstration",
    siret: form.siret || undefined,
    organization_label: form.organization_label || undefined,
    roles: (form.roles ?? "").split(" ").filter(Boolean),
    belonging_population: form.belonging_population || undefined,
  };
  people.set(email, said);
  const amr = acr.endsWith("-mfa") ? ["pwd", "mfa"] : ["pwd"];
  const login = { accountId: email, acr, amr, remember: details.params.prompt !== "login" };
  await provider.interactionFinished(request, response, { login });
}

function isShort(url) {
  if (url.pathname !== `${MOUNT}/authorize`) return false;
  return ["state", "nonce"].some((name) => (url.searchParams.get(name) ?? "").length < 32);
}

const callback = provider.callback();
createServer((request, response) => {
  const url = new URL(request.url, origin);
  if (isShort(url)) {
    response.statusCode = 400;
    response.end("Y000400");
  } else if (url.pathname.startsWith("/connexion/")) {
    interaction(request, response).catch((error) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  } else if (url.pathname.startsWith(`${MOUNT}/`)) {
    request.originalUrl = request.url;
    request.url = request.url.slice(MOUNT.length);
    callback(request, response);
  } else {
    response.statusCode = 404;
    response.end();
  }
}).listen(port, "127.0.0.1");
