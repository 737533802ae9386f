// "Add another session" and "Remove session" without a round trip; without this file the server does both.
export function sessions () {
  const list = document.querySelector('[data-sessions]')
  if (!list) return
  const template = document.querySelector('[data-session-template]')
  document.querySelector('[data-another-session]').addEventListener('click', (event) => {
    event.preventDefault()
    list.append(copyOfLast(list, template))
    recount(list)
    showPlaces(list)
    list.lastElementChild.querySelector('input').focus()
  })
  list.addEventListener('click', (event) => {
    const button = event.target.closest('[data-remove-session]')
    if (!button) return
    event.preventDefault()
    button.closest('[data-session]').remove()
    renumber(list)
    recount(list)
  })
  list.addEventListener('change', () => showPlaces(list))
  recount(list)
  showPlaces(list)
}

// A venue is asked for in person only, a link online only.
function showPlaces (list) {
  for (const session of list.children) {
    const chosen = session.querySelector('[name$="-mode"]:checked')?.value
    session.querySelectorAll('[data-only-if]').forEach((group) => {
      group.hidden = group.dataset.onlyIf !== chosen
    })
  }
}

function copyOfLast (list, template) {
  const index = list.children.length
  const holder = document.createElement('div')
  holder.innerHTML = template.innerHTML.replaceAll('__prefix__', index).replaceAll('__number__', index + 1)
  const added = holder.firstElementChild
  const answers = list.lastElementChild.querySelectorAll('input, textarea')
  added.querySelectorAll('input, textarea').forEach((field, position) => {
    if (field.type === 'radio') field.toggleAttribute('checked', answers[position].checked)
    else field.value = answers[position].value
  })
  return added
}

function renumber (list) {
  [...list.children].forEach((session, index) => {
    session.querySelectorAll('*').forEach((element) => {
      for (const attribute of [...element.attributes]) {
        attribute.value = attribute.value.replace(/session-\d+/g, `session-${index}`)
      }
    })
    session.querySelector('legend').textContent = `Session ${index + 1}`
    const button = session.querySelector('[data-remove-session]')
    button.value = index
    button.textContent = `Remove session ${index + 1}`
  })
}

function recount (list) {
  document.querySelector('[name="session-TOTAL_FORMS"]').value = list.children.length
  list.querySelectorAll('[data-remove-session]').forEach((button) => { button.hidden = list.children.length === 1 })
}
