// A file on its way: dropped on the zone or chosen, sent with its progress, and stopped at will.
'use strict';

for (const form of document.querySelectorAll('[data-drop]')) {
  const input = form.querySelector('input[type=file]');
  const sending = form.querySelector('[data-sending]');
  const bar = sending.querySelector('progress');
  const words = form.querySelector('[data-said]');
  let request = null;

  const over = (isOver) => form.classList.toggle('over', isOver);
  form.addEventListener('dragover', (event) => { event.preventDefault(); over(true); });
  form.addEventListener('dragleave', () => over(false));
  form.addEventListener('drop', (event) => {
    event.preventDefault();
    over(false);
    if (!event.dataTransfer.files.length || request) return;
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });

  const ended = (sentence) => {
    request = null;
    sending.hidden = true;
    bar.value = 0;
    words.textContent = sentence;
    form.querySelector('[type=submit]').disabled = false;
  };

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (request) return;
    request = new XMLHttpRequest();
    request.open('POST', form.action);
    sending.hidden = false;
    form.querySelector('[type=submit]').disabled = true;
    let last = -1;
    request.upload.addEventListener('progress', (sent) => {
      if (!sent.lengthComputable) return;
      const percent = Math.floor((100 * sent.loaded) / sent.total);
      bar.value = percent;
      // Read aloud at each quarter, not at each percent.
      const quarter = Math.floor(percent / 25);
      if (quarter === last) return;
      last = quarter;
      words.textContent = percent === 100
        ? words.dataset.received
        : words.dataset.sent.replace('{percent}', percent);
    });
    request.addEventListener('load', () => {
      if (request.status < 400) { window.location.assign(request.responseURL); return; }
      const answer = new DOMParser().parseFromString(request.responseText, 'text/html');
      const main = answer.querySelector('main');
      ended('');
      if (!main) { words.textContent = words.dataset.broken; return; }
      document.querySelector('main [role=alert]')?.remove();
      const alert = main.querySelector('[role=alert]');
      if (!alert) return;
      form.before(alert);
      alert.focus();
    });
    request.addEventListener('error', () => ended(words.dataset.broken));
    request.addEventListener('abort', () => ended(words.dataset.stopped));
    request.send(new FormData(form));
  });
  sending.querySelector('[data-stop]').addEventListener('click', () => {
    if (request) request.abort();
    input.focus();
  });
}
