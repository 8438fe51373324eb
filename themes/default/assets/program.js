// What programs and pairs show of today: the line in a timeline, whether one can
// register, and which session comes next. Without this script it is as it was on
// the day when the page was made.
(() => {
  'use strict';

  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  markToday();
  markRegistrations();
  markNextSession();

  // today is the reader's, as in <time datetime>.
  function today() {
    const now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  // In a timeline one unit is one day. What is wider than the window begins with
  // the month that a little before today is in.
  function markToday() {
    for (const picture of all('svg[data-from]')) {
      const day = (Date.parse(today()) - Date.parse(picture.dataset.from)) / 86400000;
      if (day < 0 || day >= picture.dataset.days) continue;
      for (const line of all('.today', picture)) {
        line.setAttribute('transform', `translate(${day + .5})`);
        line.classList.remove('off');
      }
      const box = picture.parentElement;
      const unit = box.scrollWidth / picture.dataset.days;
      const months = all('.month', picture).map(month => month.transform.baseVal[0].matrix.e * unit);
      const first = months.filter(start => start <= day * unit - box.clientWidth * .2).at(-1) ?? 0;
      box.scrollLeft = first - 4 * unit; // what is on its first day is whole
    }
  }

  // A registration is shown as it stands today, not as it stood when the page was made.
  function markRegistrations() {
    for (const phase of all('[data-opens]')) {
      const {opens, closes} = phase.dataset;
      const state = today() < opens ? 'soon' : today() > closes ? 'over' : 'open';
      for (const part of all('[data-when]', phase)) part.hidden = part.dataset.when !== state;
    }
  }

  // markNextSession moves a pair's sessions that are past since the page was made
  // to the others, and says how far off the next one is.
  function markNextSession() {
    const coming = document.querySelector('[data-coming]');
    if (!coming) return;
    const past = document.querySelector('.past ol');
    for (const meeting of all('.meeting', coming)) {
      meeting.classList.remove('is-next');
      if (meeting.dataset.day < today()) past.append(meeting);
    }
    const next = coming.querySelector('.is-planned, .is-moved');
    if (!next) return;
    const days = Math.round((Date.parse(next.dataset.day) - Date.parse(today())) / 86400000);
    const words = new Intl.RelativeTimeFormat(document.documentElement.lang, {numeric: 'auto'});
    next.classList.add('is-next');
    next.querySelector('[data-away]').textContent = `, ${words.format(days, 'day')}`;
  }
})();
