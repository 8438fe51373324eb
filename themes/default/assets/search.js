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
      script.addEventListener('load', () => script.remove());
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
    let word = ''; // each begins with how many letters it shares with the one before
    const words = lines(bytes.subarray(first + 1, second)).map(line => word = word.slice(0, line.charCodeAt(0) - 33) + line.slice(1));
    return new Payload(lines(bytes.subarray(0, first)), words, bytes.subarray(second + 1));
  }

  class Payload {
    constructor(texts, words, bytes) {
      Object.assign(this, {texts: texts.reverse(), words: words.reverse(), bytes, at: 0});
    }

    text() { return this.next(this.texts); }

    word() { return this.next(this.words); }

    next(lines) {
      if (lines.length === 0) throw new Error('no more lines');
      return lines.pop();
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

    // postings are section<<5 | impact.
    postings() { return this.places(0, 0, 5); }

    // tail is the rest of a long list: low impacts are all taken for a usual one.
    tail() {
      const low = this.number();
      return this.places(low, low && this.number(), this.number());
    }

    places(low, usual, width) {
      const out = new Uint32Array(Math.min(this.number(), this.bytes.length));
      for (let i = 0, section = 0; i < out.length; i++) {
        const n = this.number(), above = n & (1 << width) - 1;
        section += n >>> width;
        out[i] = section << 5 | (above ? low + above : usual);
      }
      return out;
    }
  }

  // ---- the engine ----

  const WHOLE = 0, ON_PAGE = 1, PART = 4; // and 2 more in another language
  const compare = (a, b) => a < b ? -1 : a > b ? 1 : 0;
  const byKey = (a, b) => a.key - b.key;

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

  // keep puts an entry into a sorted list, which holds the first at most.
  function keep(list, entry, order, most) {
    if (list.length === most && order(entry, list[most - 1]) >= 0) return;
    let at = list.length;
    while (at > 0 && order(entry, list[at - 1]) < 0) at--;
    list.splice(at, 0, entry);
    if (list.length > most) list.pop();
  }

  // distance is that of optimal string alignment, or more than limit where it is
  // more than that.
  function distance(a, b, limit) {
    if (Math.abs(a.length - b.length) > limit) return limit + 1;
    let before = [], last = b.map((_, j) => j), row;
    last.push(b.length);
    for (let i = 1; i <= a.length; i++) {
      row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j++) {
        let d = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2] + 1);
        row.push(d);
        if (d < least) least = d;
      }
      if (least > limit) return limit + 1;
      [before, last] = [last, row];
    }
    return last[b.length];
  }

  // Letters of a word, and a bit for each of them: an edit changes two bits at most.
  class Letters {
    constructor(word) {
      this.list = [...word];
      this.bits = this.list.reduce((bits, letter) => bits | 1 << letter.charCodeAt(0), 0);
    }

    distance(other, limit) {
      let different = 0;
      for (let bits = this.bits ^ other.bits; bits; bits &= bits - 1) different++;
      return different > 2 * limit ? limit + 1 : distance(this.list, other.list, limit);
    }
  }

  // Engine answers at once from the files that are there. What it lacks it notes
  // in wanted: load gets that, all at once, and the same question goes further.
  class Engine {
    // open reads the manifest; fresh asks the server for a new one.
    static async open(fresh) {
      const e = new Engine();
      const m = await read(await file('manifest', fresh ? `manifest.js?${Date.now()}` : 'manifest.js'));
      if (m.number() !== 3) throw new Error('another version');
      const pairs = m.text().split(' ');
      e.rules = pairs.flatMap((from, i) => i % 2 ? [] : [[from, pairs[i + 1]]]);
      e.functions = new Set(m.word().split(' '));
      const languages = m.list(() => ({code: m.text(), pages: m.number()}));
      e.languages = languages.map(l => l.code);
      e.reader = e.languages.indexOf(lang);
      const starts = m.list((at => () => at += m.number())(0));
      e.starts = Uint32Array.from([0, ...starts]); // the first section of each page, and the number of sections
      if (languages.reduce((sum, l) => sum + l.pages, 0) !== starts.length) throw new Error('pages without a language');
      e.languageOf = languages.flatMap((l, i) => Array(l.pages).fill(i));
      e.pageOf = new Uint32Array(e.starts.at(-1));
      for (let page = 0; page < starts.length; page++) e.pageOf.fill(page, e.starts[page], starts[page]);
      e.hashes = {}; // of each kind of files, one for 16
      const files = (kind, make) => {
        const list = m.list(make);
        e.hashes[kind] = list.flatMap((_, i) => i % 16 ? [] : [m.hash()]);
        return list;
      };
      e.smallest = files('t', () => m.word());
      e.rows = files('r', (at => () => (at += m.number()))(0)); // the page after the last of each
      e.tails = files('o', (at => () => (at += m.number()))(0)); // the tail after the last of each
      e.lexicon = files('l', () => m.number());
      files('f', () => 0);
      e.facets = m.list(() => m.list(() => m.text()));
      let tails = 0;
      e.hot = new Map(m.list(() => {
        const weight = m.number(), [form, home = form] = m.word().split(' ');
        return [form, {form, home, weight, tail: weight < 12 ? -1 : tails++}];
      }));
      e.scored = []; // what sections and pages have of each word of a query
      e.decoded = new Map();
      e.loading = new Map();
      e.wanted = new Map();
      return e;
    }

    // numbered is what decode makes of file i of a kind, or nothing yet.
    numbered(kind, i, decode) {
      const name = kind + i;
      if (this.decoded.has(name)) return this.decoded.get(name);
      const hash = this.hashes[kind][i >> 4];
      if (!hash) throw new Error(`there is no ${name}`);
      this.wanted.set(name, [`${name}.${hash}.js`, decode]);
    }

    // load gets what is wanted.
    load() {
      return Promise.all([...this.wanted].map(([name, [path, decode]]) => {
        if (!this.loading.has(name))
          this.loading.set(name, file(name, path).then(read).then(p => { this.decoded.set(name, decode(p)); }).finally(() => this.loading.delete(name)));
        return this.loading.get(name);
      }));
    }

    // terms is the shard that form stands in, or would. No form is one byte long.
    terms(form) {
      const i = lastNotAbove(this.smallest, form);
      if (i < 0 || form.length === 1 && form < '\x80') return {forms: [], homes: new Map(), classes: new Map()};
      return this.numbered('t', i, p => {
        const forms = [], homes = new Map(p.list(() => {
          const [form, home = form] = p.word().split(' ');
          forms.push(form);
          return [form, home];
        }));
        const classes = new Map();
        for (const [form, home] of homes) {
          if (form !== home) continue;
          const weight = p.number();
          classes.set(home, {weight, lists: p.list(() => {
            const own = p.number();
            return {form: own > 0 ? forms[own - 1] : p.word(), postings: p.postings()};
          })});
        }
        return {forms, homes, classes};
      });
    }

    // query answers with the best pages and their hits, the best first, how many
    // pages there are, and what was searched for instead when a word was corrected.
    // Literal takes the words as they are written. It has no answer while files
    // are wanted.
    query(text, filter, literal, most) {
      this.wanted.clear();
      const {words, open} = this.queryWords(text);
      const pass = this.filtered(filter);
      this.whole = words.length > 1 || pass !== null;
      const found = words.map((word, i) => ({word, ...this.lookUp(word, open && i === words.length - 1, literal)}));
      for (const {classes: [likeliest]} of found) likeliest?.lists?.forEach(list => this.tail(list.form));
      if (this.wanted.size > 0) return null;
      const ranked = this.rank(found, pass, most);
      for (const found of ranked.pages) found.row = this.row(found.page);
      if (this.wanted.size > 0) return null;
      return {
        pages: ranked.pages,
        count: ranked.count,
        meant: found.some(f => f.meant) ? found.map((f, i) => f.meant || words[i]).join(' ') : '',
        marks: {
          forms: new Set([...words, ...found.flatMap(f => f.classes.flatMap(c => c.lists.map(l => l.form)))]),
          start: open && words.at(-1).length > 1 ? words.at(-1) : null,
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

    lookUp(word, open, literal) {
      const own = this.terms(word);
      const hot = this.hot.get(word);
      if (hot) { // what it leads to is asked for together with the word's own
        this.terms(hot.home);
        if (!own) for (const {form, home} of this.hot.values()) if (home === hot.home) this.tail(form);
      }
      if (!own) return {classes: []};
      const match = (homes, matches, factor, sibling) => homes.map(home => ({...this.terms(home)?.classes.get(home), matches, factor, sibling}));
      if (own.homes.has(word)) return {classes: match([own.homes.get(word)], form => form === word, 16, 12)};
      if (open && word.length > 1) {
        const homes = this.completions(own, word);
        if (homes.length > 0) return {classes: match(homes, form => form.startsWith(word), 12, 9)};
      }
      const meant = literal ? [] : this.corrections(word);
      return {meant: meant[0], classes: meant.flatMap(form => {
        const home = this.terms(form)?.homes.get(form);
        return home ? match([home], f => f === form, 10, 7) : [];
      })};
    }

    completions({forms, homes}, word) {
      const best = [];
      const better = (a, b) => b.weight - a.weight || a.form.length - b.form.length || compare(a.form, b.form);
      const consider = candidate => {
        if (best.length === 6 && better(candidate, best[5]) > 0) return;
        const same = best.findIndex(c => c.home === candidate.home);
        if (same >= 0 && better(candidate, best[same]) > 0) return;
        if (same >= 0) best.splice(same, 1);
        keep(best, candidate, better, 6);
      };
      for (const hot of this.hot.values()) if (hot.form.startsWith(word)) consider(hot);
      for (const form of forms) if (form.startsWith(word) && !this.hot.has(form)) consider({form, home: homes.get(form), weight: 0});
      return best.map(c => c.home);
    }

    fold(word) { return this.rules.reduce((w, [from, to]) => w.replaceAll(from, to), word); }

    // corrections are the words that the reader may have meant, the likeliest first.
    corrections(word) {
      const letters = new Letters(word), folded = new Letters(this.fold(word));
      if (letters.list.length < 4) return [];
      let least = folded.list.length >= 8 ? 2 : 1, near = [];
      const consider = entry => {
        entry.letters ||= new Letters(entry.form);
        entry.folded ||= new Letters(this.fold(entry.form));
        const d = Math.min(letters.distance(entry.letters, least), folded.distance(entry.folded, least));
        if (d > least) return;
        if (d < least) [least, near] = [d, []];
        near.push(entry);
      };
      this.hot.forEach(consider);
      if (near.length === 0 || least > 1) {
        near = [];
        const shards = this.lexicon.map((length, i) => Math.abs(length - folded.list.length) <= least &&
          this.numbered('l', i, p => p.list(() => ({weight: p.number(), form: p.word()}))));
        for (const forms of shards) if (forms) forms.forEach(consider);
      }
      near.sort((a, b) => b.weight - a.weight || compare(a.form, b.form));
      return near.slice(0, 3).map(n => n.form);
    }

    // tail is what the term shard of a form lacks, when a query needs all of it.
    tail(form) {
      const n = this.whole && this.hot.has(form) ? this.hot.get(form).tail : -1;
      if (n < 0) return [];
      const i = lastNotAbove(this.tails, n) + 1, first = this.tails[i - 1] || 0;
      return this.numbered('o', i, p => Array.from({length: this.tails[i] - first}, () => p.tail()))?.[n - first];
    }

    // rank returns the best pages with their hits, and how many pages there are.
    rank(found, pass, most) {
      found.forEach((word, i) => this.score(word, pass, this.scored[i] ||= {sections: new Int32Array(this.pageOf.length), pages: new Int32Array(this.languageOf.length)}));
      const scored = this.scored.slice(0, found.length), best = [];
      let count = 0;
      const consider = parts => {
        for (let page = 0; page < this.languageOf.length; page++) {
          let has = 0, sum = 0;
          for (const {pages} of scored) {
            if (pages[page] === 0) continue;
            has++;
            sum += pages[page];
          }
          if (has === 0 || parts === (has === scored.length)) continue;
          count++;
          if (best.length === most && this.key(page, parts ? PART : WHOLE, sum, 0) > best[most - 1].key) continue; // no hit is better than that
          keep(best, {page, parts, key: this.first(page, scored, parts)}, byKey, most);
        }
      };
      const hits = ({page, parts}) => {
        const list = [];
        this.first(page, scored, parts, (key, section) => list.push({key, section}));
        return list.sort(byKey);
      };
      consider(false);
      if (best.flatMap(hits).length < 3) consider(true);
      return {pages: best.map(b => ({...b, hits: hits(b)})), count};
    }

    // score notes what every section that passes has of a word, and the greatest of
    // each page. While a reader types, most words stay as they were.
    score({word, classes}, pass, scored) {
      const same = [word, classes[0]?.factor, this.whole].join();
      if (!pass && scored.same === same) return;
      scored.same = pass ? null : same;
      const {sections, pages} = scored, {pageOf} = this;
      sections.fill(0);
      pages.fill(0);
      for (const c of classes)
        for (const {form, postings} of c.lists) {
          const factor = c.weight * (c.matches(form) ? c.factor : c.sibling);
          for (const list of [postings, c === classes[0] ? this.tail(form) : []])
            for (let k = 0; k < list.length; k++) {
              const section = list[k] >>> 5, score = (list[k] & 31) * factor;
              if (!(score > sections[section])) continue;
              const page = pageOf[section];
              if (pass && !pass[page]) continue;
              sections[section] = score;
              if (score > pages[page]) pages[page] = score;
            }
        }
    }

    // first returns the key of the first hit of a page: of the sections that hold all
    // words, or else the page; with parts, of the sections that hold any. Each is
    // called with all of them.
    first(page, scored, parts, each) {
      const n = scored.length;
      let first = Infinity, top = 0, topScore = 0;
      const hit = (rank, score, section) => {
        const key = this.key(page, rank, score, section);
        if (key < first) first = key;
        each?.(key, section);
      };
      for (let section = this.starts[page]; section < this.starts[page + 1]; section++) {
        let has = 0, score = 0;
        for (const {sections} of scored) {
          if (sections[section] === 0) continue;
          has++;
          score += sections[section];
        }
        if (has === n || parts && has > 0) hit(parts ? PART : WHOLE, Math.floor(score * has / n), section);
        else if (score > topScore) [top, topScore] = [section, score];
      }
      if (first === Infinity) hit(ON_PAGE, scored.reduce((sum, {pages}) => sum + pages[page], 0), top);
      return first;
    }

    // key is what hits are ordered by, in one number: 3 bits, and 24 each for the
    // score and the section.
    key(page, rank, score, section) {
      const foreign = this.languageOf[page] !== this.reader ? 2 : 0;
      return ((rank + foreign + 1) * 2 ** 24 - 1 - score) * 2 ** 24 + section;
    }

    // filtered returns which pages pass: those with the chosen value of each facet.
    filtered({language, ...chosen}) {
      const values = ['kind', 'program', 'topic'].map(facet => chosen[facet]);
      if (!language && !values.some(Boolean)) return null;
      const reader = this.languages.indexOf(language);
      const pass = this.languageOf.map(l => !language || l === reader);
      if (!values.some(Boolean)) return pass;
      const runs = this.numbered('f', 0, p => this.facets.map(list => list.map(() => {
        let at = 0;
        return p.list(() => ({from: at += p.number(), to: at += p.number()}));
      })));
      values.forEach((value, facet) => {
        if (!value || !runs) return;
        const has = [];
        for (const {from, to} of runs[facet][this.facets[facet].indexOf(value)] || []) for (let page = from; page < Math.min(to, pass.length); page++) has[page] = true;
        pass.forEach((passes, page) => { pass[page] = passes && has[page]; });
      });
      return pass;
    }

    // row is a page as results show it.
    row(page) {
      const i = lastNotAbove(this.rows, page) + 1, first = this.rows[i - 1] || 0;
      return this.numbered('r', i, p => {
        const rows = [];
        for (let at = first; at < this.rows[i]; at++) {
          const row = {title: p.text(), url: new URL('../' + p.text(), folder).href, kind: this.facets[0][p.number()], lang: this.languages[this.languageOf[at]]};
          row.sections = [{heading: '', id: '', text: p.text()}];
          for (let n = this.starts[at + 1] - this.starts[at] - 1; n > 0; n--) row.sections.push({heading: p.text(), id: p.text(), text: p.text()});
          rows.push(row);
        }
        return rows;
      })?.[page - first];
    }
  }

  // ---- one engine for the page ----

  const MOST_PAGES = 8; // that are shown at first
  const MOST_SECTIONS = 3; // of a page
  const MOST_MARKS = 8; // in a text
  const PAUSE = 80; // ms after a letter, in which the next one may come

  let ready = null; // the engine, once it is there
  let engine = start();
  let renewed = -Infinity;

  function start(fresh) {
    ready = null;
    const opening = Engine.open(fresh);
    opening.then(e => { ready = e; }, () => {}); // failing is told when it is asked
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
    const form = typeof text === 'string' ? text : args[0] === 1 ? text.one : text.other;
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

  // wordsIn cuts a text into its words, which is done once.
  const cut = new Map();
  function wordsIn(text) {
    if (!cut.has(text))
      cut.set(text, Array.from(text.matchAll(/[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*/gu), ({0: word, index}) =>
        ({word, index, form: /^[a-z]+$/i.test(word) ? word.toLowerCase() : normalise(word)})));
    return cut.get(text);
  }

  // marked cuts a text into what stands between the words that were found and,
  // every other one, those words. With a limit it is cut around the first of them.
  function marked(text, {forms, start}, limit = Infinity) {
    const parts = [];
    let from = 0, at = 0, end = endAfter(0);
    for (const {word, index, form} of wordsIn(text)) {
      if (parts.length > 0 && index >= end || parts.length === 2 * MOST_MARKS) break;
      if (!forms.has(form) && !(start && form.startsWith(start))) continue;
      if (parts.length === 0 && text.length > limit && index > limit / 2) {
        from = at = text.lastIndexOf(' ', index - limit / 4) + 1;
        end = endAfter(from);
      }
      parts.push(text.slice(at, index), word);
      at = index + word.length;
    }
    parts.push(text.slice(at, end) + (end < text.length ? ' …' : ''));
    if (from > 0) parts[0] = `… ${parts[0]}`;
    return parts;

    function endAfter(from) {
      if (text.length - from <= limit) return text.length;
      const space = text.lastIndexOf(' ', from + limit);
      return space > from ? space : from + limit;
    }
  }

  // fill writes such parts into an element.
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
      this.groups = []; // of the list, also those that it does not show now
      this.field = make(place.querySelector('input') || 'input', {
        type: 'search', name: 'q', autocomplete: 'off', autocapitalize: 'off', spellcheck: false, enterKeyHint: 'search',
        role: 'combobox', 'aria-label': link.textContent.trim(), 'aria-autocomplete': 'list', 'aria-expanded': 'false',
        'aria-controls': 'search-found', 'aria-describedby': 'search-keys',
      });
      this.close = make('button', {type: 'button', className: 'search-close', hidden: true});
      this.bar = make(this.field.form || 'form', {className: 'search-bar', action: link.href, role: 'search'});
      if (!this.field.form) this.bar.append(this.field); // moving it would take the focus from it
      this.bar.append(this.close);
      this.filters = make('div', {className: 'search-filters', role: 'group'});
      this.status = make('p', {className: 'search-status', role: 'status'});
      this.meant = make('p', {className: 'search-meant', hidden: true});
      this.list = make('div', {className: 'search-found', id: 'search-found', role: 'listbox', hidden: true});
      this.more = make('button', {type: 'button', className: 'button quiet search-more', hidden: true});
      this.keys = make('p', {className: 'search-keys', id: 'search-keys'});
      this.results = make('div', {className: 'search-results', tabIndex: -1}, this.status, this.meant, this.list, this.more);
      if (!this.bar.parentNode) place.append(this.bar);
      place.append(this.filters, this.results, this.keys);

      this.bar.addEventListener('submit', event => {
        event.preventDefault();
        this.submit();
      });
      this.field.addEventListener('input', () => {
        this.typed = performance.now();
        this.change();
      });
      this.field.addEventListener('keydown', event => this.press(event));
      this.more.addEventListener('click', () => this.showMore());
      this.results.addEventListener('scroll', () => { this.scrolled = true; });
      this.labels = this.label();
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
      this.labelled = true;
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
      this.ask();
      if (!this.onPage) return;
      clearTimeout(this.moving); // browsers limit how often an address may change
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
        if (current()) this.fail(had ? 'search.renewed' : 'search.failed');
      } finally {
        clearTimeout(patience);
        if (current()) set(this.results, 'ariaBusy', 'false');
      }
    }

    clear() {
      this.status.textContent = '';
      this.meant.hidden = true;
      this.empty();
    }

    empty() {
      this.list.hidden = this.more.hidden = true;
      this.list.replaceChildren();
      this.choose(null);
    }

    async fail(key) {
      await words.catch(() => {});
      this.clear();
      this.tell(key);
      if (!this.status.textContent) this.status.textContent = link.textContent; // not even the words are there
    }

    tell(key, ...args) { set(this.status, 'textContent', say(key, ...args)); }

    show(text, {pages, count, meant, marks}) {
      this.correct(text, meant);
      if (count === 0) {
        this.empty();
        const filtered = Object.values(this.filter).some(Boolean);
        this.tell(filtered ? 'search.none.filters' : 'search.none', text);
        this.status.append(' ', filtered ? this.button('search.clear', () => this.unfilter()) : say('search.none.hint'), ' ',
          make('a', {href: new URL('az.html', link.href).href}, say('search.az')));
        return;
      }
      this.tell(pages[0].parts ? 'search.some' : 'search.count', count);
      pages.forEach((page, i) => this.draw(i, page, marks));
      while (this.list.children.length > pages.length) this.list.lastChild.remove();
      set(this.list, 'hidden', false);
      set(this.more, 'hidden', count <= pages.length);
      this.choose(null);
      if (this.shown === MOST_PAGES && this.scrolled) this.results.scrollTop = 0;
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

    // draw makes group i of the list show a page and its best sections. What is
    // there is changed, not made anew. A topic has no text of its own.
    draw(i, {row, page, hits}, marks) {
      const group = this.groups[i] ||= make('div', {className: 'found', role: 'group'});
      if (group.parentNode !== this.list) this.list.append(group);
      group.setAttribute('aria-label', row.title);
      set(group, 'lang', row.lang === lang ? '' : row.lang);
      const first = ready.starts[page];
      const start = hits.find(hit => hit.section === first);
      const rest = hits.filter(hit => hit !== start).slice(0, MOST_SECTIONS);
      [start, ...rest].forEach((hit, j) => {
        const option = group.children[j] || group.appendChild(this.option(i, j));
        const [name, text] = option.parts, {heading, id, text: excerpt} = row.sections[hit ? hit.section - first : 0];
        set(option, 'href', row.url + (id && '#' + id));
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
      const parts = [make('span', {className: j > 0 ? 'found-heading' : 'found-title'}), make('span', {className: 'found-text'})];
      const kind = j > 0 ? [] : [make('span', {className: 'found-kind', lang})];
      const option = make('a', {
        className: 'found-link', role: 'option', id: `found-${i}-${j}`, tabIndex: this.onPage ? 0 : -1, 'aria-selected': 'false',
      }, parts[0], ...kind, parts[1]);
      option.parts = parts;
      option.addEventListener('click', () => this.leave?.());
      return option;
    }

    async showMore() {
      const before = this.list.children.length;
      this.shown += MOST_PAGES;
      await this.ask();
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
      set(this.field, 'ariaExpanded', String(!this.list.hidden));
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

  // openDialog takes over the dialog that page.js may have opened meanwhile.
  function openDialog(early) {
    const dialog = make(early || 'dialog', {className: 'search', 'aria-label': link.textContent.trim()});
    const box = new Box(dialog);
    box.leave = () => dialog.close();
    box.close.hidden = false;
    box.close.addEventListener('click', box.leave);
    dialog.addEventListener('click', event => { if (event.target === dialog) dialog.close(); });
    if (early) box.change();
    else document.body.append(dialog);
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
  const waited = document.querySelector('dialog.search');
  let open = place ? openPage(place) : waited && openDialog(waited);
  link.addEventListener('search', event => {
    event.preventDefault(); // page.js need not do it
    open ||= openDialog();
    open();
  });
})();
