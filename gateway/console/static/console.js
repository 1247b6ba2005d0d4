// The console: GraphiQL over our own endpoint, with the token and the purpose of whoever tries it.
// The token stays in this tab's memory only: never in storage, never in an address.
'use strict';

const FIRST_QUERY = `# Les tonnages collectés, par commune / Collected weights, by commune
{
  valDIlleAubigne {
    collectes {
      groupBy(orderBy: [{ key: { commune: { nom: ASC } } }]) {
        key { commune { code nom } }
        aggregate { count sum { tonnageKg } }
      }
    }
  }
}
`;

const who = { token: '', purpose: '', scope: '' };

function headers() {
  const sent = { 'Content-Type': 'application/json', Accept: 'application/json' };
  if (who.token) sent.Authorization = `Bearer ${who.token}`;
  if (who.purpose) sent['Interco-Purpose'] = who.purpose;
  return sent;
}

async function fetcher(parameters) {
  const address = who.scope ? `/graphql?scope=${encodeURIComponent(who.scope)}` : '/graphql';
  const answer = await fetch(address, {
    method: 'POST',
    headers: headers(),
    body: JSON.stringify(parameters),
  });
  return answer.json();
}

async function showWhoIAm() {
  const me = document.getElementById('me');
  if (!who.token) {
    me.textContent = 'Sans jeton : données ouvertes seulement.';
    return;
  }
  const answer = await fetcher({ query: '{ me { agent organisation { name } purposes } }' });
  const found = answer.data && answer.data.me;
  if (!found) {
    me.textContent = answer.errors ? answer.errors[0].message : 'Réponse inattendue.';
    return;
  }
  const organisation = found.organisation ? ` — ${found.organisation.name}` : '';
  me.textContent = `${found.agent}${organisation}`;
  const list = document.getElementById('purposes');
  list.replaceChildren(...found.purposes.map((code) => new Option(code, code)));
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

document.getElementById('who').addEventListener('submit', async (event) => {
  event.preventDefault();
  for (const name of Object.keys(who)) who[name] = document.getElementById(name).value.trim();
  await showWhoIAm();
  render();
});

render();
