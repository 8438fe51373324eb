// What is searched for goes behind the #, of which no server is told; without
// scripts it is not sent either. Where the portal does not know its address, the page of a missing page does not
// know where the portal begins: this looks for its robots.txt in each folder above,
// the nearest first, and makes the links lead from there. Until then, and without
// scripts, they lead from the root of the host. A host that answers everything with
// this page answers with HTML.
(async () => {
  'use strict';

  for (const form of document.forms) {
    form.addEventListener('submit', event => {
      event.preventDefault();
      const q = form.querySelector('input').value.trim();
      location.href = form.action + (q && `#${new URLSearchParams({q})}`);
    });
  }
  if (!document.querySelector('[data-lost]')) return;

  const lead = (element, name, root) => element.setAttribute(name, root + element.getAttribute(name).slice(1));
  const isText = answer => answer.ok && !/html/.test(answer.headers.get('content-type'));
  const folders = location.pathname.split('/').slice(0, -1);
  for (; folders.length > 0; folders.pop()) {
    const root = folders.join('/') + '/';
    const itself = location.pathname === root + '404.html';
    if (!itself && !await fetch(root + 'robots.txt', {method: 'HEAD'}).then(isText, () => false)) continue;
    for (const link of document.querySelectorAll('a')) lead(link, 'href', root);
    for (const form of document.forms) lead(form, 'action', root);
    return;
  }
})();
