// The engine of the search finds pages in an index. In go the files of the index,
// which it asks for by name, and queries; out come the best pages and which words
// of theirs to mark. It knows no page, no address and no clock: any JavaScript
// that can decompress runs it. The format of the index and the order of results
// are written down in the package comment of generator/search, and Engine answers
// as internal/searchreader does. It never stems a word.
const searchEngine = (() => {
  'use strict';

  // Numbers of generator/search/format, and below of internal/searchreader, under
  // the names that they have there.
  const FORMAT = {
    version: 3,
    longWeight: 12, // of a form whose list is long
    blockFiles: 16, // of a kind, which share a hash
    impactBits: 5,
    noneShared: '!'.charCodeAt(0),
  };
  const QUERY = {
    mostWords: 8,
    mostCompletions: 6,
    mostCorrections: 3,
    fewHits: 3,
    leastCorrected: 4,
    longCorrected: 8,
    longDistance: 2,

    formFactor: 16,
    formSibling: 12,
    prefixFactor: 12,
    prefixSibling: 9,
    correctedFactor: 10,
    correctedSibling: 7,
  };

  const WHOLE = 0, ON_PAGE = 1, PART = 4; // and 2 more in another language
  const MOST_MARKS = 8; // in a text

  // ---- the files of an index ----

  // read decodes the data of a call.
  async function read(data) {
    const packed = Uint8Array.from(atob(data), c => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    const first = bytes.indexOf(0), second = bytes.indexOf(0, first + 1);
    if (first < 0 || second < 0) throw new Error('not three parts');
    const lines = part => new TextDecoder().decode(part).split('\n').slice(0, -1);
    let word = ''; // each begins with how many letters it shares with the one before
    const words = lines(bytes.subarray(first + 1, second)).map(line => {
      word = word.slice(0, line.charCodeAt(0) - FORMAT.noneShared) + line.slice(1);
      return word;
    });
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
      const hash = this.bytes.subarray(this.at, this.at += 3);
      return [...hash].map(byte => byte.toString(16).padStart(2, '0')).join('');
    }

    // list calls make as often as the number that comes next says.
    list(make) {
      const out = [];
      const n = this.number();
      if (n > this.bytes.length + this.texts.length + this.words.length) throw new Error('too many');
      while (out.length < n) out.push(make());
      return out;
    }

    // postings are section << impactBits | impact.
    postings() { return this.places(0, 0, FORMAT.impactBits); }

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
        out[i] = section << FORMAT.impactBits | (above ? low + above : usual);
      }
      return out;
    }
  }

  // ---- queries ----

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
    // open reads the manifest for a reader of a language. file(name, path) promises
    // what the file of the index at that path calls Q with, under that name.
    static async open(file, lang) {
      const e = new Engine();
      e.file = file;
      const m = await read(await file('manifest', 'manifest.js'));
      if (m.number() !== FORMAT.version) throw new Error('another version');
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
      e.hashes = {}; // of each kind of files, one for a block
      const files = (kind, make) => {
        const list = m.list(make);
        e.hashes[kind] = list.flatMap((_, i) => i % FORMAT.blockFiles ? [] : [m.hash()]);
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
        return [form, {form, home, weight, tail: weight < FORMAT.longWeight ? -1 : tails++}];
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
      const hash = this.hashes[kind][Math.floor(i / FORMAT.blockFiles)];
      if (!hash) throw new Error(`there is no ${name}`);
      this.wanted.set(name, [`${name}.${hash}.js`, decode]);
    }

    // load gets what is wanted.
    load() {
      return Promise.all([...this.wanted].map(([name, [path, decode]]) => {
        if (!this.loading.has(name)) this.loading.set(name, this.get(name, path, decode));
        return this.loading.get(name);
      }));
    }

    async get(name, path, decode) {
      try {
        this.decoded.set(name, decode(await read(await this.file(name, path))));
      } finally {
        this.loading.delete(name);
      }
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
      const words = (told.length > 0 ? told : unique).slice(0, QUERY.mostWords);
      const inWord = /[\p{L}\p{N}]$/u.test(normalise(text));
      return {words, open: words.length > 0 && inWord && all.at(-1) === words.at(-1)};
    }

    lookUp(word, open, literal) {
      const own = this.terms(word);
      const hot = this.hot.get(word);
      if (hot) { // what it leads to is asked for together with the word's own
        this.terms(hot.home);
        if (!own) for (const {form, home} of this.hot.values()) if (home === hot.home) this.tail(form);
      }
      if (!own) return {classes: []};
      const match = (homes, matches, factor, sibling) =>
        homes.map(home => ({...this.terms(home)?.classes.get(home), matches, factor, sibling}));
      const {formFactor, formSibling, prefixFactor, prefixSibling, correctedFactor, correctedSibling} = QUERY;
      if (own.homes.has(word))
        return {classes: match([own.homes.get(word)], form => form === word, formFactor, formSibling)};
      if (open && word.length > 1) {
        const homes = this.completions(own, word);
        if (homes.length > 0)
          return {classes: match(homes, form => form.startsWith(word), prefixFactor, prefixSibling)};
      }
      const meant = literal ? [] : this.corrections(word);
      return {meant: meant[0], classes: meant.flatMap(form => {
        const home = this.terms(form)?.homes.get(form);
        return home ? match([home], f => f === form, correctedFactor, correctedSibling) : [];
      })};
    }

    completions({forms, homes}, word) {
      const best = [];
      const better = (a, b) => b.weight - a.weight || a.form.length - b.form.length || compare(a.form, b.form);
      const consider = candidate => {
        if (best.length === QUERY.mostCompletions && better(candidate, best.at(-1)) > 0) return;
        const same = best.findIndex(c => c.home === candidate.home);
        if (same >= 0 && better(candidate, best[same]) > 0) return;
        if (same >= 0) best.splice(same, 1);
        keep(best, candidate, better, QUERY.mostCompletions);
      };
      for (const hot of this.hot.values()) if (hot.form.startsWith(word)) consider(hot);
      for (const form of forms)
        if (form.startsWith(word) && !this.hot.has(form)) consider({form, home: homes.get(form), weight: 0});
      return best.map(c => c.home);
    }

    fold(word) { return this.rules.reduce((w, [from, to]) => w.replaceAll(from, to), word); }

    // corrections are the words that the reader may have meant, the likeliest first.
    corrections(word) {
      const letters = new Letters(word), folded = new Letters(this.fold(word));
      if (letters.list.length < QUERY.leastCorrected) return [];
      let least = folded.list.length >= QUERY.longCorrected ? QUERY.longDistance : 1, near = [];
      const consider = entry => {
        entry.letters ||= new Letters(entry.form);
        entry.folded ||= new Letters(this.fold(entry.form));
        const d = Math.min(letters.distance(entry.letters, least), folded.distance(entry.folded, least));
        if (d > least) return;
        if (d < least) [least, near] = [d, []];
        near.push(entry);
      };
      this.hot.forEach(consider);
      if (near.length === 0 || least === QUERY.longDistance) {
        near = [];
        const shards = this.lexicon.map((length, i) => Math.abs(length - folded.list.length) <= least &&
          this.numbered('l', i, p => p.list(() => ({weight: p.number(), form: p.word()}))));
        for (const forms of shards) if (forms) forms.forEach(consider);
      }
      near.sort((a, b) => b.weight - a.weight || compare(a.form, b.form));
      return near.slice(0, QUERY.mostCorrections).map(n => n.form);
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
      found.forEach((word, i) => {
        this.scored[i] ||= {
          sections: new Int32Array(this.pageOf.length),
          pages: new Int32Array(this.languageOf.length),
        };
        this.score(word, pass, this.scored[i]);
      });
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
          const full = best.length === most; // and no hit of this page is better than its sum
          if (full && this.key(page, parts ? PART : WHOLE, sum, 0) > best[most - 1].key) continue;
          keep(best, {page, parts, key: this.first(page, scored, parts)}, byKey, most);
        }
      };
      const hits = ({page, parts}) => {
        const list = [];
        this.first(page, scored, parts, (key, section) => list.push({key, section}));
        return list.sort(byKey);
      };
      consider(false);
      if (best.flatMap(hits).length < QUERY.fewHits) consider(true);
      return {pages: best.map(b => ({...b, hits: hits(b)})), count};
    }

    // score notes what every section that passes has of a word, and the greatest of
    // each page. While a reader types, most words stay as they were.
    score({word, classes}, pass, scored) {
      const same = [word, classes[0]?.factor, this.whole].join();
      if (!pass && scored.same === same) return;
      scored.same = pass ? null : same;
      const {sections, pages} = scored, {pageOf} = this, {impactBits} = FORMAT, topImpact = (1 << impactBits) - 1;
      sections.fill(0);
      pages.fill(0);
      for (const c of classes)
        for (const {form, postings} of c.lists) {
          const factor = c.weight * (c.matches(form) ? c.factor : c.sibling);
          for (const list of [postings, c === classes[0] ? this.tail(form) : []])
            for (let k = 0; k < list.length; k++) {
              const section = list[k] >>> impactBits, score = (list[k] & topImpact) * factor;
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
        for (const {from, to} of runs[facet][this.facets[facet].indexOf(value)] || [])
          for (let page = from; page < Math.min(to, pass.length); page++) has[page] = true;
        pass.forEach((passes, page) => { pass[page] = passes && has[page]; });
      });
      return pass;
    }

    // row is a page as results show it, its path from the root of the site.
    row(page) {
      const i = lastNotAbove(this.rows, page) + 1, first = this.rows[i - 1] || 0;
      return this.numbered('r', i, p => {
        const rows = [];
        for (let at = first; at < this.rows[i]; at++) {
          const row = {
            title: p.text(),
            path: p.text(),
            kind: this.facets[0][p.number()],
            lang: this.languages[this.languageOf[at]],
          };
          row.sections = [{heading: '', id: '', text: p.text()}];
          for (let n = this.starts[at + 1] - this.starts[at] - 1; n > 0; n--)
            row.sections.push({heading: p.text(), id: p.text(), text: p.text()});
          rows.push(row);
        }
        return rows;
      })?.[page - first];
    }
  }

  // ---- the words in a text that were found ----

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

  return {Engine, marked};
})();
