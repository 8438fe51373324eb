// The decisions on a review sheet: what each of them does to the other pairs is
// shown, and all are saved as a file. Nothing leaves the page otherwise, and
// nothing is kept on the device.
(() => {
  'use strict';

  const data = JSON.parse(document.getElementById('data').textContent);
  const byId = id => document.getElementById(id);
  const say = (key, ...args) =>
    args.reduce((text, arg, i) => text.replaceAll(`{${i}}`, arg), data.words[key]);
  const name = id => data.names[id];
  const key = pair => pair.join(' ');
  const exchanges = new Set(data.exchanges.map(key));
  let unsaved = false;

  // A card is a pair that was proposed. Its answer is '', accept, swap, drop or
  // withdraw; to is the pair that takes its place, and by the card whose swap
  // did it.
  const cards = [...document.querySelectorAll('.pair')].map(element => ({
    element,
    own: [element.dataset.mentor, element.dataset.mentee],
    score: Number(element.dataset.score),
    answer: '', to: null, by: null,
  }));
  cards.forEach(listen);
  byId('save').addEventListener('click', save);
  byId('rest').addEventListener('click', acceptTheRest);
  byId('clear').addEventListener('click', clear);
  window.addEventListener('beforeunload', event => { if (unsaved) event.preventDefault(); });
  window.addEventListener('pageshow', restore);
  document.querySelector('.bar').hidden = false;
  show();

  // listen follows the controls of a card.
  function listen(card) {
    for (const radio of radios(card, 'answer')) {
      radio.addEventListener('change', () => decide(card, radio.value));
    }
    for (const radio of radios(card, 'other')) {
      radio.addEventListener('change', () => decide(card, 'swap'));
    }
  }

  function radios(card, which) {
    return [...card.element.querySelectorAll(`[name^="${which}-"]`)];
  }

  // restore takes over what a browser has filled in again after a reload.
  function restore() {
    for (const card of cards) {
      const radio = radios(card, 'answer').find(r => r.checked);
      if (radio && !card.answer) decide(card, radio.value);
    }
  }

  // decide makes a card what its reader wants, and settles what that takes from
  // others.
  function decide(card, answer) {
    const other = radios(card, 'other').find(r => r.checked);
    card.answer = answer;
    card.by = null;
    card.to = answer === 'swap' && other ? [other.dataset.mentor, other.dataset.mentee] : null;
    for (const c of cards) if (c.by === card) Object.assign(c, c.before, {by: null});
    settle(card);
    unsaved = true;
    show();
    if (answer === 'swap' && !other) {
      card.element.querySelector('.others').open = true;
      radios(card, 'other')[0].focus();
    }
  }

  // pairOf returns the pair that a card stands for now, if any.
  function pairOf(card) {
    if (card.answer === 'swap') return card.to || card.own;
    return card.answer === 'drop' || card.answer === 'withdraw' ? null : card.own;
  }

  function pairsWith(id) {
    return cards.filter(card => pairOf(card)?.includes(id));
  }

  function hasRoom(id) {
    return pairsWith(id).length < data.room[id];
  }

  // settle takes places from other cards until nobody has more pairs than there
  // is room for: of those who are over it, the pair that is worth least goes.
  function settle(card) {
    for (const id of pairOf(card) ?? []) {
      while (pairsWith(id).length > data.room[id]) {
        displace(pairsWith(id).filter(c => c !== card).sort(weakerFirst)[0], card);
      }
    }
    const pair = pairOf(card);
    const twice = pair && cards.find(c => c !== card && pairOf(c) && same(pairOf(c), pair));
    if (twice) displace(twice, card);
  }

  // Nobody has the same two as a pair twice, whoever of them is the mentor.
  function same(a, b) {
    return a.every(id => b.includes(id));
  }

  function weakerFirst(a, b) {
    return (a.answer !== '') - (b.answer !== '') || a.score - b.score;
  }

  // displace takes the place of a card away. Its pair comes back if both are free
  // again; else the two who are left behind become a pair, if no rule speaks
  // against it.
  function displace(card, by) {
    const before = {answer: card.answer, to: card.to};
    Object.assign(card, {answer: 'withdraw', to: null, by, before});
    if (before.answer === 'swap' && card.own.every(hasRoom)) {
      card.answer = '';
      return;
    }
    if (by.answer !== 'swap') return;
    const [mentor, mentee] = [by.own[0], card.own[1]], [mentor2, mentee2] = [card.own[0], by.own[1]];
    for (const pair of [[mentor, mentee], [mentor2, mentee2]]) {
      if (exchanges.has(key(pair)) && pair.every(hasRoom) && !cards.some(c => pairOf(c) && same(pairOf(c), pair))) {
        Object.assign(card, {answer: 'swap', to: pair});
        return;
      }
    }
  }

  // ---- what is shown ----

  function show() {
    for (const card of cards) showCard(card);
    const decided = cards.filter(isDecided).length;
    byId('count').textContent = say('bar.open', decided, cards.length);
    const alone = left();
    byId('alone').textContent = alone.length ? say('bar.alone', alone.map(name).join(', ')) : '';
    byId('save').disabled = decided === 0;
    byId('rest').disabled = decided === cards.length;
    byId('clear').disabled = decided === 0;
    byId('clear').textContent = say('bar.clear');
  }

  function showCard(card) {
    const shown = card.answer === 'withdraw' ? 'drop' : card.answer;
    for (const radio of radios(card, 'answer')) radio.checked = radio.value === shown;
    for (const radio of radios(card, 'other')) {
      radio.checked = Boolean(card.to) && radio.dataset.mentor === card.to[0] && radio.dataset.mentee === card.to[1] ||
        card.answer === 'swap' && !card.to && radio.checked;
    }
    card.element.classList.toggle('decided', isDecided(card));
    card.element.classList.toggle('gone', isDecided(card) && card.answer !== 'accept');
    card.element.querySelector('.effect').textContent = effect(card);
  }

  function isDecided(card) {
    return card.answer === 'swap' ? Boolean(card.to) : card.answer !== '';
  }

  // effect says what a decision does.
  function effect(card) {
    const parts = [];
    if (card.by) parts.push(say('effect.by'));
    if (card.answer === 'swap' && !card.to) parts.push(say('effect.choose'));
    if (card.answer === 'swap' && card.to) parts.push(say('effect.new', ...card.to.map(name)));
    if (card.answer === 'drop') parts.push(say('effect.drop'));
    const here = isDecided(card) && card.answer !== 'accept' ? [...card.own] : [];
    for (const c of cards.filter(c => c.by === card)) {
      if (c.answer === 'swap') parts.push(say('effect.exchange', ...c.to.map(name)));
      if (c.answer === '') parts.push(say('effect.back', ...c.own.map(name)));
      here.push(...c.answer === 'withdraw' ? c.own.filter(id => !here.includes(id)) : []);
    }
    for (const id of here) if (!pairsWith(id).length) parts.push(say('effect.alone', name(id)));
    return parts.join(' ');
  }

  // left returns who had a pair on this sheet and has none now.
  function left() {
    return [...new Set(cards.flatMap(card => card.own))].filter(id => !pairsWith(id).length);
  }

  // ---- all of them ----

  function acceptTheRest() {
    for (const card of cards) if (card.answer === '') card.answer = 'accept';
    unsaved = true;
    show();
  }

  function clear() {
    const button = byId('clear');
    if (button.textContent !== say('bar.sure')) {
      button.textContent = say('bar.sure');
      return;
    }
    for (const card of cards) {
      Object.assign(card, {answer: '', to: null, by: null});
      for (const radio of radios(card, 'other')) radio.checked = false;
    }
    unsaved = false;
    show();
  }

  // save offers the decisions as a file. Ids need no quotes.
  function save() {
    const rows = [['cohort', 'mentor', 'mentee', 'answer', 'new_mentor', 'new_mentee']];
    for (const card of cards.filter(isDecided)) {
      rows.push([data.cohort, ...card.own, card.answer, ...card.to ?? ['', '']]);
    }
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([rows.map(row => row.join(',') + '\r\n').join('')], {type: 'text/csv'}));
    link.download = `decisions-${data.cohort.replace('/', '-')}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    unsaved = false;
  }
})();
