// The search as readers see it: a dialog on every page, and search.html as a page
// of its own. What finds is 1-engine.js, which stands before this in search.js.
//
// page.js loads search.js, the manifest and the words together when the reader
// first wants to search. Every file of the index calls Q, over file:// as well.
(() => {
  'use strict';

  const {Engine, marked} = searchEngine;
  const link = document.querySelector('a[data-search]');
  const lang = document.documentElement.lang;
  const folder = new URL(link.dataset.index, location.href);

  // ---- files ----

  // What to do with the call of a file, by its name.
  const waiting = new Map();

  const early = window.Q?.calls || [];
  window.Q = (name, data) => waiting.get(name)?.(data);

  // file returns what the file calls Q with. A name that other content has now is
  // not there, or calls with something else.
  function file(name, path) {
    return new Promise((resolve, reject) => {
      // What page.js asked for is not asked for again.
      const asked = [...document.scripts].find(script => script.dataset.file === name);
      const script = asked || document.createElement('script');
      delete script.dataset.file;
      const call = asked && early.find(([called]) => called === name);
      if (call) return resolve(call[1]);
      waiting.set(name, data => {
        waiting.delete(name);
        resolve(data);
      });
      script.addEventListener('load', () => setTimeout(reject, 0, new Error(`${name} is another file`)));
      script.addEventListener('error', () => reject(new Error(`${name} does not load`)));
      if (asked) return;
      script.src = new URL(path, folder).href;
      document.head.append(script);
      script.addEventListener('load', () => script.remove());
    });
  }

  // ---- one engine for the page ----

  // So many pages are shown at first, each with so many sections; so many forms of
  // words are marked on the page of a result.
  const MOST_PAGES = 8;
  const MOST_SECTIONS = 3;
  const MOST_FORMS = 60;
  // In so many milliseconds after a letter, the next one may come.
  const PAUSE = 80;

  // The engine, once it is there.
  let ready = null;
  let engine = start();
  let renewed = -Infinity;

  // start opens the index; fresh asks the server for a new manifest.
  function start(fresh) {
    ready = null;
    const ask = (name, path) => file(name, fresh && name === 'manifest' ? `${path}?${Date.now()}` : path);
    const opening = Engine.open(ask, lang);
    // Failing is told when it is asked.
    opening.then(e => { ready = e; }, () => {});
    return opening;
  }

  // renew reads the manifest again: the site may have been published while the
  // page was open. It does so once, until the reader has had time to try again.
  function renew() {
    if (performance.now() - renewed < 10000) return false;
    renewed = performance.now();
    engine = start(true);
    return true;
  }

  const words = file(`words.${lang}`, `words.${lang}.js`);
  words.catch(() => {});
  let texts = {};

  function say(key, ...args) {
    const text = texts[key] || '';
    const kind = args[0] === 1 && text.one ? 'one' : new Intl.PluralRules(lang).select(args[0]);
    const form = typeof text === 'string' ? text : text[kind] || text.other;
    return form.replace(/\{(\d)\}/g, (_, i) => args[i]);
  }

  // ---- what is seen ----

  // make returns an element, new or given, with properties, attributes and
  // children.
  function make(what, set = {}, ...children) {
    const element = typeof what === 'string' ? document.createElement(what) : what;
    for (const [key, value] of Object.entries(set)) {
      if (key in element) element[key] = value;
      else element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }

  // fill writes the parts that marked returns into an element.
  function fill(element, parts) {
    const all = parts.join('\0');
    if (element.filled === all) return;
    element.filled = all;
    element.replaceChildren(...parts.map((part, i) => i % 2 ? make('mark', {}, part) : part));
  }

  // set gives an element a property, unless it has it: setting costs a drawing.
  function set(element, name, value) {
    if (element[name] !== value) element[name] = value;
  }

  // Box is the field, the filters and the results, in the dialog or in search.html.
  class Box {
    constructor(place) {
      this.filter = {};
      this.turn = 0;
      this.typed = -Infinity;
      // These are the groups of the list, also those that it does not show now.
      this.groups = [];
      this.field = make(place.querySelector('input') || 'input', {
        type: 'search', name: 'q', enterKeyHint: 'search',
        autocomplete: 'off', autocapitalize: 'off', spellcheck: false,
        role: 'combobox', 'aria-label': link.textContent.trim(), 'aria-autocomplete': 'list', 'aria-expanded': 'false',
        'aria-controls': 'search-found', 'aria-describedby': 'search-keys',
      });
      this.close = make('button', {type: 'button', className: 'search-close', hidden: true});
      this.bar = make(this.field.form || 'form', {className: 'search-bar', action: link.href, role: 'search'});
      // Moving it would take the focus from it.
      if (!this.field.form) this.bar.append(this.field);
      this.bar.append(this.close);
      this.filters = make('div', {className: 'search-filters', role: 'group'});
      this.start = make('div', {className: 'search-start', hidden: true});
      this.status = make('p', {className: 'search-status', role: 'status'});
      this.meant = make('p', {className: 'search-meant', hidden: true});
      this.list = make('div', {className: 'search-found', id: 'search-found', role: 'listbox', hidden: true});
      this.more = make('button', {type: 'button', className: 'button quiet search-more', hidden: true});
      this.keys = make('p', {className: 'search-keys', id: 'search-keys'});
      this.results = make('div', {className: 'search-results', tabIndex: -1});
      this.results.append(this.status, this.meant, this.start, this.list, this.more);
      if (!this.bar.parentNode) place.append(this.bar);
      place.append(this.filters, this.results, this.keys);

      this.bar.onsubmit = null; // that of page.js
      this.bar.addEventListener('submit', event => {
        event.preventDefault();
        // Enter has led to what is chosen.
        if (!this.chosen) this.submit();
      });
      this.field.addEventListener('input', () => {
        this.typed = performance.now();
        this.change();
      });
      this.field.addEventListener('keydown', event => this.type(event));
      this.more.addEventListener('click', () => this.showMore());
      this.results.addEventListener('scroll', () => { this.scrolled = true; });
      this.labels = this.label();
    }

    // label writes what has to wait for the words.
    async label() {
      try {
        texts = await words || {};
        const {facets, languages} = await engine;
        ['kind', 'program', 'topic'].forEach((name, i) => this.offer(name, facets[i]));
        this.offer('language', languages);
      } catch {
        // asking will say so
      }
      this.field.placeholder = say('search.hint');
      this.field.ariaLabel = say('search.field') || this.field.ariaLabel;
      this.filters.ariaLabel = say('search.filters');
      this.list.setAttribute('aria-label', say('search.results'));
      this.close.setAttribute('aria-label', say('search.close'));
      this.more.textContent = say('search.more');
      this.keys.textContent = say('search.keys');
      this.labelled = true;
    }

    offer(name, values) {
      if (values.length < 2) return;
      const select = make('select', {name, 'aria-label': say(`search.${name}`)});
      select.append(make('option', {value: ''}, say(`search.all.${name}`)));
      for (const value of values) select.append(make('option', {value}, labelOf(name, value)));
      select.value = this.filter[name] || '';
      select.addEventListener('change', () => {
        this.filter[name] = select.value;
        this.change();
      });
      this.filters.append(select);
    }

    // tally writes behind the values of a facet how many pages each has; not where
    // one is chosen, which leaves the pages of the others out.
    tally(counts) {
      for (const select of this.filters.children) {
        const chosen = select.value || !counts[select.name];
        [...select.options].slice(1).forEach((option, i) => {
          const label = labelOf(select.name, option.value);
          set(option, 'textContent', chosen ? label : `${label} (${counts[select.name][i]})`);
        });
      }
    }

    // change asks again, from the start.
    change(literal) {
      this.literal = literal;
      this.shown = MOST_PAGES;
      this.ask();
      if (!this.onPage) return;
      // Browsers limit how often an address may change.
      clearTimeout(this.moving);
      this.moving = setTimeout(() => history.replaceState(null, '', this.address()), 200);
    }

    // ask answers in the same task when all files are there.
    async ask() {
      const turn = ++this.turn, current = () => turn === this.turn;
      const text = this.field.value.trim();
      let patience;
      const wait = promise => {
        this.results.ariaBusy = 'true';
        patience ||= setTimeout(() => { if (current()) this.tell('search.loading'); }, 300);
        return promise;
      };
      try {
        if (!text) return this.clear();
        const e = ready || await wait(engine);
        if (!this.labelled) await wait(this.labels);
        for (let first = true; current(); first = false) {
          const answer = e.query(text, this.filter, this.literal, this.shown);
          if (answer) return this.show(text, answer);
          const early = this.typed + PAUSE - performance.now();
          if (!first && early > 0) await wait(new Promise(done => setTimeout(done, early)));
          if (current()) await wait(e.load());
        }
      } catch {
        const had = await engine.catch(() => null);
        if (renew()) return this.ask();
        if (current()) this.fail(!navigator.onLine ? 'search.offline' : had ? 'search.renewed' : 'search.failed');
      } finally {
        clearTimeout(patience);
        if (current()) set(this.results, 'ariaBusy', 'false');
      }
    }

    async clear() {
      this.status.textContent = '';
      this.meant.hidden = true;
      this.empty();
      this.tally({});
      await this.labels;
      if (this.field.value.trim()) return;
      this.suggest();
    }

    conceal() {
      set(this.start, 'hidden', true);
      this.start.replaceChildren();
    }

    // suggest offers where to start: what the page leads to in its own part and among
    // sessions, topics, and the parts of the portal.
    suggest() {
      this.conceal();
      const links = selector => [...document.querySelectorAll(selector)].filter(a => a.textContent.trim());
      const part = location.pathname.replace(/[^/]*$/, ''), own = location.pathname, shown = new Set();
      const linked = links('main a[href]:not(.anchor)').filter(a => a.pathname !== own && a.pathname.endsWith('.html'));
      const topics = Object.keys(texts).filter(key => key.startsWith('topic.')).slice(0, 6).map(key =>
        ({href: new URL(`topics/${key.slice(6)}.html`, link.href).href, textContent: texts[key]}));
      const groups = {
        sessions: linked.filter(a => /\/sessions\/(?!index)/.test(a.pathname)),
        part: linked.filter(a => a.pathname.replace(/[^/]*$/, '') === part),
        topics,
        parts: links('nav.parts a'),
      };
      for (const [name, found] of Object.entries(groups)) {
        const list = make('ul', {className: 'tags'});
        for (const {href, textContent} of found) {
          if (shown.has(href) || list.children.length === 6) continue;
          shown.add(href);
          list.append(make('li', {}, make('a', {href}, textContent.trim().replace(/\s+/g, ' '))));
        }
        if (list.children.length > 0) this.start.append(make('h2', {}, say(`search.start.${name}`)), list);
      }
      this.start.hidden = false;
    }

    empty() {
      this.conceal();
      this.list.hidden = this.more.hidden = true;
      this.list.replaceChildren();
      this.choose(null);
    }

    async fail(key) {
      await words.catch(() => {});
      this.clear();
      this.tell(key);
      // Not even the words are there.
      if (!this.status.textContent) this.status.textContent = link.textContent;
    }

    tell(key, ...args) { set(this.status, 'textContent', say(key, ...args)); }

    show(text, {pages, count, full, sure, counts, nearest, meant, marks}) {
      this.correct(text, meant);
      this.tally(counts);
      this.marks = marks;
      if (count === 0) {
        this.empty();
        const filtered = Object.values(this.filter).some(Boolean);
        this.tell(filtered ? 'search.none.filters' : 'search.none', text);
        const next = filtered ? this.button('search.clear', () => this.unfilter()) : say('search.none.hint');
        this.status.append(' ', next, ' ', make('a', {href: new URL('az.html', link.href).href}, say('search.az')));
        const words = nearest.flatMap(word => [' ', this.retry(word)]), contact = say('contact');
        if (words.length > 0) this.status.append(make('br'), say('search.nearest'), ...words);
        if (contact)
          this.status.append(make('br'), say('search.ask'), ' ', make('a', {href: `mailto:${contact}`}, contact));
        return;
      }
      this.conceal();
      if (sure >= 0) this.tell('search.cut', sure);
      else this.tell(full ? 'search.count' : 'search.some', count);
      pages.forEach((page, i) => this.draw(i, page, marks));
      while (this.list.children.length > pages.length) this.list.lastChild.remove();
      set(this.list, 'hidden', false);
      set(this.more, 'hidden', count <= pages.length);
      this.choose(null);
      if (this.shown === MOST_PAGES && this.scrolled) this.results.scrollTop = 0;
    }

    correct(text, meant) {
      this.meant.hidden = !meant;
      if (!meant) return;
      const literally = this.button('search.literal', () => this.change(true), text);
      this.meant.replaceChildren(say('search.corrected', meant), ' ', literally);
    }

    // retry asks for another word.
    retry(word) {
      return this.press(word, () => {
        this.field.value = word;
        this.change();
      });
    }

    button(key, act, ...args) { return this.press(say(key, ...args), act); }

    press(label, act) {
      const button = make('button', {type: 'button'}, label);
      button.addEventListener('click', () => {
        act();
        this.field.focus();
      });
      return button;
    }

    unfilter() {
      this.choose(null);
      this.filter = {};
      for (const select of this.filters.children) select.value = '';
      this.change();
    }

    // draw makes group i of the list show a page and its best sections. What is
    // there is changed, not made anew. A topic has no text of its own.
    draw(i, {row, page, hits}, marks) {
      const group = this.groups[i] ||= make('div', {className: 'found', role: 'group'});
      if (group.parentNode !== this.list) this.list.append(group);
      group.setAttribute('aria-label', row.title);
      set(group, 'lang', row.lang === lang ? '' : row.lang);
      const first = ready.starts[page];
      const address = new URL('../' + row.path, folder).href;
      const start = hits.find(hit => hit.section === first);
      const rest = hits.filter(hit => hit !== start).slice(0, MOST_SECTIONS);
      [start, ...rest].forEach((hit, j) => {
        const option = group.children[j] || group.appendChild(this.option(i, j));
        const [name, text] = option.parts, {heading, id, text: excerpt} = row.sections[hit ? hit.section - first : 0];
        set(option, 'href', address + (id && '#' + id));
        fill(name, marked(j > 0 ? heading : row.title, marks));
        set(text, 'hidden', !hit || j === 0 && row.kind === 'topic');
        if (!text.hidden) fill(text, marked(excerpt, marks, 180));
      });
      const about = [say(`az.${row.kind}`), ...row.lang === lang ? [] : [languageName(row.lang)]].join(' · ');
      set(group.firstChild.children[1], 'textContent', about);
      while (group.children.length > rest.length + 1) group.lastChild.remove();
    }

    // option makes the place for a page (j = 0) or a section of group i.
    option(i, j) {
      const name = make('span', {className: j > 0 ? 'found-heading' : 'found-title'});
      const text = make('span', {className: 'found-text'});
      const kind = j > 0 ? [] : [make('span', {className: 'found-kind', lang})];
      const option = make('a', {
        className: 'found-link', id: `found-${i}-${j}`, tabIndex: this.onPage ? 0 : -1,
        role: 'option', 'aria-selected': 'false',
      }, name, ...kind, text);
      option.parts = [name, text];
      for (const kind of ['click', 'auxclick']) option.addEventListener(kind, () => this.follow(option));
      return option;
    }

    // follow leads to a result with the words that marks.js marks there, and lets the
    // reader come back to these results.
    follow(option) {
      const plain = option.href, url = new URL(plain), text = this.field.value.trim();
      const {forms, start} = this.marks, words = [...start ? [`${start}*`] : [], ...forms];
      url.hash = `${url.hash || '#'}&marks=${encodeURIComponent(words.slice(0, MOST_FORMS).join(' '))}`;
      option.href = url.href;
      setTimeout(() => { option.href = plain; });
      const {filter, shown, literal} = this, scroll = this.results.scrollTop || scrollY;
      history.replaceState({search: {text, filter, shown, literal, scroll}}, '');
    }

    // restore shows what was left.
    async restore({text, filter, shown, literal, scroll}) {
      this.field.value = text;
      this.filter = filter;
      await this.labels;
      for (const select of this.filters.children) select.value = filter[select.name] || '';
      Object.assign(this, {literal, shown, scrolled: false});
      await this.ask();
      if (this.onPage) scrollTo(0, scroll);
      else this.results.scrollTop = scroll;
    }

    async showMore() {
      const before = this.list.children.length;
      this.shown += MOST_PAGES;
      await this.ask();
      this.field.focus();
      this.choose(this.list.children[before]?.firstChild);
    }

    type(event) {
      // The keys belong to the input method.
      if (event.isComposing) return;
      const options = [...this.list.querySelectorAll('[role=option]')];
      const at = options.indexOf(this.chosen), last = options.length - 1;
      // Without a choice, these keys are the field's.
      if (/^(Home|End|Page)/.test(event.key) && at < 0) return;
      switch (event.key) {
        case 'ArrowDown':
          if (at === last && at >= 0 && !this.more.hidden) this.showMore();
          else this.choose(options[at + 1] || options[0]);
          break;
        case 'Home': this.choose(options[0]); break;
        case 'End': this.choose(options[last]); break;
        case 'PageDown': this.choose(options[Math.min(at + 5, last)]); break;
        case 'PageUp': this.choose(options[Math.max(at - 5, 0)]); break;
        case 'ArrowUp': this.choose(at < 0 ? options.at(-1) : options[at - 1]); break;
        case 'Enter':
          if (!this.chosen) return;
          if (event.ctrlKey || event.metaKey) {
            this.follow(this.chosen);
            window.open(this.chosen.href, '_blank', 'noopener');
          } else this.chosen.click();
          break;
        case 'Escape':
          if (!this.leave) return;
          this.leave();
          break;
        default: return;
      }
      event.preventDefault();
    }

    choose(option) {
      this.chosen?.setAttribute('aria-selected', 'false');
      this.chosen = option || null;
      if (option) {
        option.setAttribute('aria-selected', 'true');
        option.scrollIntoView({block: 'nearest'});
        this.field.setAttribute('aria-activedescendant', option.id);
      } else {
        this.field.removeAttribute('aria-activedescendant');
      }
      set(this.field, 'ariaExpanded', String(!this.list.hidden));
    }

    // address is search.html with this search, behind the #: no server is told.
    address() {
      const url = new URL(link.href);
      const text = this.field.value.trim();
      const chosen = Object.entries({q: text, ...this.filter}).filter(([, value]) => value);
      url.hash = new URLSearchParams(chosen);
      return url.href;
    }

    submit() { location.href = this.address(); }
  }

  function languageName(code) {
    return document.querySelector(`.languages [hreflang="${code}"] .name`)?.textContent || code;
  }

  function labelOf(facet, value) {
    if (facet === 'language') return languageName(value);
    return say(facet === 'kind' ? `az.${value}` : `${facet}.${value}`) || value;
  }

  // ---- the dialog, and search.html ----

  // openDialog takes over the dialog that page.js may have opened meanwhile.
  function openDialog(early) {
    const dialog = make(early || 'dialog', {className: 'search', 'aria-label': link.textContent.trim()});
    const box = new Box(dialog);
    box.leave = () => dialog.close();
    box.close.hidden = false;
    box.close.addEventListener('click', box.leave);
    dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
    dialog.addEventListener('close', () => {
      if (Object.values(box.filter).some(Boolean)) box.unfilter();
      if (history.state?.search) history.replaceState(null, '');
    });
    if (early) box.change();
    else document.body.append(dialog);
    return left => {
      if (!dialog.open) dialog.showModal();
      box.field.focus();
      box.field.select();
      if (left) box.restore(left);
      else if (!box.field.value) box.change();
    };
  }

  function openPage(place) {
    const box = new Box(place);
    const read = () => { // of an address that somebody was given
      const asked = new URLSearchParams(location.hash.slice(1) || location.search);
      box.field.value = asked.get('q') || '';
      for (const name of ['kind', 'program', 'topic', 'language']) box.filter[name] = asked.get(name) || '';
      box.change();
    };
    box.onPage = true;
    box.submit = () => box.choose(box.list.querySelector('[role=option]'));
    read();
    addEventListener('hashchange', read);
    if (history.state?.search) box.restore(history.state.search);
    return () => {
      box.field.focus();
      box.field.select();
    };
  }

  const place = document.querySelector('[data-search-page]');
  const waited = document.querySelector('dialog.search');
  let open = place ? openPage(place) : waited && openDialog(waited);
  link.addEventListener('search', event => {
    // What page.js does without this is not needed.
    event.preventDefault();
    open ||= openDialog();
    open();
  });
  if (history.state?.search && !place) {
    open ||= openDialog();
    open(history.state.search);
  }
})();
