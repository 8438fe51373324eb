// The preview's part in the browser: it keeps the page up to date in place, and
// shows what is wrong over it. It is added by the preview server and is in no
// build.
(function () {
  'use strict';

  var seen = null; // the version that this page shows
  var panel = null; // where the state is shown
  var collapsed = false;

  var source = new EventSource('/_mentorbook/events');
  source.onmessage = function (event) {
    var state = JSON.parse(event.data);
    show(state);
    if (seen !== null && seen !== state.version) {
      if (state.changed && follows() && location.pathname !== '/' + state.changed && isPage(location.pathname)) {
        location.href = '/' + state.changed;
        return;
      }
      update();
    }
    seen = state.version;
  };
  source.onerror = function () {
    say('the preview has stopped; waiting for it', 'lost');
  };

  function isPage(path) {
    return /\.html$|\/$/.test(path);
  }

  // Jumping to the page that was edited can be switched off for a tab.
  function follows() {
    return sessionStorage.getItem('mentorbook-preview-follow') !== 'no';
  }

  // update fetches the page again and changes only what differs, so that the
  // place on the page, open details, focus and typed text stay.
  function update() {
    fetch(location.pathname, {cache: 'no-store'}).then(function (response) {
      return response.text();
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, 'text/html');
      head(page.head);
      attributes(document.documentElement, page.documentElement);
      attributes(document.body, page.body);
      children(document.body, page.body);
    }).catch(function () { /* the event stream says when the server is back */ });
  }

  // A style sheet is replaced when the new one has loaded: no flash.
  function head(fresh) {
    document.title = fresh.ownerDocument.title;
    var now = {};
    fresh.querySelectorAll('link[rel=stylesheet]').forEach(function (link) {
      now[link.getAttribute('href')] = link;
    });
    document.head.querySelectorAll('link[rel=stylesheet]').forEach(function (link) {
      var href = link.getAttribute('href');
      if (now[href] || href.indexOf('/_mentorbook/') === 0) {
        delete now[href];
        return;
      }
      link.dataset.old = '';
    });
    Object.keys(now).forEach(function (href) {
      var link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = href;
      link.onload = function () {
        document.head.querySelectorAll('link[data-old]').forEach(function (old) { old.remove(); });
      };
      document.head.append(link);
    });
  }

  function attributes(old, fresh) {
    Array.from(old.attributes).forEach(function (a) {
      // What the reader has opened stays open.
      if (!fresh.hasAttribute(a.name) && !(a.name === 'open' && /^(DETAILS|DIALOG)$/.test(old.tagName))) {
        old.removeAttribute(a.name);
      }
    });
    Array.from(fresh.attributes).forEach(function (a) {
      if (old.getAttribute(a.name) !== a.value) old.setAttribute(a.name, a.value);
    });
  }

  // children makes the children of old those of fresh. Elements are matched by
  // id, or else by their place and name.
  function children(old, fresh) {
    var byId = {};
    Array.from(old.children).forEach(function (child) {
      if (child.id) byId[child.id] = child;
    });
    var at = old.firstChild;
    Array.from(fresh.childNodes).forEach(function (want) {
      while (at && ours(at)) at = at.nextSibling;
      var have = want.id && byId[want.id] || at;
      if (have && alike(have, want)) {
        if (have === at) at = at.nextSibling;
        else old.insertBefore(have, at);
        patch(have, want);
      } else {
        old.insertBefore(document.importNode(want, true), at);
      }
    });
    while (at) {
      var next = at.nextSibling;
      if (!ours(at)) at.remove();
      at = next;
    }
  }

  function ours(node) {
    return node === panel;
  }

  function alike(a, b) {
    return a.nodeType === b.nodeType && a.nodeName === b.nodeName && (a.id || '') === (b.id || '');
  }

  function patch(old, fresh) {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.nodeValue !== fresh.nodeValue) old.nodeValue = fresh.nodeValue;
      return;
    }
    attributes(old, fresh);
    children(old, fresh);
  }

  // show puts the state of the build over the page: everything that is wrong
  // when there are errors, else a quiet line.
  function show(state) {
    var lines = [];
    if (state.failure) lines.push(state.failure);
    state.problems.forEach(function (p) { lines.push(p.text); });
    var bad = state.failure || state.errors > 0;
    var counts = [];
    if (state.errors) counts.push(state.errors + (state.errors === 1 ? ' error' : ' errors'));
    if (state.warnings) counts.push(state.warnings + (state.warnings === 1 ? ' warning' : ' warnings'));
    var title = 'preview for ' + (state.audience || 'nobody yet') + (counts.length ? ' · ' + counts.join(', ') : '');
    say(title, bad ? 'bad' : state.warnings ? 'warned' : 'fine', lines);
  }

  function say(title, kind, lines) {
    if (!panel) {
      var link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = '/_mentorbook/overlay.css';
      document.head.append(link);
      panel = document.createElement('details');
      panel.id = 'mentorbook-preview';
      panel.setAttribute('role', 'status');
      panel.addEventListener('toggle', function () { collapsed = !panel.open; });
      document.body.append(panel);
    }
    var summary = document.createElement('summary');
    summary.textContent = title;
    panel.replaceChildren(summary);
    panel.className = kind;
    (lines || []).forEach(function (line) {
      var pre = document.createElement('pre');
      pre.textContent = line;
      panel.append(pre);
    });
    panel.append(followSwitch());
    panel.open = kind === 'bad' && !collapsed;
    if (kind !== 'bad') collapsed = false;
  }

  function followSwitch() {
    var label = document.createElement('label');
    var box = document.createElement('input');
    box.type = 'checkbox';
    box.checked = follows();
    box.addEventListener('change', function () {
      sessionStorage.setItem('mentorbook-preview-follow', box.checked ? 'yes' : 'no');
    });
    label.append(box, ' go to the page that is being edited');
    return label;
  }
})();
