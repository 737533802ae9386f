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
    await (address.hasAttribute('data-rich') ? copyWithLinks(address) : navigator.clipboard.writeText(address.textContent.trim()))
    said.textContent = 'Copied'
  })
  paragraph.append(button, said)
  return paragraph
}

// What has links is pasted with them into a document, and as plain text where that is all that can be.
function copyWithLinks (block) {
  const kinds = { 'text/html': block.innerHTML, 'text/plain': block.innerText.trim() }
  const blobs = Object.entries(kinds).map(([type, text]) => [type, new Blob([text], { type })])
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))])
}
