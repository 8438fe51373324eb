// What has moved leads on: a page at an earlier address to the page, at the same
// place in it, and the line of a heading that is on another page now to that
// page. Without it there are links.
(() => {
  'use strict';

  addEventListener('hashchange', leadOn);
  leadOn();

  function leadOn() {
    const heading = document.getElementById(decoded(location.hash.slice(1)))?.closest('.elsewhere li');
    const link = heading?.querySelector('a') ?? document.querySelector('[data-moved]');
    if (link) {
      location.replace(heading ? link.href : link.href + location.hash);
    }
  }

  function decoded(fragment) {
    try {
      return decodeURIComponent(fragment);
    } catch { // a lone percent sign
      return fragment;
    }
  }
})();
