// A button that opens the browser's own print window; without this file its menu does.
export function printing () {
  for (const button of document.querySelectorAll('[data-print]')) {
    button.hidden = false
    button.addEventListener('click', () => window.print())
  }
}
