// node pages.mjs TOOLS SITE: checks the pages of a built site with html-validate,
// axe-core and Lighthouse, which are installed in the folder TOOLS. Prints what
// is wrong and ends with 1, or prints what was looked at.
import {createServer} from 'node:http';
import {createRequire} from 'node:module';
import {readFileSync, readdirSync, statSync, existsSync} from 'node:fs';
import {extname, join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {gzipSync} from 'node:zlib';

const [tools, site] = process.argv.slice(2).map(path => resolve(path));
const {resolve: find} = createRequire(join(tools, 'package.json'));
const load = name => import(pathToFileURL(find(name)));

const {HtmlValidate} = await load('html-validate');
const {default: puppeteer} = await load('puppeteer-core');
const {default: lighthouse, desktopConfig} = await load('lighthouse');
const axe = readFileSync(find('axe-core/axe.min.js'), 'utf8');

const pages = readdirSync(site, {recursive: true}).filter(path => extname(path) === '.html').map(path => path.replaceAll('\\', '/')).sort();
let problems = 0;
const report = (page, message) => { problems++; console.log(`${page}: ${message}`); };

// ---- html-validate ----

// isExpect: the validator does not know <link rel="expect" blocking="render"> yet.
const isExpect = m => m.ruleId === 'attribute-misuse' && m.message.startsWith('"blocking" attribute cannot be used on <link>');

const validator = new HtmlValidate({
  extends: ['html-validate:recommended'],
  rules: {
    // How the source is written is not what a browser reads.
    'doctype-style': 'off',
    'no-trailing-whitespace': 'off',
    'void-style': 'off',
    'long-title': 'off', // the writer's
    // A form here is never sent: what is written in it is printed or downloaded.
    'wcag/h32': 'off',
    // A list may have a name, too.
    'aria-label-misuse': ['error', {allowAnyNamable: true}],
  },
});
for (const page of pages) {
  const {results} = validator.validateStringSync(readFileSync(join(site, page), 'utf8'), page);
  for (const {messages} of results)
    for (const m of messages.filter(m => !isExpect(m))) report(page, `${m.line}:${m.column}: ${m.message} (${m.ruleId})`);
}
console.log(`html-validate: ${pages.length} pages`);

// ---- a browser, and a server that compresses as they do ----

const types = {'.html': 'text/html', '.css': 'text/css', '.js': 'text/javascript', '.svg': 'image/svg+xml', '.txt': 'text/plain'};
const server = createServer((request, response) => {
  const path = join(site, decodeURIComponent(new URL(request.url, 'http://localhost').pathname));
  if (!path.startsWith(site) || !existsSync(path) || !statSync(path).isFile()) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, {
    'content-type': `${types[extname(path)] ?? 'application/octet-stream'}; charset=utf-8`,
    'content-encoding': 'gzip',
    'cache-control': 'max-age=31536000',
  }).end(gzipSync(readFileSync(path)));
});
await new Promise(done => server.listen(0, '127.0.0.1', done));
const address = `http://127.0.0.1:${server.address().port}/`;
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
});

// ---- axe-core ----

// kinds returns two pages of each kind, the largest: pages of one folder are
// alike, pages of the top folder are not.
function kinds() {
  const groups = new Map();
  for (const page of pages) {
    const folder = page.replace(/[^/]*$/, '');
    const kind = folder === '' || folder === 'id/' || page.endsWith('/index.html') ? page : folder.replace(/programs\/.+\//, 'programs/*/');
    groups.set(kind, [...groups.get(kind) ?? [], page]);
  }
  const size = page => statSync(join(site, page)).size;
  return [...groups.values()].flatMap(group => group.sort((a, b) => size(b) - size(a)).slice(0, 2));
}

const looked = kinds();
const tab = await browser.newPage();
await tab.setBypassCSP(true); // for axe-core itself
for (const [width, height] of [[1280, 900], [360, 800]])
  for (const scheme of ['light', 'dark']) {
    await tab.setViewport({width, height});
    await tab.emulateMediaFeatures([{name: 'prefers-color-scheme', value: scheme}]);
    for (const page of looked) {
      await tab.goto(address + page);
      await tab.evaluate(axe);
      // The size of targets is of WCAG 2.2, and off unless asked for.
      const {violations} = await tab.evaluate(() => globalThis.axe.run({resultTypes: ['violations'], rules: {'target-size': {enabled: true}}}));
      for (const v of violations)
        for (const node of v.nodes) report(`${page} (${scheme}, ${width} px)`, `${v.help} (${v.id}): ${node.html.slice(0, 200)}`);
    }
  }
await tab.close();
console.log(`axe-core: ${looked.length} pages, light and dark, on a desk and on a phone`);

// ---- Lighthouse ----

// Noise of the machine only lowers a figure: the best of a few runs counts.
const tries = 5;
for (const page of ['index.html', 'guides/how-it-works.html', 'sessions/first-session.html'])
  for (const [device, config] of [['phone', undefined], ['desktop', desktopConfig]]) {
    let best = {};
    for (let n = 0; n < tries && (n === 0 || Object.values(best).some(score => score < 100)); n++) {
      const tab = await browser.newPage();
      const {lhr} = await lighthouse(address + page, {onlyCategories: ['performance', 'accessibility', 'best-practices'], logLevel: 'silent'}, config, tab);
      await tab.close();
      for (const {id, score, auditRefs} of Object.values(lhr.categories)) {
        best[id] = Math.max(best[id] ?? 0, Math.round(score * 100));
        if (score < 1 && n === tries - 1 && best[id] < 100)
          for (const {id, weight} of auditRefs)
            if (weight > 0 && lhr.audits[id].score < 1) console.log(`${page} on a ${device}: ${id}: ${lhr.audits[id].displayValue ?? lhr.audits[id].title}`);
      }
    }
    for (const [category, score] of Object.entries(best))
      if (score < 100) report(page, `Lighthouse, ${device}: ${category} is ${score}`);
    console.log(`Lighthouse: ${page} on a ${device}: ${JSON.stringify(best)}`);
  }

await browser.close();
server.close();
if (problems > 0) {
  console.log(`${problems} problems`);
  process.exitCode = 1;
}
