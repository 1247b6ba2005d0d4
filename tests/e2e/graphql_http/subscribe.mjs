// Subscribes by graphql-sse, as a person's token lets it; prints one JSON line for the opening, for
// each result and for the end.
import { createClient } from 'graphql-sse';

const [url, token, query] = process.argv.slice(2);
const say = (line) => console.log(JSON.stringify(line));
const client = createClient({
  url,
  headers: { authorization: `Bearer ${token}` },
  retryAttempts: 0,
  on: { connected: () => say({ is: 'open' }) },
});
client.subscribe({ query }, {
  next: (result) => say({ is: 'next', ...result }),
  complete: () => say({ is: 'complete' }),
  error: (error) => say({ is: 'error', error: String(error) }),
});
