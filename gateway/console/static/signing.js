// The button that signs waits until the end of the text has been on the screen. Focus does as well:
// whoever goes by keyboard arrives at the form through the whole text.
'use strict';

for (const button of document.querySelectorAll('[data-after]')) {
  const end = document.getElementById(button.dataset.after);
  const why = document.getElementById(button.dataset.untilThen);
  const reach = () => { button.disabled = false; why.hidden = true; };
  if (!end || !('IntersectionObserver' in window)) continue;
  button.disabled = true;
  why.hidden = false;
  const observer = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) {
      observer.disconnect();
      reach();
    }
  });
  observer.observe(end);
  button.form.addEventListener('focusin', reach);
}
