// The words that a search found are marked on the page that its result led to,
// until Escape. page.js loads this with the forms of the words, one with * for all
// that begin so. Nothing moves: a mark has the room that its word has.
(() => {
  'use strict';

  const main = document.querySelector('main');
  const forms = new Set(document.currentScript.dataset.words.split(' '));
  const starts = [...forms].filter(form => form.endsWith('*')).map(form => form.slice(0, -1));

  // folded is a word as the index of the search has it.
  const folded = word => word.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replaceAll('ς', 'σ')
    .replace(/['’‐‑–-]/g, '');
  const isAsked = word => forms.has(word) || starts.some(start => word.startsWith(start));

  // cut cuts a text into what is not asked for and, every other one, what is.
  function cut(text) {
    const parts = [''];
    const add = (piece, asked) => {
      if (asked) parts.push(piece, '');
      else parts[parts.length - 1] += piece;
    };
    for (const group of text.split(/([\p{L}\p{N}]+(?:[&:'’‐‑–-][\p{L}\p{N}]+)*(?:\+\+|#)?)/u)) {
      if (isAsked(folded(group))) add(group, true);
      else for (const word of group.split(/([\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)*)/u)) add(word, isAsked(folded(word)));
    }
    return parts;
  }

  const sheet = document.createElement('link'); // that of the search, which has just been here
  sheet.rel = 'stylesheet';
  sheet.href = document.querySelector('a[data-search]').dataset.sheet;
  document.head.append(sheet);

  const marks = [];
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  for (const node of nodes) {
    if (node.parentElement.closest('nav, script, style, button, select, textarea, svg, [hidden], .anchor')) continue;
    const all = cut(node.data).map((part, i) => {
      if (i % 2 === 0) return part;
      const mark = document.createElement('mark');
      mark.className = 'searched';
      mark.textContent = part;
      marks.push(mark);
      return mark;
    });
    if (all.length > 1) node.replaceWith(...all);
  }
  const [first] = marks;
  if (first && !location.hash && first.getBoundingClientRect().top > innerHeight)
    first.scrollIntoView({block: 'center'});
  document.addEventListener('keydown', function unmark(event) {
    if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    document.removeEventListener('keydown', unmark);
    for (const mark of marks) mark.replaceWith(...mark.childNodes);
    main.normalize();
  });
})();
