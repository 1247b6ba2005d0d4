// The console: GraphiQL over our own endpoint, with the token and the purpose of whoever tries it.
// The token stays in this tab's memory only: never in storage, never in an address.
'use strict';

// Open data: it answers without a token.
const FIRST_QUERY = `# Les bornes de recharge les plus puissantes : données ouvertes, sans jeton
# The most powerful charging stations: open data, no token
{
  sde35 {
    bornesRecharge(
      orderBy: [{ puissanceKw: DESC }, { nomStation: ASC }, { idPdc: ASC }]
      first: 10
    ) {
      nodes { nomStation puissanceKw commune { nom } }
      totalCount { value }
    }
  }
}
`;

const inEnglish = document.documentElement.lang === 'en';
const said = (fr, en) => (inEnglish ? en : fr);

const who = { token: '', purpose: '', scope: '' };

function headers() {
  const sent = { 'Content-Type': 'application/json', Accept: 'application/json' };
  if (who.token) sent.Authorization = `Bearer ${who.token}`;
  if (who.purpose) sent['Interco-Purpose'] = who.purpose;
  return sent;
}

async function fetcher(parameters) {
  const address = who.scope ? `/graphql?scope=${encodeURIComponent(who.scope)}` : '/graphql';
  const response = await fetch(address, {
    method: 'POST',
    headers: headers(),
    body: JSON.stringify(parameters),
  });
  const answer = await response.json();
  const codes = (answer.errors || []).map((error) => error.extensions && error.extensions.code);
  document.getElementById('step-up').hidden = !codes.includes('sign_in_too_weak');
  return answer;
}

async function showWhoIAm() {
  const me = document.getElementById('me');
  try {
    me.textContent = [await whoIAm(), await wrongScope()].filter(Boolean).join(' ');
  } catch {
    me.textContent = said('La passerelle ne répond pas.', 'The gateway does not answer.');
  }
}

async function whoIAm() {
  const answer = await fetcher({
    query: '{ me { agent organisation { name } purposes } purposes { code labelFr labelEn } }',
  });
  const found = answer.data && answer.data.me;
  const isSignedIn = Boolean(found && found.agent && !who.token);
  document.getElementById('account').hidden = !isSignedIn;
  document.getElementById('sign-in').hidden = isSignedIn;
  if (found && !found.agent) offerPurposes([], []);
  if (found && !found.agent) return said('Sans jeton : données ouvertes seulement.', 'No token: open data only.');
  if (!found) return answer.errors ? answer.errors[0].message : said('Réponse inattendue.', 'Unexpected answer.');
  const organisation = found.organisation ? ` — ${found.organisation.name}` : '';
  offerPurposes(found.purposes, answer.data.purposes || []);
  return `${found.agent}${organisation}`;
}

// Those of whoever asks, by their labels; the one that was chosen stays while it is theirs.
function offerPurposes(own, known) {
  const list = document.getElementById('purpose');
  const labels = Object.fromEntries(known.map((one) => [one.code, said(one.labelFr, one.labelEn)]));
  const chosen = list.value;
  list.replaceChildren(list.options[0], ...own.map((code) => new Option(labels[code] || code, code)));
  list.value = own.includes(chosen) ? chosen : '';
  who.purpose = list.value;
}

async function wrongScope() {
  if (!who.scope) return '';
  const answer = await fetcher({ query: '{ __schema { queryType { name } } }' });
  return answer.errors ? answer.errors[0].message : '';
}

const root = ReactDOM.createRoot(document.getElementById('graphiql'));
let edition = 0;

function render() {
  edition += 1; // a new key makes GraphiQL ask for the schema again, as the new caller
  root.render(
    React.createElement(GraphiQL, {
      key: edition,
      fetcher,
      defaultQuery: FIRST_QUERY,
      isHeadersEditorEnabled: false,
      shouldPersistHeaders: false,
    }),
  );
}

document.getElementById('purpose').addEventListener('change', (event) => {
  who.purpose = event.target.value;
  render();
});

document.getElementById('who').addEventListener('submit', async (event) => {
  event.preventDefault();
  for (const name of Object.keys(who)) who[name] = document.getElementById(name).value.trim();
  await showWhoIAm();
  render();
});

render();
showWhoIAm();

// GraphiQL leaves its editors' fields without a name that a screen reader could say.
const EDITORS = {
  '.graphiql-query-editor': said('Requête', 'Query'),
  '.graphiql-editor-tool': 'Variables',
  '.result-window': said('Réponse', 'Answer'),
};
new MutationObserver(() => {
  for (const [place, label] of Object.entries(EDITORS)) {
    for (const field of document.querySelectorAll(`${place} textarea:not([aria-label])`)) {
      field.setAttribute('aria-label', label);
      field.lang = said('fr', 'en');
    }
  }
}).observe(document.getElementById('graphiql'), { childList: true, subtree: true });

// In the editor Tab indents: Escape, then Tab, leaves it, as the page says.
let isLeaving = false;
document.addEventListener('keydown', (event) => {
  if (!event.target.closest || !event.target.closest('.CodeMirror')) return;
  if (event.key === 'Escape') isLeaving = true;
  else if (event.key === 'Tab' && isLeaving) event.stopImmediatePropagation();
  else if (event.key !== 'Shift') isLeaving = false;
}, true);
document.addEventListener('focusout', () => { isLeaving = false; });
