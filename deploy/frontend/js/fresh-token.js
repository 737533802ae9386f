// A form that waits while somebody signs in elsewhere: signing in gives the browser another token, which is sent instead.
export function freshTokens () {
  document.querySelectorAll('form[data-token-cookie]').forEach((form) => {
    form.addEventListener('submit', () => {
      const start = `${form.dataset.tokenCookie}=`
      const cookie = document.cookie.split('; ').find((one) => one.startsWith(start))
      if (cookie) form.elements.namedItem('csrfmiddlewaretoken').value = cookie.slice(start.length)
    })
  })
}
