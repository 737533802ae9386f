// "Copy link" beside an address that is to be pasted into another program.
export function copyButtons () {
  if (!navigator.clipboard) return
  document.querySelectorAll('[data-copy]').forEach((address) => address.after(buttonFor(address)))
}

function buttonFor (address) {
  const paragraph = document.createElement('p')
  const button = document.createElement('button')
  const said = document.createElement('span')
  paragraph.className = 'govuk-!-margin-top-2'
  button.type = 'button'
  button.className = 'govuk-button govuk-button--secondary govuk-!-margin-bottom-0'
  button.textContent = address.dataset.copy
  said.className = 'govuk-!-margin-left-2'
  said.setAttribute('role', 'status')
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(address.textContent.trim())
    said.textContent = 'Copied'
  })
  paragraph.append(button, said)
  return paragraph
}
