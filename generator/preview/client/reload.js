// The preview's part in the browser: it keeps the page up to date in place, goes
// to the page that is being edited, and shows what is wrong over it. The server
// puts it first into every page that it sends; no build has it.
(() => {
  'use strict';

  const {root, audience, audiences, version, status} = document.currentScript.dataset;
  const ELEMENT = Node.ELEMENT_NODE;

  // The page as it was served last, and the node of the real page behind each of
  // its nodes. Readers and scripts change the real one only.
  let served = document.documentElement.cloneNode(true);
  const real = new WeakMap();
  pair(served, document.documentElement);

  let shown = Number(version); // what the page is, or is becoming
  let stream = null;
  let readers = ''; // selects what the page's scripts have read and keep
  let outdated = false; // what they know
  let caughtUp = false; // with what happened while the page was out of sight
  let place = null; // where the page is to be scrolled to once it has loaded
  const tab = String(Math.random());

  const panel = makePanel();
  restore();
  panel.miss(status === '404');
  markDeadEnds();
  document.addEventListener('visibilitychange', look);
  addEventListener('focus', lead);
  lead();
  look();

  // ---- the server's events ----

  // look holds a stream while the page is in sight, and only then: a browser
  // opens six connections to a host, for all its tabs together.
  function look() {
    if (document.hidden) {
      stream?.close();
      stream = null;
      return;
    }
    if (stream) return;
    caughtUp = leads();
    lead();
    stream = new EventSource(`/_mentorbook/events?audience=${audience}`);
    stream.onmessage = ({data}) => receive(JSON.parse(data));
    stream.onerror = () => {
      panel.lose();
      if (stream?.readyState !== EventSource.CLOSED) return; // it tries again by itself
      stream = null;
      setTimeout(look, 1000);
    };
  }

  function receive(state) {
    panel.show(state);
    const goes = caughtUp && leads() && panel.follows() && state.edited && state.edited !== here();
    caughtUp = true;
    if (state.version === shown) return;
    shown = state.version;
    if (goes) location.assign(root + state.edited.split('/').map(encodeURIComponent).join('/'));
    else update();
  }

  function here() {
    const path = decodeURIComponent(location.pathname.slice(root.length));
    return path === '' || path.endsWith('/') ? path + 'index.html' : path;
  }

  // Of all tabs, the one that was looked at last follows the writer.
  function lead() {
    if (!document.hidden) keep('localStorage', 'lead', tab);
  }

  function leads() {
    return kept('localStorage', 'lead') === tab;
  }

  // ---- the page ----

  // update fetches the page again and carries over what the server changed in it.
  // What readers and scripts made of it stays: the place on the page, the focus,
  // open details, typed text.
  async function update() {
    const wanted = shown;
    let fresh;
    try {
      const response = await fetch(location.href, {cache: 'no-store'});
      if (response.status >= 500) return; // the last good page stays
      fresh = new DOMParser().parseFromString(await response.text(), 'text/html').documentElement;
    } catch {
      return; // the stream says when the server is back
    }
    if (wanted !== shown) return; // a newer one is on its way
    outdated = scripts(fresh) !== scripts(served);
    readers = [...document.querySelectorAll('script[data-reads]')].map(script => script.dataset.reads).join();
    if (!outdated) merge(served, fresh);
    served = fresh;
    if (outdated) {
      reload();
      return;
    }
    panel.miss(fresh.querySelector('script[data-status]')?.dataset.status === '404');
    markDeadEnds();
  }

  function scripts(page) {
    return [...page.querySelectorAll('script[src]')].map(script => script.getAttribute('src')).join('\n');
  }

  // touch notes a change: of an element, or of all that is in it.
  function touch(element, whole) {
    if (readers && (element.closest(readers) || whole && element.querySelector(readers))) outdated = true;
  }

  // reload lets the scripts of the page begin anew and carries over the place on
  // the page and what was opened and typed. A browser keeps the place, too, but
  // forgets it when the next reload comes before it has gone there.
  function reload() {
    const open = [...document.querySelectorAll('details')].map(details => details.open);
    const fields = formFields().map(({id, name, type, value, checked}) => ({id, name, type, value, checked}));
    const focus = formFields().indexOf(document.activeElement);
    keep('sessionStorage', 'before', JSON.stringify({page: location.href, open, fields, focus, place: place ?? [scrollX, scrollY]}));
    location.reload();
  }

  function restore() {
    const before = JSON.parse(kept('sessionStorage', 'before') || '{}');
    keep('sessionStorage', 'before', '{}');
    if (before.page !== location.href) return;
    place = before.place;
    history.scrollRestoration = 'manual';
    // Only a page that has its style is as long as it was.
    addEventListener('load', () => {
      scrollTo(...place);
      place = null;
      history.scrollRestoration = 'auto';
    });
    document.querySelectorAll('details').forEach((details, i) => { details.open ||= before.open[i] === true; });
    before.fields.forEach(({id, name, type, value, checked}, i) => {
      const choice = type === 'checkbox' || type === 'radio';
      const field = formFields().find(f => f.id === id && f.name === name && f.type === type && (!choice || f.value === value));
      if (!field || type === 'file') return;
      if (choice) field.checked = checked;
      else field.value = value;
      if (i === before.focus) field.focus({preventScroll: true});
    });
  }

  function formFields() {
    return [...document.querySelectorAll('input, textarea, select')];
  }

  // pair notes the real node behind a served one, for two trees of equal shape.
  function pair(was, node) {
    real.set(was, node);
    was.childNodes.forEach((child, i) => pair(child, node.childNodes[i]));
  }

  // merge changes the real node behind was as was has to change to become is.
  function merge(was, is) {
    const node = real.get(was);
    real.set(is, node);
    if (is.nodeType !== ELEMENT) {
      if (was.data === is.data) return;
      node.data = is.data;
      if (node.parentElement) touch(node.parentElement);
      return;
    }
    if (is.matches('link[rel=stylesheet]') && was.getAttribute('href') !== is.getAttribute('href')) {
      restyle(node, is);
      return;
    }
    for (const {name} of was.attributes) {
      if (is.hasAttribute(name)) continue;
      node.removeAttribute(name);
      touch(node);
    }
    for (const {name, value} of is.attributes) {
      if (was.getAttribute(name) === value) continue;
      node.setAttribute(name, value);
      touch(node);
    }
    mergeChildren([...was.childNodes], [...is.childNodes], node);
  }

  function mergeChildren(was, is, parent) {
    const before = align(was, is);
    const stays = new Set(before);
    for (const child of was) {
      if (stays.has(child)) continue;
      const gone = real.get(child);
      touch(gone.nodeType === ELEMENT ? gone : parent, gone.nodeType === ELEMENT);
      gone.remove();
    }
    let next = null;
    for (let i = is.length - 1; i >= 0; i--) { // what comes after is in place
      if (before[i]) {
        merge(before[i], is[i]);
      } else {
        const made = document.importNode(is[i], true);
        pair(is[i], made);
        const previous = before.slice(0, i).findLast(Boolean);
        if (next?.parentNode === parent) next.before(made);
        else if (previous && real.get(previous).parentNode === parent) real.get(previous).after(made);
        else parent.append(made);
        touch(made.nodeType === ELEMENT ? made : parent, made.nodeType === ELEMENT);
      }
      next = real.get(is[i]);
    }
  }

  // A style sheet goes when the next one is there: no flash.
  function restyle(node, is) {
    const link = document.importNode(is);
    real.set(is, link);
    link.onload = link.onerror = () => node.remove();
    node.after(link);
  }

  // align finds, for each node of is, the node of was that became it, if any:
  // those that begin and end the lists alike, and between them the best match
  // that keeps the order.
  function align(was, is) {
    const found = new Array(is.length);
    let start = 0;
    let wasEnd = was.length;
    let isEnd = is.length;
    while (start < wasEnd && start < isEnd && was[start].isEqualNode(is[start])) {
      found[start] = was[start];
      start++;
    }
    while (start < wasEnd && start < isEnd && was[wasEnd - 1].isEqualNode(is[isEnd - 1])) found[--isEnd] = was[--wasEnd];
    const a = was.slice(start, wasEnd);
    const b = is.slice(start, isEnd);
    const best = bestMatch(a, b);
    for (let i = 0, j = 0; i < a.length && j < b.length;) {
      const score = alike(a[i], b[j]);
      if (score && best[i][j] === best[i + 1][j + 1] + score) found[start + j++] = a[i++];
      else if (best[i][j] === best[i + 1][j]) i++;
      else j++;
    }
    return found;
  }

  // bestMatch returns how alike the lists are from each place in both on.
  function bestMatch(a, b) {
    const best = Array.from({length: a.length + 1}, () => new Float64Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        const score = alike(a[i], b[j]);
        best[i][j] = Math.max(best[i + 1][j], best[i][j + 1], score && best[i + 1][j + 1] + score);
      }
    }
    return best;
  }

  function alike(a, b) {
    if (a.nodeName !== b.nodeName || a.id !== b.id) return 0;
    if (a.nodeType !== ELEMENT) return a.data === b.data ? 2 : 1;
    return a.isEqualNode(b) ? 4 : a.id ? 3 : 1;
  }

  function markDeadEnds() {
    for (const link of document.querySelectorAll('.dead-end:not([title])')) {
      link.title = 'this leads nowhere yet; the list of problems says why';
    }
  }

  // ---- what is said over the page ----

  function makePanel() {
    const host = document.createElement('div');
    host.id = 'mentorbook-preview';
    host.lang = 'en';
    host.hidden = true; // until it has its style
    const inside = host.attachShadow({mode: 'open'});
    const part = (name, attributes, ...children) => {
      const element = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.append(...children);
      return element;
    };
    const style = part('link', {rel: 'stylesheet', href: '/_mentorbook/overlay.css'});
    const marks = part('link', {rel: 'stylesheet', href: '/_mentorbook/marks.css'});
    const choice = part('select', {}, ...audiences.split(' ').map(name => new Option(name, name, false, name === audience)));
    const said = part('p', {role: 'status'});
    const fold = part('button', {type: 'button', 'aria-controls': 'more'});
    const list = part('div', {class: 'list'});
    const follow = part('input', {type: 'checkbox'});
    const more = part('div', {id: 'more'}, list, part('label', {class: 'follow'}, follow, ' go to the page that is being edited'));
    const box = part('section', {'aria-label': 'preview'},
      part('div', {class: 'bar'}, part('label', {}, 'preview for ', choice), said, fold), more);
    inside.append(style, box);
    style.onload = () => { host.hidden = false; };
    document.head.append(marks);
    document.body.append(host);

    follow.checked = kept('sessionStorage', 'follow') !== 'no';
    follow.onchange = () => keep('sessionStorage', 'follow', follow.checked ? 'yes' : 'no');
    choice.onchange = () => location.assign(`/@${choice.value}/${location.pathname.slice(root.length)}${location.hash}`);
    fold.onclick = () => {
      open(more.hidden);
      keep('sessionStorage', 'folded', more.hidden ? 'yes' : 'no');
    };
    let state = null; // until the server has told it
    let lost = false;
    let missing = false;
    open(false);

    function open(yes) {
      more.hidden = !yes;
      fold.setAttribute('aria-expanded', yes);
      fold.textContent = yes ? 'hide' : 'show';
      fold.setAttribute('aria-label', fold.textContent + ' problems and settings');
    }

    function draw() {
      if (lost) {
        say('lost', 'the preview has stopped; waiting for it');
      } else if (state) {
        const parts = [[state.errors, 'error'], [state.warnings, 'warning']].filter(([n]) => n > 0)
          .map(([n, thing]) => `${n} ${thing}${n === 1 ? '' : 's'}`);
        if (missing) parts.push(`no such page for ${audience}`);
        say(state.errors ? 'bad' : state.warnings ? 'warned' : 'fine', parts.join(', ') || 'no problems');
      }
    }

    function say(kind, text) {
      box.className = kind;
      if (said.textContent !== text) said.textContent = text; // it is read out, too
    }

    // The problems of this page come first. Errors open the list, unless the
    // writer has folded it; it closes when they are gone.
    function show(now) {
      const mended = state?.errors && !now.errors;
      [state, lost] = [now, false];
      const own = state.problems.filter(p => p.page === here());
      const others = state.problems.filter(p => p.page !== here());
      list.replaceChildren(...[...own, ...others].map(entry));
      if (state.more) list.append(part('p', {}, `${state.more} more: run mentorbook check`));
      if (mended) open(false);
      if (!state.errors) keep('sessionStorage', 'folded', 'no');
      else if (kept('sessionStorage', 'folded') !== 'yes') open(true);
      draw();
    }

    // An entry's words wrap; the lines of the source keep their shape, and scroll.
    function entry({severity, text}) {
      const whole = part('div', {class: `problem ${severity}`});
      for (const line of text.trimEnd().split('\n')) {
        const source = /^ *\d* │/.test(line);
        const last = whole.lastElementChild;
        if (source && last?.localName === 'pre') last.append('\n' + line);
        else whole.append(source ? part('pre', {tabindex: '0'}, line) : part('p', {}, line.trim()));
      }
      return whole;
    }

    return {
      show,
      lose() { lost = true; draw(); },
      miss(yes) { missing = yes; draw(); },
      follows: () => follow.checked,
    };
  }

  // A browser may have no storage.
  function keep(storage, name, value) {
    try {
      window[storage].setItem('mentorbook-preview-' + name, value);
    } catch { /* then it is forgotten */ }
  }

  function kept(storage, name) {
    try {
      return window[storage].getItem('mentorbook-preview-' + name);
    } catch {
      return null;
    }
  }
})();
