// The engine of the search finds pages in an index. In go the files of the index,
// which it asks for by name, and queries; out come the best pages and which words
// of theirs to mark. It knows no page, no address and no clock: any JavaScript
// that can decompress runs it. The format of the index and the order of results
// are written down in the package comment of generator/search, and Engine answers
// as internal/searchreader does. It never stems a word.
const searchEngine = (() => {
  'use strict';

  // Numbers of generator/search/format, and below of internal/searchreader, under
  // their names there.
  const VERSION = 4;
  // From this weight on, the list of a form is long.
  const LONG_WEIGHT = 12;
  // So many files of a kind share a hash.
  const BLOCK_FILES = 16;
  const IMPACT_BITS = 5;
  const TOP_IMPACT = 31;
  // Impacts above this are of words of titles and headings.
  const TOP_TEXT = 23;
  // An ending leaves so many letters.
  const LEAST_ENDED = 3;
  // A whole name has this before each of its words.
  const WHOLE = '=';
  const WHOLE_WORDS = 10;
  const WHOLE_TITLE = 31;
  const WHOLE_HEADING = 29;
  // The code of "!".
  const NONE_SHARED = 33;
  const MOST_WORDS = 8;
  const MOST_COMPLETIONS = 6;
  const MOST_CORRECTIONS = 3;
  const FEW_PAGES = 3;
  const LEAST_CORRECTED = 4;
  const LONG_CORRECTED = 8;
  const LONG_DISTANCE = 2;
  const MOST_LOOKED = 48;

  const FORM_FACTOR = 16;
  const FORM_SIBLING = 12;
  const ENDED_FACTOR = 14;
  const ENDED_SIBLING = 1;
  const PREFIX_FACTOR = 12;
  const PREFIX_SIBLING = 9;
  const CORRECTED_FACTOR = 10;
  const CORRECTED_SIBLING = 7;

  // One in so many of the impact of a sibling of an ended word counts.
  const ENDED_SHARE = 5;
  // The weight of a word that is found nowhere.
  const UNKNOWN_WEIGHT = 12;
  // What a word for the kind of a page counts, for each of its weight.
  const KIND_SCORE = 12 * FORM_FACTOR;
  // The impact of a word in a long title or heading, and what is added for each
  // word that the title is shorter.
  const TITLE_IMPACT = 16;
  const TITLE_STEP = 3;
  // How many times a page counts whose title has no other words.
  const WHOLE_SCORE = 2;
  // A light page keeps so many of four parts of its score.
  const LIGHT_SCORE = 3;
  // How much of the words a page has, in per cent by weight.
  const COVERED_SHARE = 30;
  // In a query of so many words, each that a page lacks lowers it twice as much.
  const SHORT_QUERY = 2;

  const RANK_NAMED = 0;
  const RANK_HEADED = 1;
  const RANK_TITLED = 2;
  const RANK_COVERED = 3;
  const RANK_FOREIGN_NAMED = 4;
  const RANK_FOREIGN_TITLED = 5;
  const RANK_FOREIGN_COVERED = 6;
  const RANK_REST = 7;
  const RANK_FOREIGN_REST = 8;
  const ABROAD = [RANK_FOREIGN_NAMED, RANK_FOREIGN_TITLED, RANK_FOREIGN_TITLED, RANK_FOREIGN_COVERED];

  // So many words are marked in a text.
  const MOST_MARKS = 8;
  // So many words are offered for one that is not found.
  const MOST_NEAREST = 3;

  // ---- the files of an index ----

  // read decodes the data of a call.
  async function read(data) {
    const packed = Uint8Array.from(atob(data), c => c.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    const first = bytes.indexOf(0), second = bytes.indexOf(0, first + 1);
    if (first < 0 || second < 0) throw new Error('not three parts');
    const lines = part => new TextDecoder().decode(part).split('\n').slice(0, -1);
    // Each begins with how many letters it shares with the one before.
    let word = '';
    const words = lines(bytes.subarray(first + 1, second)).map(line => {
      word = word.slice(0, line.charCodeAt(0) - NONE_SHARED) + line.slice(1);
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

    // postings are section << IMPACT_BITS | impact.
    postings() { return this.places(0, 0, IMPACT_BITS); }

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
        out[i] = section << IMPACT_BITS | (above ? low + above : usual);
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

  const normalise = text => text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replaceAll('ς', 'σ')
    .replace(/(?<=[\p{L}\p{N}])['’](?=[\p{L}\p{N}])/gu, '');

  // Groups are words that signs link; what follows may end a word of one letter.
  const grouped = word => ({
    groups: new RegExp(`${word}(?:(?: & |[&:‐‑–-])${word})*(\\+\\+|#)?`, 'gu'),
    words: new RegExp(word, 'gu'),
  });
  const NORMAL = grouped('[\\p{L}\\p{N}]+');
  const WRITTEN = grouped("[\\p{L}\\p{N}]+(?:['’][\\p{L}\\p{N}]+)*");
  const isNumber = word => /^\p{N}/u.test(word);

  // isOneWord reports whether words that are linked by signs are one word: L&D,
  // 1:1, e-mail.
  function isOneWord(words, links) {
    const [link, ...others] = links.map(link => link.replace(/[‐‑]/, '-'));
    if (others.some(other => other !== link)) return false;
    const longest = Math.max(...words.map(word => [...word].length)), first = words[0], last = words.at(-1);
    const single = word => [...word].length === 1;
    if (link === '&') return longest <= 3;
    if (link === '-') return words.length <= 3 && single(first) && (!isNumber(first) || single(last));
    return longest === 1 && (link !== '–' || !isNumber(first) && !isNumber(last));
  }

  // pieces cuts a text into its words: [word, index, as it is looked up].
  function pieces(text, {groups, words: pattern}) {
    const out = [], push = (word, index) => out.push([word, index, word.replace(/[ ‐‑–-]/g, '')]);
    for (const {0: all, 1: end = '', index} of text.matchAll(groups)) {
      const group = all.slice(0, all.length - end.length);
      const parts = [...group.matchAll(pattern)], words = parts.map(p => p[0]);
      if (words.length === 1) push([...group].length === 1 ? all : group, index);
      else if (isOneWord(words, group.split(pattern).slice(1, -1))) push(group, index);
      else for (const part of parts) push(part[0], index + part.index);
    }
    return out;
  }

  const wordsOf = text => pieces(normalise(text), NORMAL).map(([, , word]) => word);
  const isFunction = word => word.length === 1 && word < '\x80';

  // phrases are the words of each quotation of two words or more.
  const phrases = text => [...text.matchAll(/["“”„«»]([^"“”„«»]*)["“”„«»]/g)]
    .map(quote => wordsOf(quote[1])).filter(words => words.length > 1);

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
      if (m.number() !== VERSION) throw new Error('another version');
      const pairs = m.text().split(' ');
      e.rules = pairs.flatMap((from, i) => i % 2 ? [] : [[from, pairs[i + 1]]]);
      const words = () => m.word().split(' ').filter(Boolean);
      e.functions = new Set(words());
      e.endings = words();
      e.unended = new Set(words());
      e.kinds = m.list(() => ({name: m.text(), words: new Set(words()), light: m.number() > 0}));
      e.kindOf = [];
      e.languages = [];
      e.languageOf = [];
      m.list(() => {
        const language = e.languages.push(m.text()) - 1;
        e.kinds.forEach((_, kind) => {
          for (let n = m.number(); n > 0; n--) {
            e.kindOf.push(kind);
            e.languageOf.push(language);
            if (e.kindOf.length > m.bytes.length) throw new Error('too many');
          }
        });
      });
      e.reader = e.languages.indexOf(lang);
      const starts = m.list((at => () => at += m.number())(0));
      // The first section of each page, and the number of sections.
      e.starts = Uint32Array.from([0, ...starts]);
      if (e.kindOf.length !== starts.length) throw new Error('no language');
      e.pageOf = new Uint32Array(e.starts.at(-1));
      for (let page = 0; page < starts.length; page++) e.pageOf.fill(page, e.starts[page], starts[page]);
      // Of each kind of files, one for a block.
      e.hashes = {};
      const files = (kind, make) => {
        const list = m.list(make);
        e.hashes[kind] = list.flatMap((_, i) => i % BLOCK_FILES ? [] : [m.hash()]);
        return list;
      };
      e.smallest = files('t', () => m.word());
      // The page after the last of each.
      e.rows = files('r', (at => () => (at += m.number()))(0));
      // The tail after the last of each.
      e.tails = files('o', (at => () => (at += m.number()))(0));
      e.lexicon = files('l', () => m.number());
      files('f', () => 0);
      e.facets = [e.kinds.map(kind => kind.name), ...m.list(() => m.list(() => m.text()))];
      let tails = 0;
      e.hot = new Map(m.list(() => {
        const weight = m.number(), [form, home = form] = m.word().split(' ');
        return [form, {form, home, weight, tail: weight < LONG_WEIGHT ? -1 : tails++}];
      }));
      // What sections and pages have of each word of a query.
      e.scored = [];
      e.decoded = new Map();
      e.loading = new Map();
      e.wanted = new Map();
      return e;
    }

    // numbered is what decode makes of file i of a kind, or nothing yet.
    numbered(kind, i, decode) {
      const name = kind + i;
      if (this.decoded.has(name)) return this.decoded.get(name);
      const hash = this.hashes[kind][Math.floor(i / BLOCK_FILES)];
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
      if (i < 0 || isFunction(form)) return {forms: [], homes: new Map(), classes: new Map()};
      return this.numbered('t', i, p => {
        // Forms are those that stand on the site.
        const all = [], forms = [], homes = new Map(p.list(() => {
          const [form, home = form, stands = form === home] = p.word().split(' ');
          all.push(form);
          if (stands) forms.push(form);
          return [form, home];
        }));
        const classes = new Map();
        for (const [form, home] of homes) {
          if (form !== home) continue;
          const weight = p.number();
          classes.set(home, {weight, lists: p.list(() => {
            const own = p.number();
            return {form: own > 0 ? all[own - 1] : p.word(), postings: p.postings()};
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
      const {words, told, open} = this.queryWords(text);
      const runs = this.runs(), pass = this.filtered(filter, runs);
      this.whole = words.length > 1 || pass !== null;
      const last = words.length - 1;
      const found = words.map((word, i) => ({word, ...this.lookUp(word, open && i === last, told, literal)}));
      const names = this.namesOf(text, found, pass);
      for (const {classes: [likeliest]} of found) likeliest?.lists?.forEach(list => this.tail(list.form));
      if (this.wanted.size > 0) return null;
      const quoted = phrases(text);
      const ranked = this.rank(found, names, pass, runs, quoted[0] ? MOST_LOOKED : most);
      for (const found of ranked.pages) found.row = this.row(found.page);
      if (this.wanted.size > 0) return null;
      if (quoted[0]) this.sideBySide(ranked, quoted, most);
      return {
        pages: ranked.pages,
        count: ranked.count,
        // Whether a page has all words; how many have those in quotation marks, where
        // others may have them behind what the index keeps of a text.
        full: ranked.full,
        sure: ranked.sure,
        // Of pages, by the values of each facet.
        counts: quoted[0] ? {} : ranked.counts,
        nearest: ranked.count > 0 ? [] : [...new Set(words.flatMap(word => this.nearest(word)))],
        meant: found.some(f => f.meant) ? found.map((f, i) => f.meant || words[i]).join(' ') : '',
        marks: {
          forms: new Set([...words, ...found.flatMap(f => f.classes.flatMap(c => c.lists.map(l => l.form)))]),
          start: open && words.at(-1).length > 1 ? words.at(-1) : null,
        },
      };
    }

    // queryWords are the words of a query, whether they are more than function words,
    // and whether the last is open.
    queryWords(text) {
      const all = wordsOf(text);
      const unique = [...new Set(all)];
      const content = unique.filter(word => !isFunction(word) && !this.functions.has(word)), told = content.length > 0;
      const words = (told ? content : unique).slice(0, MOST_WORDS);
      const inWord = /[\p{L}\p{N}]$/u.test(normalise(text));
      return {words, told, open: inWord && all.at(-1) === words.at(-1)};
    }

    // kindsOf is the kinds that a word is for, a bit each.
    kindsOf(word) { return this.kinds.reduce((bits, {words}, i) => words.has(word) ? bits | 1 << i : bits, 0); }

    // lookUp is the classes that answer a word, and what it was corrected to.
    lookUp(word, open, told, literal) {
      const own = this.terms(word), rests = told ? this.withoutEndings(word) : [], kinds = this.kindsOf(word);
      const hot = this.hot.get(word);
      // What it leads to is asked for together with the word's own.
      if (hot) {
        this.terms(hot.home);
        if (!own) for (const {form, home} of this.hot.values()) if (home === hot.home) this.tail(form);
      }
      if (!own) {
        if (!hot) for (const rest of rests) this.terms(rest);
        return {kinds, classes: []};
      }
      const match = (homes, matches, factor, sibling) =>
        homes.map(home => ({...this.terms(home)?.classes.get(home), matches, factor, sibling}));
      const line = (word, factor, sibling) => {
        const home = this.terms(word)?.homes.get(word);
        return home ? match([home], form => form === word, factor, sibling) : [];
      };
      if (own.homes.has(word)) return {kinds, classes: line(word, FORM_FACTOR, FORM_SIBLING)};
      if (open && [...word].length > 1) {
        const homes = this.completions(own, word);
        if (homes.length > 0)
          return {kinds, classes: match(homes, form => form.startsWith(word), PREFIX_FACTOR, PREFIX_SIBLING)};
      }
      if (!told) return {kinds, classes: []};
      for (const rest of rests) {
        if (!this.terms(rest)) return {kinds, classes: []};
        const classes = line(rest, ENDED_FACTOR, ENDED_SIBLING), [ended] = classes;
        if (!ended) continue;
        // What is left of the word does not stand either.
        ended.matches = form => rests.includes(form);
        if (!ended.lists?.some(({form}) => ended.matches(form))) ended.sibling = FORM_SIBLING;
        return {kinds, classes};
      }
      const meant = literal || kinds ? [] : this.corrections(word);
      return {
        kinds: meant.reduce((bits, word) => bits | this.kindsOf(word), kinds),
        meant: meant[0],
        corrected: meant,
        classes: meant.flatMap(form => line(form, CORRECTED_FACTOR, CORRECTED_SIBLING)),
      };
    }

    // withoutEndings is what one ending leaves of a word, then what two do.
    withoutEndings(word) {
      if (this.unended.has(word)) return [];
      const cut = words => [...new Set(words.flatMap(word => this.endings
        .filter(ending => word.endsWith(ending)).map(ending => word.slice(0, -ending.length))
        .filter(rest => [...rest].length >= LEAST_ENDED)))];
      const once = cut([word]);
      return [...once, ...cut(once)];
    }

    // namesOf is the sections that are called as the whole query is, and with what
    // kind of name; with the words that were meant: the likeliest, but each of those of
    // a single word.
    namesOf(text, found, pass) {
      const meant = new Map(found.map(({word, corrected = []}) => [word, corrected]));
      const words = wordsOf(text).slice(0, WHOLE_WORDS), names = new Map();
      const called = [words.map(word => WHOLE + (meant.get(word)?.[0] || word)).join('')];
      if (words.length === 1) called.push(...(meant.get(words[0]) || []).map(word => WHOLE + word));
      for (const name of called)
        for (const {postings} of this.terms(name)?.classes.get(name)?.lists || [])
          for (const p of postings) {
            const section = p >>> IMPACT_BITS, impact = Math.max(p & TOP_IMPACT, names.get(section) || 0);
            if (!pass || pass[this.pageOf[section]]) names.set(section, impact);
          }
      return names;
    }

    // sideBySide keeps the pages on which the words of every phrase stand side by
    // side, and of their sections those that have one. Where a text is cut short, the
    // page stays, behind the others.
    sideBySide(ranked, quoted, most) {
      const sure = [], unsure = [];
      for (const page of ranked.pages) {
        const has = new Set();
        let short = false;
        const hits = page.hits.filter(({section}) => {
          const n = section - this.starts[page.page], {heading, text} = page.row.sections[n];
          short ||= text.endsWith('…');
          const words = ` ${wordsOf(`${n > 0 ? heading : page.row.title}. ${text}`).join(' ')} `;
          return quoted.filter(phrase => words.includes(` ${phrase.join(' ')} `) && has.add(phrase)).length > 0;
        });
        if (has.size === quoted.length) sure.push({...page, hits});
        else if (short) unsure.push({...page, part: true});
      }
      ranked.pages = [...sure, ...unsure];
      ranked.full = true;
      if (unsure.length > 0) ranked.sure = sure.length;
      ranked.count = ranked.pages.length;
      ranked.pages.splice(most);
    }

    completions({forms, homes}, word) {
      const best = [];
      const better = (a, b) => b.weight - a.weight || a.form.length - b.form.length || compare(a.form, b.form);
      const consider = candidate => {
        const same = best.findIndex(c => c.home === candidate.home);
        if (same >= 0 && better(candidate, best[same]) > 0) return;
        if (same >= 0) best.splice(same, 1);
        keep(best, candidate, better, MOST_COMPLETIONS);
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
      if (letters.list.length < LEAST_CORRECTED) return [];
      let least = folded.list.length >= LONG_CORRECTED ? LONG_DISTANCE : 1, near = [];
      const consider = entry => {
        entry.letters ||= new Letters(entry.form);
        entry.folded ||= new Letters(this.fold(entry.form));
        const d = Math.min(letters.distance(entry.letters, least), folded.distance(entry.folded, least));
        if (d > least) return;
        if (d < least) [least, near] = [d, []];
        near.push(entry);
      };
      this.hot.forEach(consider);
      if (near.length === 0 || least === LONG_DISTANCE) {
        near = [];
        const shards = this.lexicon.map((length, i) => Math.abs(length - folded.list.length) <= least &&
          this.numbered('l', i, p => p.list(() => ({weight: p.number(), form: p.word()}))));
        for (const forms of shards) if (forms) forms.forEach(consider);
      }
      near.sort((a, b) => b.weight - a.weight || compare(a.form, b.form));
      return near.slice(0, MOST_CORRECTIONS).map(n => n.form);
    }

    // nearest is words of titles and headings that are a little like one that is not
    // found.
    nearest(word) {
      const letters = new Letters(word), limit = Math.ceil(letters.list.length / 3), near = [];
      if (letters.list.length < LEAST_CORRECTED) return [];
      for (const entry of this.hot.values()) {
        entry.letters ||= new Letters(entry.form);
        const d = letters.distance(entry.letters, limit);
        if (d <= limit) keep(near, {form: entry.form, key: d * 100 - entry.weight}, byKey, MOST_NEAREST);
      }
      return near.map(n => n.form);
    }

    // tail is what the term shard of a form lacks, when a query needs all of it.
    tail(form) {
      const n = this.whole && this.hot.has(form) ? this.hot.get(form).tail : -1;
      if (n < 0) return [];
      const i = lastNotAbove(this.tails, n) + 1, first = this.tails[i - 1] || 0;
      return this.numbered('o', i, p => Array.from({length: this.tails[i] - first}, () => p.tail()))?.[n - first];
    }

    // rank returns the best pages with their hits, and how many pages there are.
    rank(found, names, pass, runs, most) {
      found.forEach((word, i) => {
        this.scored[i] ||= {
          sections: new Int32Array(this.pageOf.length),
          pages: new Int32Array(this.languageOf.length),
        };
        this.score(word, pass, this.scored[i]);
      });
      const all = found.map(({kinds, classes}, i) => ({
        ...this.scored[i], kinds,
        weight: classes.reduce((most, {weight}) => Math.max(most, weight), 0) || UNKNOWN_WEIGHT,
      }));
      const total = all.reduce((sum, {weight}) => sum + weight, 0), best = [];
      const named = new Set([...names.keys()].map(section => this.pageOf[section]));
      let count = 0, full = false;
      const kinds = this.kinds.map(() => 0), languages = this.languages.map(() => 0);
      const has = new Uint8Array(this.kindOf.length);
      const consider = rest => {
        for (let page = 0; page < this.languageOf.length; page++) {
          if (pass && !pass[page]) continue;
          let covers = 0, bound = 0, titled = 1;
          for (const {pages, kinds, weight} of all) {
            const kinded = kinds >>> this.kindOf[page] & 1, any = pages[page] | kinded;
            if (any) covers += weight;
            bound += (pages[page] >> 1) + kinded * weight * KIND_SCORE;
            titled &= any;
          }
          if (!covers && !named.has(page)) continue;
          const low = 100 * covers < COVERED_SHARE * total && !named.has(page);
          if (low !== rest) continue;
          count++;
          full ||= covers === total;
          has[page] = 1;
          kinds[this.kindOf[page]]++;
          languages[this.languageOf[page]]++;
          // A page that no rank it may have makes one of the best need not be ranked.
          if (best.length === most && !named.has(page)) {
            const rank = titled ? RANK_HEADED : this.rankOf(page, RANK_COVERED, covers, total);
            if (this.key(rank, bound * WHOLE_SCORE ** titled * covers / total, page) > best[most - 1].key) continue;
          }
          keep(best, this.page(page, all, names, covers, total), byKey, most);
        }
      };
      consider(false);
      if (count < FEW_PAGES) consider(true);
      const [program, topic] = runs.map(values => values.map(list =>
        list.reduce((sum, {from, to}) => has.subarray(from, to).reduce((sum, one) => sum + one, sum), 0)));
      return {pages: best, count, full, counts: {kind: kinds, language: languages, program, topic}};
    }

    // rankOf is the rank of a page, given what it would be if it had all words and
    // were in the reader's language.
    rankOf(page, rank, covers, total) {
      const foreign = this.languageOf[page] !== this.reader;
      if (rank < RANK_COVERED || 100 * covers >= COVERED_SHARE * total) return foreign ? ABROAD[rank] : rank;
      return foreign ? RANK_FOREIGN_REST : RANK_REST;
    }

    // score notes what every section that passes has of a word, and how many words
    // its title or heading has if the word is one, and the greatest score of each
    // page, with a bit that says whether the word is one of a title or heading. While
    // a reader types, most words stay as they were.
    score({word, classes}, pass, scored) {
      const same = [word, classes[0]?.factor, this.whole].join();
      if (!pass && scored.same === same) return;
      scored.same = pass ? null : same;
      const {sections, pages} = scored, {pageOf} = this;
      sections.fill(0);
      pages.fill(0);
      for (const c of classes)
        for (const {form, postings} of c.lists) {
          const relation = c.matches(form) ? c.factor : c.sibling, factor = c.weight * relation;
          for (const list of [postings, c === classes[0] ? this.tail(form) : []])
            for (let k = 0; k < list.length; k++) {
              const section = list[k] >>> IMPACT_BITS, page = pageOf[section];
              if (pass && !pass[page]) continue;
              let impact = list[k] & TOP_IMPACT, title = 0;
              if (impact > TOP_TEXT) {
                title = relation === ENDED_SIBLING ? 0 : TOP_IMPACT + 1 - impact;
                impact = TITLE_IMPACT + TITLE_STEP * (impact - TOP_TEXT - 1);
              }
              if (relation === ENDED_SIBLING) impact = Math.floor(impact / ENDED_SHARE) + 1;
              const before = sections[section], score = Math.max(before >>> 4, impact * factor);
              sections[section] = score << 4 | Math.max(before & 15, title);
              pages[page] = Math.max(pages[page] & ~1, score << 1) | pages[page] & 1 | title > 0;
            }
        }
    }

    // page is a page with its hits, the best first, and its place.
    page(page, all, names, covers, total) {
      const first = this.starts[page], hits = [], kind = this.kindOf[page];
      const kindScores = all.map(({kinds, weight}) => (kinds >>> kind & 1) * weight * KIND_SCORE);
      const kinds = kindScores.reduce((sum, score) => sum + score, 0);
      const share = (score, has) => Math.floor(score * has / total);
      const lowered = (score, has) => all.length > SHORT_QUERY ? share(score, has) : share(share(score, has), has);
      let rank = RANK_COVERED, top = 0, whole = false;
      for (let section = first; section < this.starts[page + 1]; section++) {
        let sum = kinds, has = 0, titles = 0, length = 0, called = 0;
        all.forEach(({sections, weight}, i) => {
          const title = sections[section] & 15;
          sum += sections[section] >>> 4;
          if (sections[section] > 0 || kindScores[i] > 0) has += weight;
          if (title > 0) {
            titles++;
            length = title;
          }
          called += title > 0 || kindScores[i] > 0;
        });
        const name = names.get(section);
        if (sum > kinds || name) hits.push({section, score: sum});
        else if (section > first) continue;
        top = Math.max(top, lowered(sum, has));
        if (name === WHOLE_TITLE) rank = RANK_NAMED;
        else if (name === WHOLE_HEADING) rank = Math.min(rank, RANK_HEADED);
        else if (name || section > first && titles === all.length && titles > 1 && titles === length)
          rank = Math.min(rank, RANK_TITLED);
        if (section > first || !titles || called < all.length) continue;
        // Of the kind that is asked for, it stands with whole headings.
        rank = Math.min(rank, called > titles ? RANK_HEADED : RANK_TITLED);
        whole = titles === length;
      }
      let score = all.reduce((sum, {pages}, i) => sum + Math.max(pages[page] >> 1, kindScores[i]), 2 * top);
      if (whole) score *= WHOLE_SCORE;
      score = lowered(Math.floor(score / 3), covers);
      if (this.kinds[kind].light && !kinds) score = Math.floor(score * LIGHT_SCORE / 4);
      if (!hits[0]) hits.push({section: first, score: 0});
      hits.sort((a, b) => b.score - a.score || a.section - b.section);
      return {page, hits, part: covers < total, key: this.key(this.rankOf(page, rank, covers, total), score, page)};
    }

    // key is what pages are ordered by, in one number: 4 bits, and 24 each for the
    // score and the page.
    key(rank, score, page) { return ((rank + 1) * 2 ** 24 - 1 - score) * 2 ** 24 + page; }

    // runs are the pages of each program and topic; none, until they are there.
    runs() {
      const [, ...facets] = this.facets;
      return facets.some(list => list.length > 0) && this.numbered('f', 0, p => facets.map(list => list.map(() => {
        let at = 0;
        return p.list(() => ({from: at += p.number(), to: at += p.number()}));
      }))) || [];
    }

    // filtered returns which pages pass: those with the chosen value of each facet.
    filtered({language, kind, ...chosen}, runs) {
      const values = ['program', 'topic'].map(facet => chosen[facet]);
      if (!language && !kind && !values.some(Boolean)) return null;
      const reader = this.languages.indexOf(language), kindAt = this.facets[0].indexOf(kind);
      const pass = this.languageOf
        .map((l, page) => (!language || l === reader) && (!kind || this.kindOf[page] === kindAt));
      values.forEach((value, facet) => {
        if (!value) return;
        const has = [];
        for (const {from, to} of runs[facet]?.[this.facets[facet + 1].indexOf(value)] || [])
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
            kind: this.facets[0][this.kindOf[at]],
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
      cut.set(text, pieces(text, WRITTEN).map(([word, index, form]) =>
        ({word, index, form: /^[a-z]+$/i.test(form) ? form.toLowerCase() : normalise(form)})));
    return cut.get(text);
  }

  // marked cuts a text into what stands between the words that were found and,
  // every other one, those words. With a limit it is cut around the first of them.
  function marked(text, {forms, start}, limit = Infinity, most = MOST_MARKS) {
    const parts = [];
    let from = 0, at = 0, end = endAfter(0);
    for (const {word, index, form} of wordsIn(text)) {
      if (parts.length > 0 && index >= end || parts.length === 2 * most) break;
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
