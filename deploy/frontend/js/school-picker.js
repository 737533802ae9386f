// Turns <select data-school-picker> into a box to type in. The select stays and is what the form sends.
import accessibleAutocomplete from 'accessible-autocomplete'

const MOST_SHOWN = 25

document.querySelectorAll('select[data-school-picker]').forEach(enhance)

function enhance (select) {
  const schools = [...select.options].filter((option) => option.value)
    .map((option) => ({ text: option.text, words: simplified(option.text) }))
  const inputId = select.id
  const described = describedBy(select)

  accessibleAutocomplete.enhanceSelectElement({
    selectElement: select,
    source: (query, show) => show(matching(schools, query)),
    autoselect: false,
    confirmOnBlur: false,
    defaultValue: '',
    minLength: 2,
    displayMenu: 'inline',
    inputClasses: select.classList.contains('govuk-select--error') ? 'autocomplete__input--error' : null,
    onConfirm: (text) => choose(select, text),
    tNoResults: () => 'No school found. Check the spelling, or tick “My school is not listed”.',
    tAssistiveHint: () => [...described, 'When schools are found, use the up and down arrows to read them and Enter to choose. Touch device users, explore by touch or with swipe gestures.'].join(' ')
  })
  document.getElementById(inputId).addEventListener('input', (event) => choose(select, event.target.value))
}

// Without this, a school chosen first would still be sent after something else was typed over it.
function choose (select, text) {
  const option = [...select.options].find((candidate) => candidate.value && candidate.text === text)
  select.value = option ? option.value : ''
}

function matching (schools, query) {
  const words = simplified(query).split(' ').filter(Boolean)
  if (!words.length) return []
  const found = schools.filter((school) => words.every((word) => ` ${school.words}`.includes(` ${word}`)))
  const starts = (school) => school.words.startsWith(words.join(' ')) ? 0 : 1
  return found.sort((one, other) => starts(one) - starts(other)).slice(0, MOST_SHOWN).map((school) => school.text)
}

// "St. Mary's" is found by "st marys", "C of E" by "church of england".
function simplified (text) {
  const plain = text.toLowerCase().normalize('NFKD').replace(/[\u0300-\u036f'’.]/g, '').replace(/[^a-z0-9]+/g, ' ').trim()
  return plain.replace(/\b(church of england|cofe|ce)\b/g, 'c of e')
}

function describedBy (select) {
  const ids = (select.getAttribute('aria-describedby') || '').split(' ').filter(Boolean)
  return ids.map((id) => document.getElementById(id)?.textContent.trim()).filter(Boolean)
}
