// What pages do beyond forms: copy a text, give the focus to what is to be corrected, warn before
// a session ends, keep drafts. Nothing that was typed is lost.
'use strict';

document.addEventListener('click', async (event) => {
  const button = event.target.closest('[data-copies]');
  if (!button) return;
  await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent);
  const before = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = before; }, 2000);
});

const alertBox = document.querySelector('[role="alert"][tabindex]');
if (alertBox) alertBox.focus();

// The session: told two minutes before it ends, whichever end comes first.
const WARNS_MS = 120000;
const ends = { hard: Date.parse(document.body.dataset.sessionEnds), idle: Date.parse(document.body.dataset.sessionIdleEnds) };
const isSignedIn = () => Number.isFinite(ends.hard);
const endsAt = () => Math.min(ends.hard, ends.idle);
const tabs = 'BroadcastChannel' in window ? new BroadcastChannel('session') : null;
let shown = '';

function show(name) {
  if (shown === name) return;
  shown = name;
  const place = document.getElementById('session');
  const words = name && document.getElementById(`session-${name}`);
  place.replaceChildren(...(words ? [words.content.cloneNode(true)] : []));
  const hour = place.querySelector('[data-hour]');
  if (hour) hour.textContent = new Date(endsAt()).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' });
}

function watch() {
  const left = endsAt() - Date.now();
  if (left <= 0) show('over');
  else if (left > WARNS_MS) show('');
  else show(ends.hard <= ends.idle ? 'last' : 'idle');
}

function renew(answer) {
  ends.hard = Date.parse(answer.ends_at);
  ends.idle = Date.parse(answer.idle_ends_at);
  watch();
}

// Whether the session is open: asking counts as a use, so only what a person does asks.
async function keepsSession() {
  try {
    const answer = await fetch('/session/keep', { method: 'POST' });
    if (!answer.ok) throw new Error(answer.status);
    const told = await answer.json();
    renew(told);
    if (tabs) tabs.postMessage(told);
    return true;
  } catch {
    shown = '';
    show('over');
    return false;
  }
}

if (isSignedIn()) {
  if (tabs) {
    tabs.addEventListener('message', (event) => renew(event.data));
    tabs.postMessage({ ends_at: document.body.dataset.sessionEnds, idle_ends_at: document.body.dataset.sessionIdleEnds });
  }
  watch();
  setInterval(watch, 5000);
  document.addEventListener('click', (event) => {
    if (event.target.closest('[data-keeps-session]')) keepsSession();
  });
  // A form that is sent after the end would be lost on the way to sign in: it waits here instead.
  document.addEventListener('submit', async (event) => {
    const { target: form, submitter } = event;
    if (form.method !== 'post' || form.getAttribute('data-session-open') === 'yes' || Date.now() < endsAt()) return;
    event.preventDefault();
    if (!(await keepsSession())) return;
    form.setAttribute('data-session-open', 'yes');
    form.requestSubmit(submitter);
  }, true);
}

// A second click on the button of a form that makes something new: it is on its way already.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.querySelector('input[name="_once"]')) return;
  if (form.getAttribute('data-on-its-way') === 'yes') event.preventDefault();
  else form.setAttribute('data-on-its-way', 'yes');
});
window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[data-on-its-way]')) form.removeAttribute('data-on-its-way');
});

// A field may be called "dataset", which then stands in the place of form.dataset: attributes are
// read by name.
// Drafts: each change of a form with data-draft is kept; passwords and files never are.
const AFTER_MS = 800;
const isKept = (field) => field.name && !field.disabled
  && !['password', 'file', 'hidden', 'submit', 'button'].includes(field.type)
  && !field.closest('[data-no-draft]');

function typed(form) {
  const fields = new URLSearchParams();
  for (const field of form.elements) {
    if (!isKept(field)) continue;
    if ((field.type === 'checkbox' || field.type === 'radio') && !field.checked) continue;
    if (field.type === 'select-multiple') {
      for (const option of field.selectedOptions) fields.append(field.name, option.value);
    } else fields.append(field.name, field.value);
  }
  return fields;
}

async function keepDraft(form, lasting) {
  try {
    const answer = await fetch(`/drafts/${form.getAttribute('data-draft')}`, { method: 'PUT', body: typed(form), keepalive: lasting });
    if (answer.status === 401) show('over');
    if (!answer.ok) return;
    const state = form.querySelector('.draft-state');
    if (!state.hasChildNodes()) state.append(document.getElementById('draft-kept').content.cloneNode(true));
  } catch { /* The next change tries again. */ }
}

for (const form of isSignedIn() ? document.querySelectorAll('form[data-draft]') : []) {
  let waiting = null;
  let isSent = false;
  const state = document.createElement('p');
  state.className = 'draft-state';
  state.setAttribute('role', 'status');
  form.append(state);
  const changed = (event) => {
    if (!isKept(event.target)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => { waiting = null; keepDraft(form, false); }, AFTER_MS);
  };
  form.addEventListener('input', changed);
  form.addEventListener('change', changed);
  form.addEventListener('submit', (event) => {
    // What a form leads to by its address alone keeps the draft.
    if (event.defaultPrevented || form.method === 'get') return;
    clearTimeout(waiting);
    waiting = null;
    isSent = true;
    let name = form.querySelector('input[name="_draft"]');
    if (!name) {
      name = document.createElement('input');
      name.type = 'hidden';
      name.name = '_draft';
      form.append(name);
    }
    name.value = form.getAttribute('data-draft');
  });
  window.addEventListener('pagehide', () => {
    if (waiting !== null && !isSent) keepDraft(form, true);
  });
}

// Menus open and close without script; with it, Escape and a click elsewhere close them too.
const openMenu = () => document.querySelector('details.menu-of[open]');
document.addEventListener('click', (event) => {
  const menu = openMenu();
  if (menu && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener('keydown', (event) => {
  const menu = event.key === 'Escape' ? openMenu() : null;
  if (!menu) return;
  menu.open = false;
  menu.querySelector('summary').focus();
});

// Paper: what is folded is read too, under the address and the day.
const unfolded = [];
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('main details:not([open], .no-print, .no-print details)')) {
    details.open = true;
    unfolded.push(details);
  }
  const foot = document.querySelector('.on-paper');
  const today = new Date().toLocaleString(document.documentElement.lang, { dateStyle: 'long', timeStyle: 'short' });
  if (foot) foot.textContent = `${location.href} · ${today}`;
});
addEventListener('afterprint', () => {
  for (const details of unfolded.splice(0)) details.open = false;
});
