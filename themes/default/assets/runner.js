/* The session runner: this page's agenda, one step at a time, beside a quiet
   clock.

   The agenda, the questions and the lines to say are read from the page, the
   runner's own words from the data attributes of its dialog. Nothing is stored.
   The place is the fragment,

     #run=STEP,SECONDS,QUESTION,CLOCK[,away]

   STEP and QUESTION count from 1, and the STEP after the last is the end;
   SECONDS were spent in each step, joined by dots; CLOCK is the time, in
   milliseconds, since which the clock runs, or "paused"; "away" means that the
   reader has left the runner and may come back. Time is always a difference to
   Date.now(), never a count of ticks: a phone that slept is right as it wakes. */
(() => {
  'use strict';

  const dialog = document.querySelector('.runner');
  const opener = document.querySelector('.run-button');
  if (!dialog || !dialog.showModal) return;

  const MINUTE = 60000;
  const BY_ADDRESS = 'address'; // the dialog was closed because the address no longer names a place
  const LONGEST = 12 * 60 * MINUTE; // a clock that has run for longer was forgotten

  const words = dialog.dataset;
  const ui = {};
  dialog.querySelectorAll('[data-part]').forEach(node => { ui[node.dataset.part] = node; });

  const steps = readSteps();
  const questions = [...document.querySelectorAll('.prompts li')];
  const planned = sum(steps.map(step => step.length));
  const segments = drawMap();

  let place = fresh();
  let style = null; // runner.css, when somebody may be about to need it
  let styled = false;
  let ticking = 0;
  let wasOver = false;
  let audio = null; // made when the reader first wants the tone
  let lock = null; // that keeps the screen on
  let locking = false;

  start();

  function start() {
    opener.addEventListener('click', open);
    opener.addEventListener('pointerenter', loadStyle);
    opener.addEventListener('focus', loadStyle);
    dialog.addEventListener('click', press);
    dialog.addEventListener('close', leave);
    document.addEventListener('keydown', key);
    document.addEventListener('visibilitychange', awake);
    addEventListener('hashchange', follow);
    ui.tone.addEventListener('change', test);
    ui.tone.checked = false; // browsers keep a tick when a page is loaded again
    ui.tone.closest('label').hidden = !window.AudioContext;
    ui.questions.hidden = !questions.length;
    ui.ask.hidden = questions.length < 2;
    opener.hidden = false;
    follow();
  }

  // ---- what the page says ----

  function readSteps() {
    const items = [...document.querySelectorAll('.agenda > li')];
    const lines = readLines();
    return items.map((item, i) => ({
      length: item.dataset.minutes * MINUTE,
      lead: item.dataset.lead,
      name: item.querySelector('h3'),
      detail: item.querySelector('.step > p:not(.who)'),
      minutes: item.querySelector('.minutes').textContent,
      lines: lines.length === items.length ? lines[i] : [],
    }));
  }

  // What may be said in each step are the quotations below its heading in the
  // part "steps" of the text. A text that is not built like its agenda has
  // another number of headings there.
  function readLines() {
    const groups = [];
    const title = document.getElementById('steps');
    let node = title && (title.closest('.folded > summary') || title.closest('.heading')); // page.js folds on phones
    while (node && (node = node.nextElementSibling) && !node.querySelector('h2')) {
      if (node.querySelector('h3')) groups.push([]);
      else if (groups.length && node.matches('blockquote')) groups[groups.length - 1].push(node);
    }
    return groups;
  }

  // ---- the place, in memory and in the fragment ----

  function fresh() {
    return { step: 0, spent: steps.map(() => 0), question: 0, since: 0, away: false };
  }

  function read(hash) {
    if (!/^#run(=|$)/.test(hash)) return null;
    const [step, spent = '', question, clock, away] = hash.slice(5).split(',');
    const seconds = spent.split('.');
    const now = Date.now();
    const at = whole(step, 1, steps.length + 1) - 1;
    return {
      step: at,
      spent: steps.map((_, i) => whole(seconds[i], 0, LONGEST / 1000) * 1000),
      question: whole(question, 1, Math.max(questions.length, 1)) - 1,
      since: clock > now - LONGEST && at < steps.length ? Math.min(clock, now) : 0,
      away: away === 'away',
    };
  }

  function whole(text, least, most) {
    return Math.min(Math.max(parseInt(text, 10) || 0, least), most);
  }

  function address() {
    const spent = place.spent.map(ms => Math.round(ms / 1000)).join('.');
    const fields = [place.step + 1, spent, place.question + 1, place.since || 'paused'];
    return '#run=' + (place.away ? [...fields, 'away'] : fields).join(',');
  }

  function ended() {
    return place.step === steps.length;
  }

  function started() {
    return place.since > 0 || sum(place.spent) > 0;
  }

  function running() {
    return place.since ? Math.max(Date.now() - place.since, 0) : 0;
  }

  function left() {
    return steps[place.step].length - place.spent[place.step] - running();
  }

  // settle books the time since the clock was started to the step it ran in.
  function settle() {
    if (!place.since) return;
    place.spent[place.step] += running();
    place.since = Date.now();
  }

  // ---- coming and leaving ----

  // loadStyle gets runner.css, without which nobody is shown anything and which
  // nobody needs who does not run the session. The brand's sheet stays the last.
  function loadStyle() {
    if (style) return;
    style = document.createElement('link');
    style.rel = 'stylesheet';
    style.href = words.sheet;
    style.onload = style.onerror = () => {
      styled = true;
      follow();
    };
    document.querySelector('link[rel="stylesheet"]').after(style);
  }

  function open() {
    place.away = false;
    if (read(location.hash)) history.replaceState(null, '', address());
    else history.pushState(null, '', address()); // so that the back button leaves
    show();
  }

  // follow goes where the address says: after a link, a reload, back or forward.
  function follow() {
    const there = read(location.hash);
    if (there) place = there;
    if (there && !there.away) show();
    else if (dialog.open) dialog.close(BY_ADDRESS);
    nameOpener();
  }

  function show() {
    if (!styled) {
      loadStyle(); // and then this again, if the address still says so
      return;
    }
    dialog.returnValue = '';
    if (!dialog.open) dialog.showModal();
    draw();
    arrive();
    if (!ended()) ui.pause.focus({ preventScroll: true });
  }

  // leave follows on every way out: Esc, a button, the back button, a gesture. It
  // comes late, with the next frame: the reader may already be somewhere else.
  function leave() {
    if (dialog.open) return;
    if (ended()) place = fresh();
    if (dialog.returnValue !== BY_ADDRESS && read(location.hash)) {
      place.away = true;
      history.replaceState(null, '', place.step || started() ? address() : location.pathname + location.search);
    }
    draw();
    nameOpener();
    opener.focus();
  }

  function nameOpener() {
    write(opener, place.step || started() ? words.resumeSession : words.run);
  }

  // ---- what the reader can do ----

  function go(to) {
    if (to < 0 || to > steps.length || to === place.step) return;
    settle();
    place.step = to;
    if (ended()) place.since = 0;
    change();
    arrive();
  }

  function toggle() {
    if (ended()) return;
    settle();
    place.since = place.since ? 0 : Date.now();
    change();
  }

  function again() {
    place = fresh();
    change();
    arrive();
    ui.pause.focus();
  }

  function ask() {
    place.question = (place.question + 1) % questions.length;
    change();
  }

  function change() {
    history.replaceState(null, '', address());
    draw();
  }

  function press(event) {
    const button = event.target.closest('button');
    if (!button) return;
    ({
      pause: toggle,
      next: () => go(place.step + 1),
      back: () => go(place.step - 1),
      ask,
      again,
      leave: () => dialog.close(),
      close: () => dialog.close(),
    })[button.dataset.part]();
    // After a click or a tap the space bar is the clock's again. Whoever pressed
    // the button by a key stays on it.
    if (event.detail && dialog.open && !ended()) ui.pause.focus({ preventScroll: true });
  }

  function key(event) {
    if (!dialog.open || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.key === ' ' && event.target.closest('button, input')) return; // it is theirs
    const arrows = ['ArrowLeft', 'ArrowRight'];
    const [back, onwards] = document.documentElement.dir === 'rtl' ? arrows.reverse() : arrows;
    const act = {
      ' ': toggle,
      [onwards]: () => go(place.step + 1),
      [back]: () => go(place.step - 1),
      Home: () => go(0),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    if (!event.repeat) act();
  }

  // ---- what the reader sees ----

  function draw() {
    clearInterval(ticking);
    dialog.dataset.state = ended() ? 'end' : place.since ? 'running' : 'paused';
    if (ended()) drawEnd();
    else drawStep(steps[place.step], steps[place.step + 1]);
    if (place.since && dialog.open) ticking = setInterval(tick, 250);
    stayAwake();
  }

  function drawStep(step, following) {
    dialog.dataset.lead = step.lead;
    write(ui.count, fill(words.count, place.step + 1, steps.length));
    quote(ui.name, step.name);
    write(ui.lead, words[step.lead]);
    write(ui.minutes, step.minutes);
    quote(ui.detail, step.detail);
    ui.say.lang = language(step.name);
    ui.say.replaceChildren(...step.lines.map(line => copy(line)));
    write(ui.then, fill(words.then, following ? following.name.textContent : words.end));
    write(ui.pause, place.since ? words.pause : started() ? words.resume : words.start);
    write(ui.next, following ? words.next : words.finish);
    ui.back.disabled = !place.step;
    if (questions.length) {
      write(ui.asked, fill(words.asked, place.question + 1, questions.length));
      quote(ui.question, questions[place.question]);
    }
    drawTime();
    wasOver = left() <= 0;
    dialog.classList.toggle('is-late', left() < 0);
  }

  function drawTime() {
    const step = steps[place.step];
    const done = Math.min(1 - left() / step.length, 1);
    // Rounded up, as on any timer: it starts with all its time and is over after 0:00.
    const seconds = Math.ceil(left() / 1000);
    const minutes = Math.ceil((planned - sum(place.spent) - running()) / MINUTE);
    write(ui.time, (seconds < 0 ? '+' : '') + clock(Math.abs(seconds)));
    write(ui.label, seconds < 0 ? words.late : words.left);
    write(ui.total, fill(minutes < 0 ? words.totalLate : words.totalLeft, Math.abs(minutes)));
    ui.first.setAttribute('stroke-dasharray', Math.min(done, .5) * 200 + ' 200');
    ui.second.setAttribute('stroke-dasharray', Math.max(done - .5, 0) * 200 + ' 200');
    segments.forEach((segment, i) => {
      segment.style.setProperty('--done', (i < place.step ? 100 : i > place.step ? 0 : done * 100) + '%');
    });
  }

  // tick says once that a step's time is over: to the eyes by a mark that stays, to
  // a screen reader in words, and by a tone to whoever wants one.
  function tick() {
    drawTime();
    dialog.classList.toggle('is-late', left() < 0);
    if (left() <= 0 && !wasOver) {
      wasOver = true;
      ui.live.textContent = words.over;
      if (ui.tone.checked) ring();
    }
  }

  function drawEnd() {
    const took = Math.round(sum(place.spent) / MINUTE);
    write(ui.count, words.end);
    write(ui.name, words.thanks);
    write(ui.detail, fill(words.took, took, planned / MINUTE));
    ui.name.lang = ui.detail.lang = document.documentElement.lang;
    const leave = document.createElement('p');
    const outcome = document.querySelector('.leave dd');
    if (outcome) quote(leave, outcome);
    ui.say.lang = document.documentElement.lang;
    const parts = [...document.querySelectorAll('.outcome > *')].map(node => copy(node, '.term'));
    ui.say.replaceChildren(...outcome ? [leave] : [], ...parts);
    dialog.classList.remove('is-late');
    ui.back.disabled = false;
    segments.forEach(segment => segment.style.setProperty('--done', '100%'));
  }

  // The agenda as a row of segments, drawn to scale.
  function drawMap() {
    return steps.map(step => {
      const segment = ui.map.appendChild(document.createElement('span'));
      segment.className = 'runner-' + step.lead;
      segment.style.flexGrow = step.length / MINUTE;
      return segment;
    });
  }

  // arrive tells of a step, aloud where a screen reader listens, and nothing
  // else does: a clock that speaks disturbs.
  function arrive() {
    const said = ended() ? [ui.name, ui.detail] : [ui.count, ui.name, ui.lead, ui.minutes];
    ui.live.textContent = said.map(node => node.textContent).join('. ');
    dialog.scrollTop = 0;
    if (ended()) ui.name.focus(); // the button that led here is gone
  }

  function write(node, text) {
    if (node.textContent !== text) node.textContent = text;
  }

  // quote shows a text of the page, which may be in another language than the
  // words around it.
  function quote(node, source) {
    write(node, source ? copy(source).textContent.trim() : '');
    if (source) node.lang = language(source);
  }

  function language(node) {
    return node.closest('[lang]').lang;
  }

  // copy is an element as something to read aloud: without ids, which are taken, and
  // without what can be pressed. At the end links stay, which lead on from there.
  function copy(node, pressed = 'a, .term') {
    const twin = node.cloneNode(true);
    twin.querySelectorAll('.definition, .footnote-ref, button:not(.term)').forEach(extra => extra.remove());
    twin.querySelectorAll(pressed).forEach(link => link.replaceWith(...link.childNodes));
    [twin, ...twin.querySelectorAll('[id]')].forEach(named => named.removeAttribute('id'));
    return twin;
  }

  function clock(seconds) {
    return Math.floor(seconds / 60) + ':' + String(seconds % 60).padStart(2, '0');
  }

  function fill(text, ...values) {
    return values.reduce((filled, value, i) => filled.replace('{' + i + '}', () => value), text);
  }

  function sum(numbers) {
    return numbers.reduce((a, b) => a + b, 0);
  }

  // ---- the screen and the tone ----

  function awake() {
    if (dialog.open && place.since) drawTime();
    stayAwake();
  }

  function wanted() {
    return dialog.open && place.since > 0 && !document.hidden;
  }

  // stayAwake keeps the screen on while the clock runs in front of the reader,
  // where the browser can. It may refuse, with a weak battery for instance.
  function stayAwake() {
    if (!wanted()) {
      if (lock) lock.release();
      lock = null;
    } else if (!lock && !locking && navigator.wakeLock) {
      locking = true;
      navigator.wakeLock.request('screen').then(granted => { lock = granted; }, () => {}).then(() => {
        locking = false;
        if (lock && !wanted()) stayAwake();
      });
    }
  }

  // test lets the reader hear what was switched on. A browser lets a page sound
  // only after such a press.
  function test() {
    if (!ui.tone.checked) return;
    audio = audio || new AudioContext();
    audio.resume();
    ring();
  }

  function ring() {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const now = audio.currentTime;
    tone.frequency.value = 528;
    volume.gain.setValueAtTime(.2, now);
    volume.gain.exponentialRampToValueAtTime(.001, now + 1);
    tone.connect(volume).connect(audio.destination);
    tone.start(now);
    tone.stop(now + 1);
  }
})();
