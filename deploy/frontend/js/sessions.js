// "Add another session" and "Remove session" without a round trip; without this file the server does both.
const NUMBERED = ['id', 'name', 'for', 'aria-describedby']

export function sessions () {
  const list = document.querySelector('[data-sessions]')
  if (!list) return
  const another = document.querySelector('[data-another-session]')
  if (another) rearrange(list, another)
  list.addEventListener('change', () => showPlaces(list))
  showPlaces(list)
}

function rearrange (list, another) {
  const template = document.querySelector('[data-session-template]')
  another.addEventListener('click', (event) => {
    event.preventDefault()
    list.append(copyOfLast(list, template))
    recount(list)
    showPlaces(list)
    list.lastElementChild.querySelector('input:not([type=hidden])').focus()
  })
  list.addEventListener('click', (event) => {
    const button = event.target.closest('[data-remove-session]')
    if (!button) return
    event.preventDefault()
    button.closest('[data-session]').remove()
    renumber(list)
    recount(list)
  })
  recount(list)
}

// A venue is asked for in person only, a link online only. What an error is about stays to be seen.
function showPlaces (list) {
  for (const session of list.children) {
    const chosen = session.querySelector('[name$="mode"]:checked')?.value
    session.querySelectorAll('[data-only-if]').forEach((group) => {
      group.hidden = group.dataset.onlyIf !== chosen && !group.querySelector('.govuk-error-message')
    })
  }
}

// All answers but those that are of one session only: which one it is, and the line it was read from.
function copyOfLast (list, template) {
  const index = list.children.length
  const last = list.lastElementChild
  const holder = document.createElement('div')
  holder.innerHTML = template.innerHTML.replaceAll('__prefix__', index).replaceAll('__number__', index + 1)
  const added = holder.firstElementChild
  added.querySelectorAll('input:not([type=hidden]), textarea, select').forEach((field) => {
    const name = field.name.replace(`session-${index}-`, `session-${index - 1}-`)
    const answers = [...last.querySelectorAll(`[name="${name}"]`)]
    if (field.type === 'radio') {
      field.toggleAttribute('checked', answers.some((answer) => answer.checked && answer.value === field.value))
    } else field.value = answers[0].value
  })
  added.querySelector('details').open = last.querySelector('details').open
  return added
}

function renumber (list) {
  [...list.children].forEach((session, index) => {
    session.querySelectorAll('*').forEach((element) => {
      for (const attribute of element.attributes) {
        if (!NUMBERED.includes(attribute.name)) continue
        attribute.value = attribute.value.replace(/session-\d+/g, `session-${index}`)
      }
    })
    session.querySelector('legend').textContent = `Session ${index + 1}`
    session.querySelector('[data-number]').textContent = index + 1
    const button = session.querySelector('[data-remove-session]')
    if (!button) return
    button.value = index
    button.textContent = `Remove session ${index + 1}`
  })
}

function recount (list) {
  const count = list.children.length
  document.querySelector('[name="session-TOTAL_FORMS"]').value = count
  document.querySelector('[data-another-session]').hidden = count >= Number(list.dataset.most)
  list.querySelectorAll('[data-remove-session]').forEach((button) => { button.hidden = count === 1 })
}
