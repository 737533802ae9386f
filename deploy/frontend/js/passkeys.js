// Adds passkeys and signs in with them. The forms it is for show themselves only where it runs.
start()

function start () {
  if (!window.PublicKeyCredential) return
  for (const part of document.querySelectorAll('[data-needs-passkeys]')) part.hidden = false
  for (const part of document.querySelectorAll('[data-without-passkeys]')) part.hidden = true
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      ask(form)
    })
  }
}

async function ask (form) {
  if (lacksName(form)) return form.submit()
  const problem = form.querySelector('[data-passkey-problem]')
  problem.hidden = true
  try {
    const options = bytesOf((await optionsOf(form)).publicKey)
    const isNew = form.dataset.passkey === 'create'
    const credential = isNew
      ? await navigator.credentials.create({ publicKey: options })
      : await navigator.credentials.get({ publicKey: options })
    form.elements.credential.value = JSON.stringify(textOf(credential))
    form.submit()
  } catch {
    problem.hidden = false
  }
}

// The device keeps a passkey that the website then refuses: its name is looked at first.
function lacksName (form) {
  const longest = Number(form.dataset.longestName)
  if (!longest) return false
  const name = form.elements.name.value.trim()
  return !name || [...name].length > longest
}

async function optionsOf (form) {
  const inPage = form.querySelector('[data-passkey-options]')
  if (inPage) return JSON.parse(inPage.textContent)
  const answer = await fetch(form.action, { headers: { Accept: 'application/json' } })
  return (await answer.json()).request_options
}

function bytesOf (options) {
  const made = { ...options }
  made.challenge = decoded(made.challenge)
  if (made.user) made.user = { ...made.user, id: decoded(made.user.id) }
  for (const name of ['excludeCredentials', 'allowCredentials']) {
    if (made[name]) made[name] = made[name].map((one) => ({ ...one, id: decoded(one.id) }))
  }
  return made
}

function textOf (credential) {
  const response = {}
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[name]) response[name] = encoded(credential.response[name])
  }
  return {
    type: credential.type,
    id: credential.id,
    rawId: encoded(credential.rawId),
    clientExtensionResults: credential.getClientExtensionResults(),
    response
  }
}

function decoded (text) {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0))
}

function encoded (buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer))
  return btoa(plain).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}
