// Forms and lists to tick: print, download, clear and, only if the reader asks
// for it, keep on this device.
//
// The page brings the controls, hidden, in [data-tools], with every word that
// is shown. They appear because this script runs. Nothing leaves the device, and
// nothing stays on it unless the reader ticks "keep": until a day that is named,
// under one key for this site, edition and page. A private page has no such
// control, and this script writes nothing there whatever its markup says.
(() => {
  'use strict';

  const DAY = 24 * 60 * 60 * 1000;
  const tools = document.querySelector('[data-tools]');
  if (!tools) return;

  const part = name => tools.querySelector(`[data-${name}]`);
  const form = document.querySelector('form[data-form]');
  const fields = [...document.querySelectorAll('form[data-form] :is(input, textarea), .tasks input')];
  const status = part('status');
  const keep = part('keep');
  const days = part('days');
  const isPrivate = document.querySelector('[data-private]') !== null;
  const key = storageKey();

  if (fields.length > 0 && (form || key)) start(); // ticks need nothing but to be kept

  function start() {
    if (!form) { // the controls belong to what is ticked
      const lists = document.querySelectorAll('.tasks');
      lists[lists.length - 1].after(tools);
    }
    tools.hidden = false; // before anything is said in it
    part('print')?.addEventListener('click', () => print());
    const day = isoDay(new Date());
    part('download')?.addEventListener('click', () => save(`${pageName()}-${day}.md`, 'text/markdown', markdown()));
    part('download-data')?.addEventListener('click', () => save(`${pageName()}.json`, 'application/json', data()));
    startClear();
    startKeep();
    if (!CSS.supports('field-sizing', 'content')) addEventListener('beforeprint', showWholeAnswers);
  }

  // say shows a message of the page, and has it read out: once, not again with
  // every letter that is kept.
  function say(message, detail = '') {
    const text = (status.dataset[message] || '').replace('{0}', detail);
    if (status.textContent !== text) status.textContent = text;
  }

  // ---- answers ----

  function isBox(field) {
    return field.type === 'checkbox' || field.type === 'radio';
  }

  // A tick is known by its words, not by its place: when the text changes, it
  // must not move to another line.
  function nameOf(field) {
    return field.name || field.id || 'tick ' + textOf(field.closest('li'));
  }

  function read() {
    const answers = {};
    for (const field of fields) {
      if (isBox(field) ? field.checked : field.value) answers[nameOf(field)] = field.value;
    }
    return answers;
  }

  function write(answers) {
    for (const field of fields) {
      const value = answers[nameOf(field)];
      if (isBox(field)) field.checked = value === field.value;
      else field.value = value || '';
      if (field.type === 'date') field.setAttribute('value', field.value); // what is there is printed
    }
  }

  // ---- keep on this device ----

  // storageKey is empty where nothing may be stored: on a private page, where
  // the browser has no storage, and where the page does not say whose edition
  // of the portal this is.
  function storageKey() {
    const audience = document.querySelector('[data-audience]')?.dataset.audience;
    if (!keep || !audience || isPrivate) return '';
    try {
      localStorage.getItem('');
    } catch {
      return '';
    }
    const site = new URL(tools.dataset.root || '.', location.href).pathname;
    const page = location.pathname.slice(site.length).replace(/(index)?(\.html)?$/, '');
    return ['mentorbook', site, audience, page].join('|');
  }

  function startKeep() {
    if (!key) {
      part('keeping')?.remove();
      return;
    }
    part('disk').hidden = location.protocol !== 'file:';
    for (const option of days.options) option.hidden = option.disabled = !(until(option.value) > Date.now());
    if (days.selectedOptions[0]?.disabled) days.value = '30'; // the programs have ended
    restore();
    keep.addEventListener('change', () => (keep.checked ? store() : forget('removed')));
    days.addEventListener('change', () => keep.checked && store());
    document.addEventListener('input', event => keep.checked && fields.includes(event.target) && store());
    addEventListener('storage', follow);
    addEventListener('pageshow', follow);
  }

  function restore() {
    const entry = stored();
    if (!entry) return;
    write(entry.answers);
    if ([...days.options].some(option => option.value === entry.days && !option.disabled)) days.value = entry.days;
    tools.open = true; // where it is a <details>
    showKept(entry);
  }

  // stored returns what is kept and has not expired.
  function stored() {
    try {
      const entry = JSON.parse(localStorage.getItem(key));
      return entry?.answers && entry.expires > Date.now() ? entry : null;
    } catch {
      return null;
    }
  }

  // until is when something is deleted that is kept now: after some days, or at the
  // end of a day.
  function until(choice) {
    return choice.includes('-') ? Date.parse(choice + 'T23:59:59') : Date.now() + choice * DAY;
  }

  // store keeps the answers; the days count from the last change.
  function store() {
    const entry = {expires: until(days.value), days: days.value, answers: read()};
    try {
      localStorage.setItem(key, JSON.stringify(entry));
      showKept(entry);
    } catch { // full, or not allowed
      forget('failed');
    }
  }

  function forget(message) {
    localStorage.removeItem(key);
    showKept(null);
    say(message);
  }

  // showKept makes the page say what is true: that the answers stay until a day,
  // or that they go with the page.
  function showKept(entry) {
    keep.checked = entry !== null;
    const gone = document.querySelector('[data-gone]');
    if (gone) gone.hidden = keep.checked;
    if (entry) say('kept', dayInWords(new Date(entry.expires)));
  }

  // follow takes over what another tab did to this page's entry: what was
  // cleared there must not come back from here with the next letter.
  function follow() {
    if (!keep.checked) return;
    const entry = stored();
    if (entry) write(entry.answers);
    else forget('removed');
  }

  // ---- clear, in two steps ----

  function startClear() {
    const clear = part('clear'), question = part('question'), no = part('no');
    const ask = open => {
      clear.hidden = open;
      question.hidden = !open;
      (open ? no : clear).focus();
    };
    clear.addEventListener('click', () => ask(true));
    no.addEventListener('click', () => ask(false));
    question.addEventListener('keydown', event => event.key === 'Escape' && ask(false));
    part('yes').addEventListener('click', () => {
      write({});
      if (key) forget();
      ask(false);
      say('cleared');
    });
  }

  // ---- download ----

  function pageName() {
    return decodeURIComponent(location.pathname.split('/').pop().replace(/\.html$/, ''));
  }

  function save(name, type, text) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], {type: `${type};charset=utf-8`}));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    say('downloaded', name);
  }

  // data is what programs read of a form that was filled in: by the ids of its
  // fields, without those that were left open. A point of a scale is a number. The
  // day is in it only where the form asks who fills it in: then the last one counts.
  function data() {
    const answers = {};
    for (const field of fields) {
      const id = (field.name || field.id).replace(/^field-/, '');
      if (!form.contains(field) || (isBox(field) ? !field.checked : !field.value.trim())) continue;
      answers[id] = field.closest('.points') ? Number(field.value) : field.value.trim();
    }
    const signed = form.querySelector('#field-email, #field-person, #field-pair');
    return JSON.stringify({
      form: form.dataset.form,
      version: Number(form.dataset.version) || 0,
      language: (form.closest('[lang]') || document.documentElement).lang,
      saved: signed ? isoDay(new Date()) : undefined,
      fields: answers,
    }, null, 2) + '\n';
  }

  function markdown() {
    const blocks = ['# ' + textOf(document.querySelector('h1')), dayInWords(new Date())];
    for (const item of form.querySelectorAll('fieldset:not(.field) > legend, .field')) {
      const field = item.matches('.field');
      const label = textOf(field ? item.querySelector('legend, label') : item);
      if (!field) blocks.push('## ' + label);
      else blocks.push(`**${label}**`, answerIn(item) || `*${status.dataset.blank}*`);
    }
    return blocks.join('\n\n') + '\n';
  }

  function answerIn(question) {
    const field = question.querySelector(':checked, textarea, input:not([type="radio"])');
    if (!field) return '';
    if (isBox(field)) return textOf(field.parentElement) + scaleIn(question);
    if (field.type === 'date') return field.value && dayInWords(new Date(field.value + 'T00:00'));
    return field.value.trim().replace(/([^\n])\n(?=[^\n])/g, '$1  \n'); // line breaks stay
  }

  // scaleIn says what the ends of a scale mean: " (1 = never, 5 = always)".
  function scaleIn(question) {
    const points = question.querySelectorAll('.points input');
    const ends = [];
    for (const end of question.querySelectorAll('.end')) {
      const before = end.compareDocumentPosition(points[0]) & Node.DOCUMENT_POSITION_FOLLOWING;
      ends.push(`${points[before ? 0 : points.length - 1].value} = ${textOf(end)}`);
    }
    return ends.length > 0 ? ` (${ends.join(', ')})` : '';
  }

  function textOf(element) {
    return element.textContent.trim().replace(/\s+/g, ' ');
  }

  // dayInWords writes a date as the portal does: the day comes first, in English
  // too.
  function dayInWords(date) {
    const language = document.documentElement.lang.replace(/^en$/, 'en-GB');
    return date.toLocaleDateString(language, {day: 'numeric', month: 'long', year: 'numeric'});
  }

  function isoDay(date) {
    return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(n => String(n).padStart(2, '0')).join('-');
  }

  // ---- print ----

  // A text field prints only the lines that it shows. Where the style sheet
  // cannot let it grow, this does.
  function showWholeAnswers() {
    for (const field of fields) {
      if (field.type !== 'textarea') continue;
      const lines = field.scrollHeight / parseFloat(getComputedStyle(field).lineHeight);
      field.rows = Math.max(field.rows, Math.ceil(lines));
    }
  }
})();
