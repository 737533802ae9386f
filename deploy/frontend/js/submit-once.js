// A form is sent once: a second press within ten seconds does nothing. One that is answered by a
// file leaves its page as it is, for the next file.
const WAIT = 10000

export function submitOnce () {
  document.addEventListener('submit', (event) => {
    const form = event.target
    if (form.method !== 'post' || 'getsFile' in form.dataset || event.defaultPrevented) return
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
