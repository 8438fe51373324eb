// node engine.mjs ENGINE INDEX < QUESTIONS: asks the engine of the search, which
// gets nothing of a browser but what decompresses. ENGINE is its script, INDEX the
// folder search/ of a portal; QUESTIONS are a list of {lang, text, filter} as JSON.
// Prints what it answers to each: {pages, sections, meant, marked}.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {createContext, runInContext} from 'node:vm';

const [script, index] = process.argv.slice(2);
const context = createContext({atob, Blob, DecompressionStream, Response, TextDecoder});
runInContext(readFileSync(script, 'utf8'), context);
const {Engine, marked} = runInContext('searchEngine', context);

// file returns what a file of the index calls Q with.
async function file(name, path) {
  const [, called, data] = /^Q\("([^"]*)","([^"]*)"\);$/.exec(readFileSync(join(index, path), 'utf8').trim());
  if (called !== name) throw new Error(`${path} is ${called}, not ${name}`);
  return data;
}

const answers = [], engines = {};
for (const {lang, text, filter = {}} of JSON.parse(readFileSync(0, 'utf8'))) {
  const engine = engines[lang] ||= await Engine.open(file, lang);
  let answer;
  while (!(answer = engine.query(text, filter, false, 8))) await engine.load();
  const {row} = answer.pages[0] || {};
  answers.push({
    pages: answer.pages.map(page => page.row.path),
    sections: answer.pages.map(page => page.hits.map(hit => hit.section)),
    meant: answer.meant,
    marked: row ? marked(row.title, answer.marks).filter((_, i) => i % 2 > 0) : [],
  });
}
console.log(JSON.stringify(answers));
