// Passkeys: signing in with one, and adding one. Without this script the buttons stay hidden and passwords work.

const bytes = (s) => Uint8Array.from(atob(s.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const text = (b) => btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
const named = (list) => (list ?? []).map((c) => ({ ...c, id: bytes(c.id) }));

// ask sends something to the site and gives its answer, or throws with the reason that the site names.
async function ask(url, body) {
  const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.problem ?? `HTTP ${answer.status}`);
  return said;
}

async function signIn(form) {
  const { publicKey } = await ask('/passkey/begin');
  const key = await navigator.credentials.get({ publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: named(publicKey.allowCredentials) } });
  const r = key.response;
  return ask(`/passkey?to=${encodeURIComponent(form.dataset.to)}`, {
    id: key.id, rawId: text(key.rawId), type: key.type, clientExtensionResults: key.getClientExtensionResults(),
    response: { authenticatorData: text(r.authenticatorData), clientDataJSON: text(r.clientDataJSON), signature: text(r.signature), userHandle: r.userHandle ? text(r.userHandle) : null },
  });
}

async function add(form) {
  const { publicKey } = await ask('/account/passkeys/begin', { password: form.elements.password.value });
  const key = await navigator.credentials.create({
    publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), user: { ...publicKey.user, id: bytes(publicKey.user.id) }, excludeCredentials: named(publicKey.excludeCredentials) },
  });
  const r = key.response;
  return ask(`/account/passkeys?name=${encodeURIComponent(form.elements.name.value)}`, {
    id: key.id, rawId: text(key.rawId), type: key.type, clientExtensionResults: key.getClientExtensionResults(),
    response: { attestationObject: text(r.attestationObject), clientDataJSON: text(r.clientDataJSON), transports: r.getTransports?.() ?? [] },
  });
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!window.PublicKeyCredential) break;
  form.hidden = false;
  const problem = form.querySelector('[role=alert]');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    problem.textContent = '';
    const button = form.querySelector('button');
    button.disabled = true;
    try {
      location.assign((await (form.dataset.passkey === 'add' ? add(form) : signIn(form))).to);
    } catch (err) {
      // A person who closes the browser's window has not made a mistake.
      problem.textContent = err.name === 'NotAllowedError' || err.name === 'AbortError' ? form.dataset.ended : `${form.dataset.failed} ${err.message}`;
      button.disabled = false;
    }
  });
}
