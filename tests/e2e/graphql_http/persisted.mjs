// Asks by Apollo's PersistedQueryLink as each caller in turn; prints one JSON line a question:
// what was sent for it (method, whether with the text, whether with its hash), and the answer.
import { createHash } from 'node:crypto';
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client/core';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';

const [url, token, other] = process.argv.slice(2);
const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const QUESTION = gql`query Question { valcobreizh { collectes(first: 1) { totalCount { value } } } }`;
const OPEN = gql`query Open { organisations { slug } }`;
const SECOND = gql`query Second { __typename }`;

function clientOf(bearer, useGETForHashedQueries) {
  const sent = [];
  const fetch = (uri, options) => {
    const parameters = new URL(uri).searchParams;
    const body = options.body ? JSON.parse(options.body) : {};
    sent.push({
      method: options.method,
      text: parameters.has('query') || 'query' in body,
      hash: parameters.has('extensions') || 'persistedQuery' in (body.extensions ?? {}),
    });
    return globalThis.fetch(uri, options);
  };
  const headers = bearer ? { authorization: `Bearer ${bearer}` } : {};
  const link = ApolloLink.from([
    new PersistedQueryLink({ sha256, useGETForHashedQueries }),
    new HttpLink({ uri: url, fetch, headers }),
  ]);
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  return async (step, query) => {
    const { data } = await client.query({ query, fetchPolicy: 'no-cache' });
    console.log(JSON.stringify({ step, sent: sent.splice(0), data }));
  };
}

async function evict() {
  // Until what the caller sent before leaves to make room.
  for (let number = 0; number < 25; number += 1) {
    const query = `{ __typename } # ${number} ${'x'.repeat(90_000)}`;
    const extensions = { persistedQuery: { version: 1, sha256Hash: sha256(query) } };
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ query, extensions });
    const answered = await (await globalThis.fetch(url, { method: 'POST', headers, body })).json();
    if (answered.errors) throw new Error(JSON.stringify(answered.errors));
  }
}

await clientOf(token, true)('cold', QUESTION);
await clientOf(token, true)('warm', QUESTION);
await clientOf(token, false)('warm by POST', QUESTION);
await clientOf(other, false)('of another caller', QUESTION);
await evict();
await clientOf(token, true)('evicted', QUESTION);
await clientOf(token, true)('warm again', QUESTION);
const anybody = clientOf(null, true);
await anybody('without a token', OPEN);
await anybody('without a token, again', SECOND);
