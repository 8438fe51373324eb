// The search: a dialog on every page, and search.html as a page of its own. The
// format of the index and the order of results are written down in the package
// comment of generator/search; Engine is its twin and never stems a word.
//
// page.js loads this script, the manifest and the words together when the reader
// first wants to search. Every file of the index calls Q, over file:// as well.
(() => {
  'use strict';

  const link = document.querySelector('a[data-search]');
  const lang = document.documentElement.lang;
  const folder = new URL(link.dataset.index, location.href);

  // ---- files ----

  const waiting = new Map(); // name of a file → what to do with its call

  const early = window.Q?.calls || [];
  window.Q = (name, data) => waiting.get(name)?.(data);

  // file returns what the file calls Q with. A name that other content has now is
  // not there, or calls with something else.
  function file(name, path) {
    return new Promise((resolve, reject) => {
      const asked = [...document.scripts].find(script => script.dataset.file === name); // page.js asked for it
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
    });
  }

  // read decodes the data of a call.
  async function read(data) {
    const packed = Uint8Array.from(atob(data), c => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    const first = bytes.indexOf(0), second = bytes.indexOf(0, first + 1);
    if (first < 0 || second < 0) throw new Error('not three parts');
    const lines = part => new TextDecoder().decode(part).split('\n').slice(0, -1);
    return new Payload(lines(bytes.subarray(0, first)), lines(bytes.subarray(first + 1, second)), bytes.subarray(second + 1));
  }

  class Payload {
    constructor(texts, words, bytes) {
      Object.assign(this, {texts, words, bytes, atText: 0, atWord: 0, at: 0});
    }

    text() {
      if (this.atText === this.texts.length) throw new Error('no more texts');
      return this.texts[this.atText++];
    }

    word() {
      if (this.atWord === this.words.length) throw new Error('no more words');
      return this.words[this.atWord++];
    }

    number() {
      for (let n = 0, factor = 1; ; factor *= 128) {
        const byte = this.bytes[this.at++];
        if (!(byte >= 0) || factor > 2 ** 31) throw new Error('no number');
        n += (byte & 127) * factor;
        if (byte < 128) return n;
      }
    }

    hash() {
      if (this.at + 3 > this.bytes.length) throw new Error('no hash');
      return [...this.bytes.subarray(this.at, this.at += 3)].map(byte => byte.toString(16).padStart(2, '0')).join('');
    }

    // list calls make as often as the number that comes next says.
    list(make) {
      const out = [];
      const n = this.number();
      if (n > this.bytes.length + this.texts.length + this.words.length) throw new Error('too many');
      while (out.length < n) out.push(make());
      return out;
    }

    // postings are pairs of a section and an impact, one after the other.
    postings() {
      const out = [];
      let section = 0;
      for (let left = this.number(); left > 0; left--) {
        const n = this.number();
        section += n >>> 5;
        out.push(section, n & 31);
      }
      return out;
    }
  }

  // ---- the engine ----

  const WHOLE = 0, ON_PAGE = 1, PART = 2;
  const compare = (a, b) => a < b ? -1 : a > b ? 1 : 0;

  // lastNotAbove returns the index of the last entry of a sorted list that is not
  // greater than the value, -1 if there is none.
  function lastNotAbove(list, value) {
    let low = 0, high = list.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (list[middle] <= value) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  const normalise = text => text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase()
    .replace(/(?<=[\p{L}\p{N}])['’](?=[\p{L}\p{N}])/gu, '');
  const wordsOf = text => normalise(text).match(/[\p{L}\p{N}]+/gu) || [];

  // distance is that of optimal string alignment, or more than limit where it is
  // more than that.
  function distance(a, b, limit) {
    if (Math.abs(a.length - b.length) > limit) return limit + 1;
    let before = [], last = b.map((_, j) => j), row;
    last.push(b.length);
    for (let i = 1; i <= a.length; i++) {
      row = [i];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
      }
      if (Math.min(...row) > limit) return limit + 1;
      [before, last] = [last, row];
    }
    return last[b.length];
  }

  class Engine {
    // open reads the manifest; fresh asks the server for a new one.
    static async open(fresh) {
      const engine = new Engine();
      const m = await read(await file('manifest', fresh ? `manifest.js?${Date.now()}` : 'manifest.js'));
      if (m.number() !== 1) throw new Error('another version');
      const pairs = m.text().split(' ');
      engine.rules = pairs.flatMap((from, i) => i % 2 ? [] : [[from, pairs[i + 1]]]);
      engine.functions = new Set(m.word().split(' '));
      const languages = m.list(() => ({code: m.text(), pages: m.number()}));
      engine.languages = languages.map(l => l.code);
      engine.starts = [0]; // the first section of each page, and the number of sections
      m.list(() => engine.starts.push(engine.starts.at(-1) + m.number()));
      if (languages.reduce((sum, l) => sum + l.pages, 0) !== engine.starts.length - 1) throw new Error('pages without a language');
      engine.languageOf = languages.flatMap((l, i) => Array(l.pages).fill(i));
      engine.smallest = [];
      engine.hashes = {
        t: m.list(() => { engine.smallest.push(m.word()); return m.hash(); }),
        r: m.list(() => m.hash()),
        o: m.list(() => m.hash()),
      };
      engine.lexicon = m.list(() => ({length: m.number(), hash: m.hash()}));
      engine.hashes.l = engine.lexicon.map(l => l.hash);
      engine.facetHash = m.hash();
      engine.facets = m.list(() => m.list(() => m.text()));
      engine.hot = m.list(() => {
        const weight = m.number(), [form, home = form] = m.word().split(' ');
        return {form, home, weight};
      });
      engine.decoded = new Map();
      return engine;
    }

    // shard returns what decode makes of a file, which is read once.
    shard(name, hash, decode) {
      if (!this.decoded.has(name)) {
        if (!hash) throw new Error(`there is no ${name}`);
        const shard = file(name, `${name}.${hash}.js`).then(read).then(decode);
        shard.catch(() => this.decoded.delete(name)); // the next query tries again
        this.decoded.set(name, shard);
      }
      return this.decoded.get(name);
    }

    numbered(kind, i, decode) { return this.shard(kind + i, this.hashes[kind][i], decode); }

    pageOf(section) { return lastNotAbove(this.starts, section); }

    // terms is the shard that form stands in, or would.
    async terms(form) {
      const i = lastNotAbove(this.smallest, form);
      if (i < 0) return {lines: new Map(), classes: new Map()};
      return this.numbered('t', i, p => {
        const forms = [], homes = [];
        const lines = new Map(p.list(() => {
          const [form, home] = p.word().split(' ');
          forms.push(form);
          if (!home) homes.push(form);
          return [form, home || form];
        }));
        const classes = new Map();
        for (const home of homes) {
          const weight = p.number();
          classes.set(home, {weight, lists: p.list(() => {
            const own = p.number();
            const form = own > 0 ? forms[own - 1] : p.word();
            const total = p.number(), tail = p.number(), index = tail > 0 ? p.number() : 0;
            return {form, total, tail, index, postings: p.postings()};
          })});
        }
        return {lines, classes};
      });
    }

    async classOf(home) { return (await this.terms(home)).classes.get(home) || {weight: 0, lists: []}; }

    // query answers with hits, the best first, and what was searched for instead
    // when a word was corrected. Literal takes the words as they are written.
    async query(text, filter, literal) {
      const {words, open} = this.queryWords(text);
      const found = await Promise.all(words.map((word, i) => this.lookUp(word, open && i === words.length - 1, literal)));
      const pass = await this.filtered(filter);
      const score = () => found.map(f => this.scores(f.classes, pass));
      let hits = this.hits(score());
      const complete = hits.filter(hit => hit.rank !== PART).length;
      if ((words.length > 1 || pass) && complete < 10 && await this.loadTails(found)) hits = this.hits(score());
      const reader = this.languages.indexOf(lang);
      const foreign = hit => this.languageOf[hit.page] !== reader;
      hits.sort((a, b) => (a.rank === PART) - (b.rank === PART) || foreign(a) - foreign(b) ||
        a.rank - b.rank || b.score - a.score || a.section - b.section);
      return {
        hits,
        meant: found.some(f => f.meant) ? found.map((f, i) => f.meant || words[i]).join(' ') : '',
        marks: {
          forms: new Set([...words, ...found.flatMap(f => f.classes.flatMap(c => c.lists.map(l => l.form)))]),
          start: open && words.length > 0 && words.at(-1).length > 1 ? words.at(-1) : null,
        },
      };
    }

    queryWords(text) {
      const all = wordsOf(text);
      const unique = [...new Set(all)];
      const told = unique.filter(word => word.length > 1 && !this.functions.has(word));
      const words = (told.length > 0 ? told : unique).slice(0, 8);
      return {words, open: words.length > 0 && /[\p{L}\p{N}]$/u.test(normalise(text)) && all.at(-1) === words.at(-1)};
    }

    async lookUp(word, open, literal) {
      const {lines} = await this.terms(word);
      const match = async (home, matches, factor, sibling) => ({...await this.classOf(home), matches, factor, sibling});
      if (lines.has(word)) return {classes: [await match(lines.get(word), form => form === word, 16, 12)]};
      if (open && word.length > 1) {
        const homes = this.completions(lines, word);
        if (homes.length > 0) return {classes: await Promise.all(homes.map(home => match(home, form => form.startsWith(word), 12, 9)))};
      }
      const meant = literal ? [] : await this.corrections(word);
      const classes = await Promise.all(meant.map(async form => {
        const home = (await this.terms(form)).lines.get(form);
        return home ? match(home, f => f === form, 10, 7) : null;
      }));
      return {classes: classes.filter(Boolean), meant: meant[0]};
    }

    completions(lines, word) {
      const all = this.hot.filter(h => h.form.startsWith(word));
      const hot = new Set(all.map(h => h.form));
      for (const [form, home] of lines) if (form.startsWith(word) && !hot.has(form)) all.push({form, home, weight: 0});
      all.sort((a, b) => b.weight - a.weight || a.form.length - b.form.length || compare(a.form, b.form));
      return [...new Set(all.map(c => c.home))].slice(0, 6);
    }

    fold(word) { return [...this.rules.reduce((w, [from, to]) => w.replaceAll(from, to), word)]; }

    // corrections are the words that the reader may have meant, the likeliest first.
    async corrections(word) {
      const letters = [...word], folded = this.fold(word);
      if (letters.length < 4) return [];
      let least = folded.length >= 8 ? 2 : 1, near = [];
      const consider = ({form, weight}) => {
        const d = Math.min(distance(letters, [...form], least), distance(folded, this.fold(form), least));
        if (d > least) return;
        if (d < least) [least, near] = [d, []];
        near.push({form, weight});
      };
      this.hot.forEach(consider);
      if (near.length === 0 || least > 1) {
        near = [];
        const shards = await Promise.all(this.lexicon.map(({length}, i) => Math.abs(length - folded.length) <= least &&
          this.numbered('l', i, p => p.list(() => ({weight: p.number(), form: p.word()})))));
        for (const forms of shards) if (forms) forms.forEach(consider);
      }
      near.sort((a, b) => b.weight - a.weight || compare(a.form, b.form));
      return near.slice(0, 3).map(n => n.form);
    }

    // scores gives every section that passes what it has of a word.
    scores(classes, pass) {
      const out = new Map();
      for (const c of classes)
        for (const {form, postings} of c.lists) {
          const factor = c.weight * (c.matches(form) ? c.factor : c.sibling);
          for (let i = 0; i < postings.length; i += 2) {
            if (pass && !pass[this.pageOf(postings[i])]) continue;
            const score = postings[i + 1] * factor;
            if (!(out.get(postings[i]) >= score)) out.set(postings[i], score);
          }
        }
      return out;
    }

    // loadTails completes the lists that are cut, and reports whether any was.
    async loadTails(found) {
      const cut = found.flatMap(f => f.classes.flatMap(c => c.lists)).filter(l => l.tail > 0 && l.postings.length < 2 * l.total);
      await Promise.all(cut.map(async l => {
        const tails = await this.numbered('o', l.tail - 1, p => p.list(() => p.postings()));
        if (l.postings.length < 2 * l.total) l.postings = l.postings.concat(tails[l.index]);
      }));
      return cut.length > 0;
    }

    // hits are the sections and pages that have all words and, when they are few,
    // those that have some.
    hits(scores) {
      const sections = new Map(), pages = new Map();
      scores.forEach((score, i) => score.forEach((value, section) => {
        const s = sections.get(section) || {words: 0, score: 0, page: this.pageOf(section)};
        sections.set(section, s);
        s.words++;
        s.score += value;
        const p = pages.get(s.page) || {words: scores.map(() => 0), whole: false, best: 0, score: 0};
        pages.set(s.page, p);
        p.words[i] = Math.max(p.words[i], value);
      }));
      const out = [];
      for (const [section, s] of sections) {
        const p = pages.get(s.page);
        if (s.score > p.score || s.score === p.score && section < p.best) Object.assign(p, {best: section, score: s.score});
        if (s.words < scores.length) continue;
        p.whole = true;
        out.push({section, page: s.page, rank: WHOLE, score: s.score});
      }
      for (const [page, p] of pages) {
        if (p.whole || p.words.includes(0)) continue;
        p.whole = true;
        out.push({section: p.best, page, rank: ON_PAGE, score: p.words.reduce((sum, n) => sum + n)});
      }
      if (out.length < 3)
        for (const [section, s] of sections)
          if (!pages.get(s.page).whole) out.push({section, page: s.page, rank: PART, score: Math.floor(s.score * s.words / scores.length)});
      return out;
    }

    // filtered returns which pages pass: those with the chosen value of each facet.
    async filtered({language, ...chosen}) {
      const values = ['kind', 'program', 'topic'].map(facet => chosen[facet]);
      if (!language && !values.some(Boolean)) return null;
      const reader = this.languages.indexOf(language);
      const pass = this.languageOf.map(l => !language || l === reader);
      if (!values.some(Boolean)) return pass;
      const runs = await this.shard('facets', this.facetHash, p => this.facets.map(list => list.map(() => {
        let at = 0;
        return p.list(() => ({from: at += p.number(), to: at += p.number()}));
      })));
      values.forEach((value, facet) => {
        if (!value) return;
        const has = [];
        for (const {from, to} of runs[facet][this.facets[facet].indexOf(value)] || []) for (let page = from; page < Math.min(to, pass.length); page++) has[page] = true;
        pass.forEach((passes, page) => { pass[page] = passes && has[page]; });
      });
      return pass;
    }

    // row is a page as results show it.
    async row(page) {
      const first = page - page % 16;
      const rows = await this.numbered('r', first / 16, p => {
        const rows = [];
        for (let i = first; i < Math.min(first + 16, this.languageOf.length); i++) {
          const row = {title: p.text(), url: p.text(), kind: this.facets[0][p.number()], lang: this.languages[this.languageOf[i]], sections: [{heading: '', id: ''}]};
          for (let n = this.starts[i + 1] - this.starts[i] - 1; n > 0; n--) row.sections.push({heading: p.text(), id: p.text()});
          rows.push(row);
        }
        let i = first;
        p.list(() => {
          const pages = p.number(), shard = {from: i, number: p.number(), hash: p.hash()};
          for (const row of rows.slice(i - first, i - first + pages)) row.excerpts = shard;
          i += pages;
        });
        return rows;
      });
      return rows[page - first];
    }

    // excerpt is the text of a section, or its beginning.
    async excerpt(section) {
      const {from, number, hash} = (await this.row(this.pageOf(section))).excerpts;
      const texts = await this.shard('x' + number, hash, p => p.texts);
      return texts[section - this.starts[from]] || '';
    }
  }

  // ---- one engine for the page ----

  const MOST_PAGES = 8; // that are shown at first
  const MOST_SECTIONS = 3; // of a page

  let engine = Engine.open();
  engine.catch(() => {}); // told when it is asked
  let renewed = -Infinity;

  // renew reads the manifest again: the site may have been published while the
  // page was open. It does so once, until the reader has had time to try again.
  function renew() {
    if (performance.now() - renewed < 10000) return false;
    renewed = performance.now();
    engine = Engine.open(true);
    engine.catch(() => {});
    return true;
  }

  const words = file(`words.${lang}`, `words.${lang}.js`);
  words.catch(() => {});
  let texts = {};

  function say(key, ...args) {
    const text = texts[key] || '';
    const form = typeof text === 'string' ? text : args[0] === 1 ? text.one : text.other;
    return form.replace(/\{(\d)\}/g, (_, i) => args[i]);
  }

  // ---- what is seen ----

  // make returns an element with properties, attributes and children.
  function make(name, set = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(set)) {
      if (key in element) element[key] = value;
      else element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  }

  // mark fills an element with text, in which the words that were found stand out.
  // With a limit it is cut around the first of them.
  function mark(element, text, {forms, start}, limit = Infinity) {
    const found = [...text.matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu)].filter(([word]) => {
      const form = normalise(word);
      return forms.has(form) || start && form.startsWith(start);
    });
    const first = found[0]?.index || 0;
    let at = text.length > limit && first > limit / 2 ? text.lastIndexOf(' ', first - limit / 4) + 1 : 0;
    const end = text.length - at > limit ? text.lastIndexOf(' ', at + limit) : text.length;
    element.replaceChildren(at > 0 ? '… ' : '');
    for (const {0: word, index} of found) {
      if (index < at || index >= end) continue;
      element.append(text.slice(at, index), make('mark', {}, word));
      at = index + word.length;
    }
    element.append(text.slice(at, end), end < text.length ? ' …' : '');
  }

  // Box is the field, the filters and the results, in the dialog or in search.html.
  class Box {
    constructor(place) {
      this.filter = {};
      this.turn = 0;
      this.count = 0;
      this.field = make('input', {
        type: 'search', name: 'q', autocomplete: 'off', autocapitalize: 'off', spellcheck: false, enterKeyHint: 'search',
        role: 'combobox', 'aria-label': link.textContent.trim(), 'aria-autocomplete': 'list', 'aria-expanded': 'false',
        'aria-controls': 'search-found', 'aria-describedby': 'search-keys',
      });
      this.close = make('button', {type: 'button', className: 'search-close', hidden: true});
      this.bar = make('form', {className: 'search-bar', action: link.href, role: 'search'}, this.field, this.close);
      this.filters = make('div', {className: 'search-filters', role: 'group'});
      this.status = make('p', {className: 'search-status', role: 'status'});
      this.meant = make('p', {className: 'search-meant', hidden: true});
      this.list = make('div', {className: 'search-found', id: 'search-found', role: 'listbox', hidden: true});
      this.more = make('button', {type: 'button', className: 'button quiet search-more', hidden: true});
      this.keys = make('p', {className: 'search-keys', id: 'search-keys'});
      this.results = make('div', {className: 'search-results', tabIndex: -1}, this.status, this.meant, this.list, this.more);
      place.append(this.bar, this.filters, this.results, this.keys);

      this.bar.addEventListener('submit', event => {
        event.preventDefault();
        this.submit();
      });
      this.field.addEventListener('input', () => this.change());
      this.field.addEventListener('keydown', event => this.press(event));
      this.more.addEventListener('click', () => this.showMore());
      this.seen = new IntersectionObserver(entries => {
        for (const {target, isIntersecting} of entries) if (isIntersecting) this.excerpt(target);
      }, {rootMargin: '50px'});
      this.ready = this.label();
    }

    // label writes what has to wait for the words.
    async label() {
      try {
        texts = await words || {};
        const {facets, languages} = await engine;
        for (const [name, values] of [['kind', facets[0]], ['program', facets[1]], ['topic', facets[2]], ['language', languages]]) this.offer(name, values);
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
    }

    offer(name, values) {
      if (values.length < 2) return;
      const select = make('select', {'aria-label': say(`search.${name}`)}, make('option', {value: ''}, say(`search.all.${name}`)));
      for (const value of values) select.append(make('option', {value}, labelOf(name, value)));
      select.value = this.filter[name] || '';
      select.addEventListener('change', () => {
        this.filter[name] = select.value;
        this.change();
      });
      this.filters.append(select);
    }

    // change asks again, from the start.
    change(literal) {
      this.literal = literal;
      this.shown = MOST_PAGES;
      if (this.onPage) history.replaceState(null, '', this.address());
      this.ask();
    }

    async ask() {
      const turn = ++this.turn;
      const text = this.field.value.trim();
      this.results.ariaBusy = String(text !== '');
      if (!text) return this.clear();
      const patience = setTimeout(() => { if (turn === this.turn) this.tell('search.loading'); }, 300);
      try {
        const e = await engine;
        const answer = await e.query(text, this.filter, this.literal);
        const pages = new Map();
        for (const hit of answer.hits) pages.set(hit.page, [...pages.get(hit.page) || [], hit]);
        const rows = await Promise.all([...pages.keys()].slice(0, this.shown).map(page => e.row(page)));
        await this.ready;
        if (turn !== this.turn) return;
        this.engine = e;
        this.show(text, answer, [...pages.values()], rows);
      } catch {
        const had = await engine.catch(() => null);
        if (renew()) return this.ask();
        if (turn === this.turn) this.fail(had ? 'search.renewed' : 'search.failed');
      } finally {
        clearTimeout(patience);
        if (turn === this.turn) this.results.ariaBusy = 'false';
      }
    }

    clear() {
      this.status.textContent = '';
      this.meant.hidden = true;
      this.empty();
    }

    empty() {
      this.list.replaceChildren();
      this.list.hidden = this.more.hidden = true;
      this.choose(null);
    }

    async fail(key) {
      await words.catch(() => {});
      this.clear();
      this.tell(key);
      if (!this.status.textContent) this.status.textContent = link.textContent; // not even the words are there
    }

    tell(key, ...args) { this.status.textContent = say(key, ...args); }

    show(text, {hits, meant, marks}, pages, rows) {
      this.empty();
      this.marks = marks;
      this.answer = {text, pages};
      this.correct(text, meant);
      if (pages.length === 0) {
        const filtered = Object.values(this.filter).some(Boolean);
        this.tell(filtered ? 'search.none.filters' : 'search.none', text);
        this.status.append(' ', filtered ? this.button('search.clear', () => this.unfilter()) : say('search.none.hint'), ' ',
          make('a', {href: new URL('az.html', link.href).href}, say('search.az')));
        return;
      }
      this.tell(hits[0].rank === PART ? 'search.some' : 'search.count', pages.length);
      rows.forEach((row, i) => this.list.append(this.group(row, pages[i])));
      this.list.hidden = false;
      this.more.hidden = pages.length <= rows.length;
      this.field.setAttribute('aria-expanded', 'true');
    }

    correct(text, meant) {
      this.meant.hidden = !meant;
      if (meant) this.meant.replaceChildren(say('search.corrected', meant), ' ', this.button('search.literal', () => this.change(true), text));
    }

    button(key, act, ...args) {
      const button = make('button', {type: 'button'}, say(key, ...args));
      button.addEventListener('click', () => {
        act();
        this.field.focus();
      });
      return button;
    }

    unfilter() {
      this.filter = {};
      for (const select of this.filters.children) select.value = '';
      this.change();
    }

    // group shows a page and its best sections. A topic has no text of its own.
    group(row, hits) {
      const first = this.engine.starts[hits[0].page];
      const start = hits.find(hit => hit.section === first);
      const group = make('div', {className: 'found', role: 'group', 'aria-label': row.title});
      if (row.lang !== lang) group.lang = row.lang;
      const about = [say(`az.${row.kind}`), ...row.lang === lang ? [] : [languageName(row.lang)]].join(' · ');
      const title = make('span', {className: 'found-title'});
      mark(title, row.title, this.marks);
      group.append(this.option(row.url, row.kind !== 'topic' && start, title, make('span', {className: 'found-kind', lang}, about)));
      for (const hit of hits.filter(hit => hit !== start).slice(0, MOST_SECTIONS)) {
        const {heading, id} = row.sections[hit.section - first];
        const name = make('span', {className: 'found-heading'});
        mark(name, heading, this.marks);
        group.append(this.option(row.url + (id && '#' + id), hit, name));
      }
      return group;
    }

    option(url, hit, ...content) {
      const option = make('a', {
        className: 'found-link', role: 'option', id: `found-${this.count++}`, tabIndex: this.onPage ? 0 : -1, 'aria-selected': 'false',
        href: new URL('../' + url, folder).href,
      }, ...content);
      if (hit) {
        option.append(make('span', {className: 'found-text'}));
        option.section = hit.section;
        this.seen.observe(option);
      }
      option.addEventListener('click', () => this.leave?.());
      return option;
    }

    async excerpt(option) {
      this.seen.unobserve(option);
      const marks = this.marks;
      try {
        mark(option.querySelector('.found-text'), await this.engine.excerpt(option.section), marks, 180);
      } catch {
        if (renew()) this.ask(); // the sections may have other numbers now
        else this.tell('search.incomplete');
      }
    }

    async showMore() {
      const before = this.list.children.length;
      this.shown += MOST_PAGES;
      const next = this.answer.pages.slice(before, this.shown);
      const rows = await Promise.all(next.map(([hit]) => this.engine.row(hit.page)));
      rows.forEach((row, i) => this.list.append(this.group(row, next[i])));
      this.more.hidden = this.shown >= this.answer.pages.length;
      this.field.focus();
      this.choose(this.list.children[before]?.firstChild);
    }

    press(event) {
      if (event.isComposing) return; // the keys belong to the input method
      const options = [...this.list.querySelectorAll('[role=option]')];
      const at = options.indexOf(this.chosen);
      switch (event.key) {
        case 'ArrowDown': this.choose(options[at + 1] || options[0]); break;
        case 'ArrowUp': this.choose(at < 0 ? options.at(-1) : options[at - 1]); break;
        case 'Enter':
          if (!this.chosen) return;
          if (event.ctrlKey || event.metaKey) window.open(this.chosen.href, '_blank', 'noopener');
          else this.chosen.click();
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
      this.field.setAttribute('aria-expanded', String(!this.list.hidden));
    }

    // address is search.html with this search.
    address() {
      const url = new URL(link.href);
      const text = this.field.value.trim();
      url.search = new URLSearchParams([...text ? [['q', text]] : [], ...Object.entries(this.filter).filter(([, value]) => value)]);
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

  function openDialog() {
    const dialog = make('dialog', {className: 'search', 'aria-label': link.textContent.trim()});
    const box = new Box(dialog);
    box.leave = () => dialog.close();
    box.close.hidden = false;
    box.close.addEventListener('click', box.leave);
    dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
    document.body.append(dialog);
    return () => {
      if (!dialog.open) dialog.showModal();
      box.field.focus();
      box.field.select();
    };
  }

  function openPage(place) {
    const box = new Box(place);
    const asked = new URLSearchParams(location.search);
    box.onPage = true;
    box.submit = () => box.choose(box.list.querySelector('[role=option]'));
    box.field.value = asked.get('q') || '';
    for (const name of ['kind', 'program', 'topic', 'language']) box.filter[name] = asked.get(name) || '';
    box.change();
    return () => {
      box.field.focus();
      box.field.select();
    };
  }

  const place = document.querySelector('[data-search-page]');
  let open = place && openPage(place);
  link.addEventListener('search', () => {
    open ||= openDialog();
    open();
  });
  if ('wanted' in link.dataset) link.dispatchEvent(new Event('search'));
})();
