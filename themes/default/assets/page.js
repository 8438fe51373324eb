// What every page gets from a script: the contents mark where the reader is, a
// change of language keeps that place, the header comes back when one scrolls up,
// headings have a link to themselves, texts and links can be copied. Every page
// works without it.
//
// The words that it shows are attributes of its own script element. It stores
// nothing; what other pages keep for the reader, it deletes when the time is up.
(() => {
  'use strict';

  const words = document.currentScript.dataset;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const live = document.createElement('p'); // read out, not seen
  let settling;

  const led = ledBySearch();
  const kept = forgetExpired();
  loadForm();
  linkHeadings();
  followHeadings();
  bringHeaderBack();
  foldOnPhones();
  offerPrint();
  stopAtScrollers();
  offerCopies();
  offerSearch();

  // ---- what is kept on the device (form.js keeps it) ----

  // forgetExpired returns the keys that are left.
  function forgetExpired() {
    try {
      return Object.keys(localStorage).filter(key => {
        const old = key.startsWith('mentorbook|') && !(expiry(key) > Date.now());
        if (old) localStorage.removeItem(key);
        return !old;
      });
    } catch { // no storage
      return [];
    }
  }

  function expiry(key) {
    try {
      return JSON.parse(localStorage.getItem(key)).expires;
    } catch {
      return 0;
    }
  }

  // loadForm gets form.css and then form.js for what is ticked in a text: at the
  // first tick, or at once where ticks may have been kept. A form has elements
  // for them.
  function loadForm() {
    const {script: source, sheet} = document.querySelector('[data-tools]')?.dataset || {};
    if (!source || !document.querySelector('.tasks')) return;
    const load = () => {
      const script = document.createElement('script');
      script.src = source;
      const style = document.createElement('link');
      style.rel = 'stylesheet';
      style.href = sheet;
      style.onload = style.onerror = () => document.head.append(script);
      document.head.append(style);
    };
    if (kept.length > 0) load();
    else document.addEventListener('change', load, {once: true});
  }

  // ---- where the reader is ----

  function linkHeadings() {
    for (const heading of all('.prose .heading > [id]')) {
      const link = document.createElement('a');
      link.className = 'anchor';
      link.href = '#' + heading.id;
      link.textContent = '#';
      link.setAttribute('aria-labelledby', heading.id);
      heading.after(link);
    }
  }

  // bringHeaderBack shows the header at the top of the window once the reader
  // scrolls up, and takes it away when the reader goes on. A few pixels are no
  // decision.
  function bringHeaderBack() {
    const header = document.querySelector('.top');
    const {classList} = document.documentElement;
    let last = scrollY;
    if (!header) return;
    // What is taller than the window below the header begins behind it when it
    // takes the focus; no room kept for the header helps there.
    const coversFocus = () => {
      const focused = document.querySelector(':focus-visible');
      return focused && !header.contains(focused)
        && Math.abs(focused.getBoundingClientRect().top) < header.offsetHeight;
    };
    const show = shown => classList.toggle('away', classList.contains('stuck') && (!shown || coversFocus()));
    classList.add('follows');
    // It is asked once the browser has scrolled there.
    addEventListener('focusin', () => requestAnimationFrame(() => { if (coversFocus()) show(false); }));
    addEventListener('scroll', () => {
      const down = scrollY > last;
      if (scrollY > 0 && Math.abs(scrollY - last) < 8) return;
      last = scrollY;
      if (scrollY > header.offsetHeight) classList.add('stuck');
      else if (scrollY <= 0) classList.remove('stuck');
      show(!down);
    }, {passive: true});
  }

  // The heading that the reader is at is the last one above a line near the top
  // of the window. The observed area has no end above, so that every heading
  // that crosses the line is reported, however far the reader jumps.
  function followHeadings() {
    const headings = all('main :is(h2, h3, h4)[id]:not(nav *, dialog *)');
    const above = new Set();
    const observer = new IntersectionObserver(entries => {
      for (const {target, isIntersecting} of entries) {
        if (isIntersecting) above.add(target);
        else above.delete(target);
      }
      const passed = headings.filter(heading => above.has(heading));
      markContents(passed);
      settle(passed.at(-1));
    }, {rootMargin: '1000000px 0px -85% 0px'});
    for (const heading of headings) observer.observe(heading);
  }

  function markContents(passed) {
    const ids = passed.map(heading => '#' + heading.id);
    const links = all('.contents a');
    const current = links.filter(link => ids.includes(decodeURIComponent(link.hash))).at(-1);
    for (const link of links) {
      if (link === current) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  }

  // settle takes a heading for the reader's place once the reader stays there.
  // The links to the other languages stand at the top of the page: going up to
  // one of them is not reading, unless it takes long.
  function settle(heading) {
    clearTimeout(settling);
    settling = setTimeout(keepPlace, heading ? 800 : 6000, heading);
  }

  // keepPlace makes the links to the other languages lead to the heading: the
  // one of the same number where the two texts are built alike, else the one of
  // the same id, or, where there is none, the top.
  function keepPlace(heading) {
    const number = all('.prose .heading > [id]');
    for (const link of all('.languages a')) {
      const there = (link.dataset.headings || '').split(' ');
      const same = there.length === number.length && there[number.indexOf(heading)];
      link.hash = heading ? same || heading.id : '';
    }
  }

  // ---- a long page in a small window ----

  // foldOnPhones closes what a session's page has in the second place: the lists
  // of the two roles, and the parts of its text. A link to one opens it. On paper,
  // and in a larger window, everything is as it was.
  function foldOnPhones() {
    const small = matchMedia('screen and (max-width: 47.99em)');
    const fit = () => {
      for (const list of all('[data-fold]')) list.open = !small.matches;
      if (small.matches) all('.session > .body > .prose > .heading:has(> h2)').forEach(fold);
      else unfold();
    };
    if (small.matches) fit();
    small.addEventListener('change', fit);
    addEventListener('beforeprint', () => {
      for (const list of all('[data-fold]')) list.open = true;
      unfold();
    });
    addEventListener('afterprint', fit);
  }

  // fold puts a heading and what follows it, up to the next one, into a part that opens.
  function fold(heading) {
    const part = document.createElement('details');
    const summary = document.createElement('summary');
    part.className = 'folded';
    heading.before(part);
    part.append(summary);
    summary.append(heading);
    while (part.nextElementSibling && !part.nextElementSibling.matches('.heading:has(> h2), .footnotes')) {
      part.append(part.nextElementSibling);
    }
  }

  function unfold() {
    for (const part of all('.folded')) {
      part.firstElementChild.replaceWith(...part.firstElementChild.children);
      part.replaceWith(...part.children);
    }
  }

  function offerPrint() {
    for (const button of all('[data-print-page]')) {
      button.hidden = false;
      button.addEventListener('click', () => print());
    }
  }

  // ---- what scrolls sideways ----

  // stopAtScrollers makes the Tab key stop only at tables and code that are wider
  // than the page leaves room for: nothing can be done at the others.
  function stopAtScrollers() {
    const watch = new ResizeObserver(entries => {
      for (const {target} of entries) {
        if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
        else target.removeAttribute('tabindex');
      }
    });
    for (const element of all('.table, .scroll, pre')) watch.observe(element);
  }

  // ---- copy and share ----

  function offerCopies() {
    if (!navigator.clipboard && !document.queryCommandSupported?.('copy')) return;
    live.className = 'visually-hidden';
    live.setAttribute('role', 'status');
    document.body.append(live);
    for (const item of all('.prompts li')) {
      const prompt = item.textContent.trim();
      item.append(copyButton(prompt, () => prompt));
    }
    for (const pre of all('.prose pre')) pre.after(copyButton(pre.textContent, () => pre.textContent));
    for (const quote of all('.prose blockquote')) offerLetter(quote);
    for (const share of all('[data-share]')) {
      share.closest('[hidden]')?.removeAttribute('hidden');
      copyOnClick(share, address);
    }
  }

  // A blockquote of several paragraphs is a text to use, like an invitation; a
  // shorter one is somebody's words.
  function offerLetter(quote) {
    const parts = [...quote.children];
    if (parts.length < 3 && !('letter' in quote.dataset)) return;
    const letter = () => parts.map(part => part.innerText.trim()).join('\n\n');
    quote.append(copyButton(parts[0].textContent, letter));
  }

  // copyButton makes a button that copies a text; its name says which one.
  function copyButton(name, text) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.lang = document.documentElement.lang;
    button.textContent = words.copy;
    button.setAttribute('aria-label', `${words.copy}: ${name.trim().slice(0, 80)}`);
    copyOnClick(button, text);
    return button;
  }

  function copyOnClick(button, text) {
    const label = button.textContent;
    button.addEventListener('click', async () => {
      const done = await copy(text());
      button.focus();
      announce(done ? words.copied : words.failed);
      if (!done) return;
      button.textContent = words.copied;
      setTimeout(() => { button.textContent = label; }, 2000);
    });
  }

  // copy tries the clipboard of the browser, which plain HTTP does not have,
  // and then a selection.
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const field = document.createElement('textarea');
      field.value = text;
      field.style.position = 'fixed'; // in view: nothing scrolls
      field.style.opacity = '0';
      document.body.append(field);
      field.select();
      const done = document.execCommand('copy');
      field.remove();
      return done;
    }
  }

  // address is what others can open: not a path on this disk, if there is
  // anything better, and not the place where the runner is.
  function address() {
    const canonical = document.querySelector('link[rel="canonical"]')?.href || '';
    const here = location.protocol === 'file:' && canonical.startsWith('http') ? canonical : location.href;
    return here.replace(/#run\b.*/, '');
  }

  function announce(text) {
    live.textContent = '';
    setTimeout(() => { live.textContent = text; }, 50); // the same words again are a change, too
  }

  // ---- search ----

  // ledBySearch returns the words behind the fragment of a result of the search,
  // where one led here, and takes them out of the address, which others are given.
  // They stand there because no server is told a fragment.
  function ledBySearch() {
    const behind = /^#(.*)&marks=(.*)$/;
    addEventListener('hashchange', () => { if (behind.test(location.hash)) location.reload(); }); // it was on this page
    const [, heading, words] = location.hash.match(behind) || [];
    if (words === undefined) return '';
    history.replaceState(history.state, '', heading ? `#${heading}` : location.pathname + location.search);
    if (heading) location.replace(`#${heading}`); // so that it is the target
    return new URLSearchParams(`marks=${words}`).get('marks');
  }

  // offerSearch loads search.js, its style and the first files of the index when
  // the reader first wants to search, or at once in search.html. They arrive in
  // any order: calls that are early wait in Q.calls. A file that does not come is
  // a call without content.
  function offerSearch() {
    const link = document.querySelector('a[data-search]');
    if (!link) return;
    const get = (source, name) => {
      const script = document.createElement('script');
      script.src = source;
      script.onerror = () => {
        if (name) window.Q(name);
        else {
          lost = true;
          failEarly(link);
        }
      };
      if (name) script.dataset.file = name;
      else script.dataset.reads = 'html'; // the search has read every page
      document.head.append(script);
    };
    // Whether search.js did not come; it is asked for again when the reader tries again.
    let lost = false;
    const load = () => {
      if (window.Q && !lost) return;
      lost = false;
      const calls = (window.Q?.calls || []).filter(([, data]) => data);
      window.Q = (...call) => { calls.push(call); };
      window.Q.calls = calls;
      const style = document.createElement('link');
      style.rel = 'stylesheet';
      style.href = link.dataset.sheet;
      document.head.append(style);
      get(link.dataset.search);
      const first = ['manifest', `words.${document.documentElement.lang}`];
      for (const name of first) {
        if (calls.some(([called]) => called === name)) continue;
        document.querySelector(`script[data-file="${name}"]`)?.remove();
        get(`${link.dataset.index}${name}.js`, name);
      }
    };
    const open = event => {
      event.preventDefault();
      load();
      if (link.dispatchEvent(new Event('search', {cancelable: true}))) openEarly(link);
    };
    link.addEventListener('pointerenter', load);
    link.addEventListener('focus', load);
    link.addEventListener('click', event => {
      if (!event.ctrlKey && !event.metaKey && !event.shiftKey) open(event);
    });
    document.addEventListener('keydown', event => {
      const command = event.ctrlKey || event.metaKey;
      const called = event.key?.toLowerCase() === 'k' && command;
      if (called && !document.querySelector('dialog[open]')) open(event);
    });
    if (history.state?.search || document.querySelector('[data-search-page]')) load();
    if (led) {
      const script = document.createElement('script');
      script.dataset.words = led;
      script.src = link.dataset.marks;
      document.head.append(script);
    }
  }

  // openEarly opens a field for what is typed before search.js is there to take
  // it over; Enter leads to search.html.
  function openEarly(link) {
    let dialog = document.querySelector('dialog.search');
    if (!dialog) {
      const field = document.createElement('input');
      field.ariaLabel = link.textContent.trim();
      const form = document.createElement('form');
      form.className = 'search-bar';
      form.onsubmit = event => {
        event.preventDefault();
        location.href = `${link.href}#${new URLSearchParams({q: field.value})}`;
      };
      form.append(field);
      dialog = document.createElement('dialog');
      dialog.className = 'search';
      dialog.append(form);
      document.body.append(dialog);
    }
    dialog.querySelector('[role=status]')?.remove();
    if (!dialog.open) dialog.showModal();
  }

  // failEarly leads to search.html when search.js does not come, but says so when
  // the reader is offline, whose page stays.
  function failEarly(link) {
    const dialog = document.querySelector('dialog.search[open]');
    if (!dialog) return;
    if (navigator.onLine) {
      location.href = link.href;
      return;
    }
    const status = document.createElement('p');
    status.className = 'search-status';
    status.role = 'status';
    status.textContent = link.dataset.offline;
    dialog.append(status);
  }
})();
