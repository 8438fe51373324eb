// node compare-search.mjs TOOLS PORTAL JUDGED: see compare-search. Each search gets
// the text of main of every page, and answers in the reader's language. For the
// table that was judged first, pages that are newer are passed over for all.
import {readdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {basename, join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {createContext, runInContext} from 'node:vm';

const [tools, portal, judgedFile] = process.argv.slice(2).map(path => resolve(path));
const require = createRequire(join(tools, 'node_modules/'));
const MiniSearch = require('minisearch');
const {parse} = require('node-html-parser');

const quality = 'generator/search/testdata/quality/';
const lines = file => readFileSync(file, 'utf8').trim().split('\n');
const judgedPages = new Set(lines(`${quality}judged-pages.txt`));
const onlyJudged = basename(judgedFile) === 'judged.tsv';
const tabs = lines(judgedFile).slice(1).map(line => line.split('\t'));
const places = field => (field || '').split(' ').filter(place => place && place !== '-');
const queries = tabs.map(([name, lang, , text, best, also]) => ({name, lang, text, best: places(best), also: places(also)}))
  .filter(({best}) => best.length > 0 && !best.some(place => place.includes('invitation-texts')));

// ---- MiniSearch ----

const files = readdirSync(portal, {recursive: true}).filter(path => path.endsWith('.html') && !/(^|\/)(404|search)\.html$/.test(path));
const engines = {};
for (const path of files) {
  const page = parse(readFileSync(join(portal, path), 'utf8')), main = page.querySelector('main');
  if (!main) continue;
  const lang = path.startsWith('id/') ? 'id' : 'en';
  engines[lang] ||= new MiniSearch({
    fields: ['title', 'headings', 'text'],
    searchOptions: {boost: {title: 4, headings: 2}, fuzzy: 0.2, prefix: true},
  });
  engines[lang].add({
    id: path,
    title: main.querySelector('h1')?.text || '',
    headings: main.querySelectorAll('h2, h3').map(heading => heading.text).join(' . '),
    text: main.text,
  });
}
const miniSearch = async ({lang, text}) => engines[lang].search(text).map(({id}) => id);

// ---- Pagefind ----

const base = 'http://portal/'; // which no server answers for: its files lie here
const pagefinds = {};
globalThis.fetch = async address =>
  new Response(readFileSync(join(portal, decodeURIComponent(new URL(address, base).pathname))));
async function pagefind({lang, text}) {
  if (!pagefinds[lang]) {
    globalThis.location = new URL(base);
    globalThis.window = globalThis;
    globalThis.document = {querySelector: () => ({getAttribute: () => lang}), currentScript: null};
    const module = await import(`${pathToFileURL(join(portal, 'pagefind/pagefind.js'))}?${lang}`);
    await module.options({basePath: `${base}pagefind/`, baseUrl: '/'});
    await module.init(lang);
    pagefinds[lang] = module;
  }
  const {results} = await pagefinds[lang].search(text);
  const data = await Promise.all(results.slice(0, 40).map(result => result.data()));
  return data.map(({raw_url: url, url: other}) => (url || other).replace(/^\//, '').replace(/#.*/, ''));
}

// ---- the portal's own ----

const context = createContext({atob, Blob, DecompressionStream, Response, TextDecoder});
runInContext(readFileSync('themes/default/assets/search.js/1-engine.js', 'utf8'), context);
const {Engine} = runInContext('searchEngine', context);
const index = async (name, path) => /^Q\("[^"]*","([^"]*)"\)/.exec(readFileSync(join(portal, 'search', path), 'utf8'))[1];
const own = {};
async function mentorbook({lang, text}) {
  const engine = own[lang] ||= await Engine.open(index, lang);
  let answer;
  while (!(answer = engine.query(text, {}, false, 40))) await engine.load();
  return answer.pages.map(page => page.row.path);
}

// ---- what is right ----

// first is the place of the first page that is right, from 1; 0 if there is none. An
// entry of the glossary is a page to the portal's search, and the glossary to others.
function first(found, right, entries) {
  const pages = new Set(right.flatMap(place => {
    const [page, id] = place.split('#');
    return id ? [`${page}.html#${id}`, `${page}.html`] : [`${page}.html`];
  }));
  const known = found.filter(path => !onlyJudged || judgedPages.has(path.split('#')[0]));
  const unique = entries ? known : [...new Set(known)];
  return unique.findIndex(path => pages.has(path)) + 1;
}

const classes = {};
for (const [search, ask] of Object.entries({mentorbook, miniSearch, pagefind}))
  for (const query of queries) {
    const found = await ask(query);
    const best = first(found, query.best, search === 'mentorbook');
    const right = first(found, [...query.best, ...query.also], search === 'mentorbook');
    for (const name of query.name === 'title' ? ['title'] : [query.name, 'all but titles']) {
      const sums = (classes[name] ||= {})[search] ||= {count: 0, one: 0, five: 0, also: 0};
      sums.count++;
      if (best === 1) sums.one++;
      if (best > 0 && best <= 5) sums.five++;
      if (right > 0 && right <= 5) sums.also++;
    }
  }
console.log('| class | queries | mentorbook | MiniSearch | Pagefind |\n| --- | -: | --- | --- | --- |');
for (const name of Object.keys(classes).sort()) {
  const cells = Object.values(classes[name]).map(({count, one, five, also}) =>
    [one, five, also].map(n => (n / count).toFixed(2)).join(' / '));
  console.log(`| ${name} | ${classes[name].mentorbook.count} | ${cells.join(' | ')} |`);
}
console.log('\nFound first / in the first five / in the first five with what is also right.');
process.exit(0);
