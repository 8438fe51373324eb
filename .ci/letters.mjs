// node letters.mjs TOOLS DIR: reads every draft in DIR with postal-mime, and its
// calendar with ical.js, which are installed in the folder TOOLS, and compares
// them with DIR/model.json. Prints what differs and ends with 1, or how much was
// compared.
import {createRequire} from 'node:module';
import {readFileSync, readdirSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

const [tools, dir] = process.argv.slice(2).map(path => resolve(path));
const load = name => import(pathToFileURL(createRequire(join(tools, 'package.json')).resolve(name)));
const {default: PostalMime} = await load('postal-mime');
const {default: ICAL} = await load('ical.js');

const model = JSON.parse(readFileSync(join(dir, 'model.json'), 'utf8'));
const files = readdirSync(dir).filter(name => name.endsWith('.eml'));
const problems = [];
let events = 0;

for (const file of files) {
  const meant = model[file];
  const mail = await new PostalMime().parse(readFileSync(join(dir, file)));
  same(file, 'reader', `${mail.to?.[0]?.name} ${mail.to?.[0]?.address}`, `${meant.name} ${meant.to}`);
  same(file, 'subject', mail.subject, meant.subject);
  same(file, 'text', words(mail.text), words(meant.text));
  if (!mail.messageId || !mail.date || !mail.from?.address) problems.push(`${file}: no Message-ID, Date or From`);
  if (!mail.html?.includes('<p>')) problems.push(`${file}: no HTML`);
  const calendars = mail.attachments.filter(part => part.mimeType === 'text/calendar');
  let found = 0;
  for (const part of calendars) {
    ICAL.design.strict = true;
    found += new ICAL.Component(ICAL.parse(new TextDecoder().decode(part.content))).getAllSubcomponents('vevent').length;
  }
  events += found;
  same(file, 'events', found, meant.events);
}

function words(text) {
  return (text ?? '').split(/\s+/).join(' ').trim();
}

function same(file, what, said, meant) {
  if (said !== meant) problems.push(`${file}: the ${what} is ${JSON.stringify(said)}, want ${JSON.stringify(meant)}`);
}

problems.forEach(problem => console.log(problem));
console.log(`postal-mime: ${files.length} letters, ${events} events${problems.length ? `, ${problems.length} problems` : ''}`);
if (problems.length > 0 || files.length === 0 || files.length !== Object.keys(model).length) process.exit(1);
