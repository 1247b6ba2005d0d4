// What pages do beyond forms: copy a text, give the focus to what is to be corrected.
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
