// Turns <select data-school-picker> into a box to type in. The select stays and is what the form sends; what was typed
// is sent beside it, to be there again after an error. `data-not-listed` and `data-typed-name` name the fields beside it.
import accessibleAutocomplete from 'accessible-autocomplete'
import { indexOf, search } from './school-search.js'

const MOST_SHOWN = 25

document.querySelectorAll('select[data-school-picker]').forEach(enhance)

function enhance (select) {
  const schools = [...select.options].filter((option) => option.value)
    .map((option) => ({ label: option.text, value: option.value, trust: option.dataset.trust }))
  let index
  const ready = () => (index ??= indexOf(schools))
  tellToType(select)
  const described = describedBy(select)
  const tooMany = hintBelow(select)
  const notListed = notListedBox(select)
  const inputId = select.id

  accessibleAutocomplete.enhanceSelectElement({
    selectElement: select,
    source: (query, show) => {
      const found = search(ready(), query)
      tooMany.textContent = found.length > MOST_SHOWN
        ? `This shows ${MOST_SHOWN} of ${found.length} schools. Type more of the name or the town to find the school.`
        : ''
      show([...found.slice(0, MOST_SHOWN).map((number) => schools[number]), { label: query.trim(), isNotListed: true }])
    },
    templates: { inputValue: (suggestion) => suggestion?.label ?? '', suggestion: (one) => asHtml(one, notListed.label) },
    autoselect: false,
    confirmOnBlur: false,
    defaultValue: select.dataset.typed,
    name: select.dataset.typedName,
    minLength: 2,
    displayMenu: 'overlay', // one that closes must not move what is being pressed
    inputClasses: select.classList.contains('govuk-select--error') ? 'autocomplete__input--error' : null,
    onConfirm: choose,
    tAssistiveHint: () => [...described, 'When schools are found, use the up and down arrows to read them and Enter to choose. Touch device users, explore by touch or with swipe gestures.'].join(' ')
  })
  const input = document.getElementById(inputId)
  input.addEventListener('focus', ready, { once: true })
  // Without this, a school chosen first would still be sent after something else was typed over it.
  input.addEventListener('input', () => {
    select.value = schools.find(({ label }) => label === input.value)?.value ?? ''
  })
  notListed.onTick(() => select.value ? '' : input.value.trim())

  function choose (suggestion) {
    tooMany.textContent = ''
    select.value = suggestion?.value ?? ''
    notListed.set(Boolean(suggestion?.isNotListed), suggestion?.label)
  }
}

// The box that the school is not listed, and the name that it asks for, which begins as what was typed in vain.
function notListedBox (select) {
  const box = document.getElementById(select.dataset.notListed)
  const name = document.getElementById(select.dataset.notListedName)
  return {
    label: box.labels[0].textContent.trim(),
    onTick (typed) {
      box.addEventListener('change', () => { if (box.checked && !name.value) name.value = typed() })
    },
    set (isNotListed, typed) {
      if (isNotListed) name.value = typed
      if (box.checked !== isNotListed) box.click()
    }
  }
}

function asHtml ({ label, trust, isNotListed }, notListed) {
  if (isNotListed) return `${escaped(notListed)}: use “${escaped(label)}”`
  return escaped(label) + (trust ? ` <span class="autocomplete__trust">${escaped(trust)}</span>` : '')
}

function escaped (text) {
  const element = document.createElement('span')
  element.textContent = text
  return element.innerHTML
}

// Without this script there is nothing to type into.
function tellToType (select) {
  document.querySelectorAll('[data-typing-hint]').forEach((hint) => {
    if (describes(hint, select)) hint.textContent = hint.dataset.typingHint
  })
}

function describes (hint, select) {
  return (select.getAttribute('aria-describedby') || '').split(' ').includes(hint.id)
}

function hintBelow (select) {
  const hint = document.createElement('div')
  hint.className = 'govuk-hint govuk-!-margin-top-1'
  hint.setAttribute('aria-live', 'polite')
  select.after(hint)
  return hint
}

function describedBy (select) {
  const ids = (select.getAttribute('aria-describedby') || '').split(' ').filter(Boolean)
  return ids.map((id) => document.getElementById(id)?.textContent.trim()).filter(Boolean)
}
