// node calendars.mjs TOOLS DIR: reads every calendar below DIR with ical.js, which
// is installed in the folder TOOLS, and compares its events with those of
// DIR/model.json. Prints what differs and ends with 1, or how much was compared.
import {createRequire} from 'node:module';
import {readFileSync, readdirSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {isDeepStrictEqual} from 'node:util';

const [tools, dir] = process.argv.slice(2).map(path => resolve(path));
const {default: ICAL} = await import(pathToFileURL(createRequire(join(tools, 'package.json')).resolve('ical.js')));

const model = JSON.parse(readFileSync(join(dir, 'model.json'), 'utf8'));
const files = readdirSync(dir, {recursive: true}).map(path => path.replaceAll('\\', '/')).filter(path => path.endsWith('.ics'));
let events = 0;
const problems = [];

for (const file of new Set([...files, ...Object.keys(model)])) {
  const said = files.includes(file) ? read(file) : [];
  const meant = model[file] ?? [];
  events += said.length;
  for (let i = 0; i < Math.max(said.length, meant.length); i++)
    if (!isDeepStrictEqual(said[i], meant[i])) problems.push(`${file}: event ${i + 1} is ${JSON.stringify(said[i])}, want ${JSON.stringify(meant[i])}`);
}

// read returns a calendar's events in the form of the model.
function read(file) {
  const data = readFileSync(join(dir, file));
  for (const line of data.toString('latin1').split('\r\n'))
    if (line.length > 75 || /[\r\n]/.test(line)) problems.push(`${file}: a line of ${line.length} octets, or with a bare line end: ${line}`);
  ICAL.design.strict = true;
  const calendar = new ICAL.Component(ICAL.parse(data.toString('utf8')));
  if (calendar.getFirstPropertyValue('version') !== '2.0' || !calendar.getFirstPropertyValue('prodid')) problems.push(`${file}: no VERSION or PRODID`);
  return calendar.getAllSubcomponents('vevent').map(component => {
    const event = new ICAL.Event(component);
    const stamp = component.getFirstPropertyValue('dtstamp');
    if (stamp?.zone !== ICAL.Timezone.utcTimezone) problems.push(`${file}: ${event.uid} has no DTSTAMP in UTC`);
    for (const time of [event.startDate, event.endDate])
      if (!time.isDate && time.zone !== ICAL.Timezone.utcTimezone) problems.push(`${file}: ${event.uid} is not in UTC`);
    return {
      uid: event.uid, start: event.startDate.toString(), end: event.endDate.toString(), summary: event.summary,
      status: component.getFirstPropertyValue('status'), sequence: event.sequence,
    };
  });
}

problems.forEach(problem => console.log(problem));
console.log(`ical.js: ${files.length} calendars, ${events} events${problems.length ? `, ${problems.length} problems` : ''}`);
if (problems.length > 0 || files.length === 0) process.exit(1);
