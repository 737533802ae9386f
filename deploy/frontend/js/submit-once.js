// A form is sent once: a second press within ten seconds does nothing.
const WAIT = 10000

export function submitOnce () {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (form.method !== 'post' || event.defaultPrevented) return
    if (form.dataset.sent) {
      event.preventDefault()
      return
    }
    form.dataset.sent = 'true'
    setTimeout(() => release(form), WAIT)
  })
  window.addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(release))
}

function release (form) {
  delete form.dataset.sent
}
