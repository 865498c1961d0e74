// What pages cannot do without a script: passkeys, signatures, drafts. Everything else works without this file.
'use strict';
(() => {
  const bytes = text => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

  async function post(to, body, method = 'POST') {
    const answer = await fetch(to, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}) });
    const said = answer.status === 204 ? {} : await answer.json();
    if (!answer.ok) throw Object.assign(new Error(said.code), { problem: said });
    return said;
  }

  // options of the server -> what the browser wants
  function wanted(options) {
    const key = options.publicKey;
    key.challenge = bytes(key.challenge);
    if (key.user) key.user.id = bytes(key.user.id);
    for (const list of ['allowCredentials', 'excludeCredentials']) {
      key[list] = (key[list] ?? []).map(c => ({ ...c, id: bytes(c.id) }));
    }
    return { publicKey: key };
  }

  // what the browser answered -> what the server reads
  function answered(credential) {
    const r = credential.response;
    const response = { clientDataJSON: text(r.clientDataJSON) };
    if (r.attestationObject) {
      response.attestationObject = text(r.attestationObject);
      response.transports = r.getTransports?.() ?? [];
    } else {
      response.authenticatorData = text(r.authenticatorData);
      response.signature = text(r.signature);
      if (r.userHandle) response.userHandle = text(r.userHandle);
    }
    return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response, extensions: {} };
  }

  const assertion = async asked => asked.assertion ?? answered(await navigator.credentials.get(wanted(asked.options)));
  const made = async asked => answered(await navigator.credentials.create(wanted(asked.options)));

  function say(form, problem) {
    const place = form.querySelector('[role=alert][data-said]');
    if (!place) return;
    const lang = document.documentElement.lang;
    place.textContent = problem?.detail?.[lang] ?? place.dataset.said;
    place.hidden = false;
  }

  async function once(form, work) {
    const button = form.querySelector('button[type=submit]');
    button.disabled = true;
    try { await work(); } catch (error) { say(form, error.problem); }
    button.disabled = false;
  }

  // a form that is signed: ask for the statement, let the key answer, then send the form with the answer
  function signing(form) {
    form.addEventListener('submit', event => {
      const field = form.elements.signature;
      if (field.value) return;
      event.preventDefault();
      once(form, async () => {
        const { purpose, thing, digest } = form.dataset;
        const asked = await post('/api/signatures', { purpose, thing, digest });
        field.value = JSON.stringify({ ceremony: asked.ceremony, assertion: await assertion(asked) });
        form.requestSubmit();
        field.value = '';
      });
    });
  }

  // signing in with a passkey, and adding one
  function passkey(form) {
    form.addEventListener('submit', event => {
      event.preventDefault();
      once(form, async () => {
        const data = Object.fromEntries(new FormData(form));
        const asked = await post(form.dataset.begin, data);
        const answer = form.dataset.passkey === 'make' ? await made(asked) : await assertion(asked);
        const done = await post(form.dataset.finish, { ...data, ceremony: asked.ceremony, credential: answer });
        location.assign(done.to ?? form.dataset.to ?? '/');
      });
    });
  }

  // what is typed is kept for this account as one types
  function draft(form) {
    const place = '/api/drafts/' + encodeURIComponent(form.dataset.draft);
    const fields = () => [...form.elements].filter(f => f.name && !['hidden', 'file', 'password', 'submit'].includes(f.type));
    const values = () => fields().filter(f => !['radio', 'checkbox'].includes(f.type) || f.checked).map(f => [f.name, f.value]);
    const kept = form.querySelector('.kept');
    let timer;
    const keep = () => post(place, { fields: values() }, 'PUT').then(() => {
      if (kept) { kept.textContent = kept.dataset.said; kept.hidden = false; }
    }, () => {});
    form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(keep, 600); });
    form.addEventListener('submit', () => { clearTimeout(timer); timer = 0; fetch(place, { method: 'DELETE', keepalive: true }); });
    addEventListener('pagehide', () => { if (timer) navigator.sendBeacon?.(place, new Blob([JSON.stringify({ fields: values() })], { type: 'application/json' })); });
    if ('refused' in form.dataset) return;
    fetch(place).then(r => r.status === 200 ? r.json() : null).then(d => {
      if (!d?.fields?.length) return;
      for (const f of fields()) {
        const mine = d.fields.filter(([name]) => name === f.name).map(([, value]) => value);
        if (['radio', 'checkbox'].includes(f.type)) f.checked = mine.includes(f.value);
        else if (mine.length) f.value = mine[0];
      }
      form.dispatchEvent(new Event('drafted'));
    }, () => {});
  }

  addEventListener('DOMContentLoaded', () => {
    document.querySelectorAll('form.signing').forEach(signing);
    document.querySelectorAll('form[data-passkey]').forEach(passkey);
    document.querySelectorAll('form[data-draft]').forEach(draft);
  });
})();
