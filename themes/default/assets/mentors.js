// The directory of mentors: it can be filtered by topic and unit, and a long one
// opens in parts. Without this script everybody is shown.
(() => {
  'use strict';

  const PART = 24; // people that are shown at first

  const form = document.querySelector('.filters');
  const people = [...document.querySelectorAll('.people > li')];
  const status = form.querySelector('[role="status"]');
  const more = document.querySelector('[data-more]');
  const chosen = name => form.querySelector(`[data-filter="${name}"]`)?.value || '';
  let shown = PART;

  form.hidden = false;
  form.addEventListener('change', () => {
    shown = PART;
    show();
  });
  more.addEventListener('click', () => {
    const next = fitting()[shown];
    shown = Infinity;
    show();
    next.querySelector('a')?.focus(); // the button is gone
  });
  show();

  function fitting() {
    const topic = chosen('topic'), unit = chosen('unit');
    return people.filter(person =>
      (!unit || person.dataset.unit === unit) &&
      (!topic || [...person.querySelectorAll('.tags a')].some(link => link.textContent === topic)));
  }

  function show() {
    const found = fitting();
    const first = new Set(found.slice(0, shown));
    for (const person of people) person.hidden = !first.has(person);
    more.hidden = found.length <= shown;
    status.textContent = status.dataset.found.replace('{0}', found.length);
  }
})();
