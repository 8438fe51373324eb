// node assets.mjs TOOLS THEMES: checks the scripts and style sheets below THEMES
// with ESLint and Stylelint, which are installed in the folder TOOLS. Prints what
// is wrong and ends with 1, or prints what was looked at.
import {createRequire} from 'node:module';
import {readFileSync, readdirSync} from 'node:fs';
import {extname, join, relative, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

const [tools, themes] = process.argv.slice(2);
const {resolve: find} = createRequire(resolve(tools, 'package.json'));
const load = async name => (await import(pathToFileURL(find(name)))).default;

const LONGEST = 120; // characters of a line

const files = readdirSync(themes, {recursive: true, withFileTypes: true})
  .filter(entry => entry.isFile() && /[/\\]assets\b/.test(entry.parentPath))
  .map(entry => join(entry.parentPath, entry.name)).sort();
const scripts = files.filter(file => extname(file) === '.js');
const sheets = files.filter(file => extname(file) === '.css');
let problems = 0;
const report = (file, line, message) => { problems++; console.log(`${file}:${line}: ${message}`); };

// ---- lines ----

for (const file of [...scripts, ...sheets]) {
  readFileSync(file, 'utf8').split('\n').forEach((line, i) => {
    const length = [...line].length;
    if (length > LONGEST) report(file, i + 1, `the line has ${length} characters, more than ${LONGEST}`);
  });
}

// ---- ESLint ----

const {ESLint} = createRequire(resolve(tools, 'package.json'))('eslint');
const recommended = (await load('@eslint/js')).configs.recommended;
const {browser} = await load('globals');
const only = (...names) => Object.fromEntries(names.map(name => [name, 'readonly']));

const engine = '**/search.js/1-engine.js', dialog = '**/search.js/2-dialog.js';
const eslint = new ESLint({
  overrideConfigFile: true, // there is none to look for
  overrideConfig: [
    recommended,
    {
      languageOptions: {ecmaVersion: 2024, sourceType: 'script'},
      rules: {
        eqeqeq: 'error',
        'no-var': 'error',
        'prefer-const': ['error', {destructuring: 'all'}],
      },
    },
    {ignores: [engine], languageOptions: {globals: browser}},
    {
      files: [engine], // runs where there is no page
      languageOptions: {globals: only('atob', 'Blob', 'DecompressionStream', 'Response', 'TextDecoder')},
      rules: {'no-unused-vars': ['error', {varsIgnorePattern: '^searchEngine$'}]}, // the dialog uses it
    },
    {files: [dialog], languageOptions: {globals: only('searchEngine')}},
  ],
});
for (const {filePath, messages} of await eslint.lintFiles(scripts)) {
  for (const m of messages) report(relative('.', filePath), m.line, `${m.message} (${m.ruleId})`);
}

// ---- Stylelint ----

const stylelint = await load('stylelint');
const {results} = await stylelint.lint({
  files: sheets,
  config: {
    extends: find('stylelint-config-standard'),
    reportNeedlessDisables: true,
    rules: {
      // A short rule is one line, as a row of a table is; empty lines part groups.
      'declaration-block-single-line-max-declarations': null,
      'at-rule-empty-line-before': null,
      'comment-empty-line-before': null,
      'custom-property-empty-line-before': null,
      'declaration-empty-line-before': null,
      'rule-empty-line-before': null,
      // Sheets are ordered by concern; what is general may come after what is not.
      'no-descending-specificity': null,
      // The notation with < and > is newer than the browsers that pages are for.
      'media-feature-range-notation': null,
      'alpha-value-notation': 'number',
      // Names of fonts and of paper are written as their makers do.
      'value-keyword-case': ['lower', {ignoreKeywords: ['A4'], ignoreProperties: ['--serif', '--sans', '--mono']}],
      // Safari on phones knows no other name for it.
      'property-no-vendor-prefix': [true, {ignoreProperties: ['-webkit-text-size-adjust']}],
    },
  },
});
for (const {source, warnings, parseErrors} of results) {
  for (const w of [...warnings, ...parseErrors]) report(relative('.', source), w.line, w.text);
}

if (problems > 0) process.exit(1);
console.log(`${scripts.length} scripts and ${sheets.length} style sheets: nothing to say`);
