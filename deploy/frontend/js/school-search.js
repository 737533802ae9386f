// Finds schools as people write their names: "Saint Mary's C of E" is St Mary's CE Primary School.

// Each row means the same; a school that has one of them is found by all of them.
const SAME = [
  ['st', 'saint', 'ss', 'sts', 'saints'],
  ['ce', 'cofe', 'c of e', 'church of england', 'cep', 'ceva', 'cevc'],
  ['rc', 'roman catholic', 'catholic', 'rcp'],
  ['va', 'voluntary aided'],
  ['vc', 'voluntary controlled'],
  ['and', 'with'],
  ['primary', 'pry'],
  ['junior', 'juniors', 'jnr', 'jun'],
  ['infant', 'infants', 'inf'],
  ['school', 'sch', 'schl', 'skool'],
  ['community', 'comm'],
  ['secondary', 'sec'],
  ['sixth', '6th'],
  ['academy', 'acad'],
  ['college', 'coll'],
  ['pru', 'pupil referral unit'],
  ['mount', 'mt'],
  ['road', 'rd']
].flatMap((row) => row.map((phrase) => [phrase, row.join(' ').split(' ')]))
const BY_WORD = new Map(SAME.filter(([phrase]) => !phrase.includes(' ')))
const BY_PHRASE = SAME.filter(([phrase]) => phrase.includes(' ')).map(([phrase, meaning]) => [` ${phrase} `, meaning])

// `schools` are { label, trust }; gives what `search` takes.
export function indexOf (schools) {
  const byWord = new Map()
  const labels = schools.map(({ label, trust }, number) => {
    const words = wordsToFind(label)
    for (const word of trust ? new Set([...words, ...wordsOf(trust)]) : words) {
      if (!byWord.has(word)) byWord.set(word, [])
      byWord.get(word).push(number)
    }
    return ` ${[...words].join(' ')}`
  })
  const vocabulary = [...byWord].map(([word, numbers]) => ({ word, numbers, letters: lettersOf(word) }))
  return { vocabulary, labels, kept: { begun: new Map(), mistyped: new Map() } }
}

// The numbers of the schools that were meant, the likeliest first: those with each of the words; where there is none,
// those with words nearly like them; then, of three words or more, those with all but one.
export function search ({ vocabulary, labels, kept }, query) {
  const words = wordsOf(query)
  if (!words.length) return []
  const spelt = words.map((word) => having(kept.begun, word, begunBy))
  const misspelt = () => words.map((word, at) => new Set([...spelt[at], ...having(kept.mistyped, word, mistypedAs)]))
  const found = [
    () => inAtLeast(words.length, spelt),
    () => inAtLeast(words.length, misspelt()),
    () => words.length > 2 ? inAtLeast(words.length - 1, misspelt()) : []
  ].reduce((schools, next) => schools.length ? schools : next(), [])

  const begins = ` ${words.join(' ')}`
  const inLabel = (number) => words.filter((word) => labels[number].includes(` ${word}`)).length
  const rank = new Map(found.map((number) => [number, inLabel(number) + (labels[number].startsWith(begins) ? 1 : 0)]))
  return found.sort((one, other) => rank.get(other) - rank.get(one) || one - other)

  // The schools with such a word. Kept, since the next key changes the last word only.
  function having (known, word, like) {
    if (!known.has(word)) known.set(word, new Set(vocabulary.filter(like(word)).flatMap(({ numbers }) => numbers)))
    return known.get(word)
  }
}

function begunBy (word) {
  return (other) => other.word.startsWith(word) || `${other.word}s` === word
}

function inAtLeast (number, sets) {
  const counts = new Map()
  sets.forEach((set) => set.forEach((school) => counts.set(school, (counts.get(school) || 0) + 1)))
  return [...counts.keys()].filter((school) => counts.get(school) >= number)
}

// No number: it says which school it is, and one figure wrong is another school.
function mistypedAs (word) {
  if (word.length < 4 || /\d/.test(word)) return () => false
  const most = word.length < 8 ? 1 : 2
  const letters = lettersOf(word)
  return (other) => other.word.length >= word.length - most && ones(letters & ~other.letters) <= most &&
    distance(word, other.word, most) <= most
}

// A bit for each letter from a to z: words without the letters in common need no closer look.
function lettersOf (word) {
  let letters = 0
  for (const letter of word) letters |= letter >= 'a' && letter <= 'z' ? 1 << (letter.charCodeAt(0) - 97) : 0
  return letters
}

function ones (bits) {
  let number = 0
  for (; bits; bits &= bits - 1) number++
  return number
}

// How many letters are wrong, missing, too many or swapped in `typed`, which may be the beginning of `word` only.
function distance (typed, word, most) {
  const end = Math.min(word.length, typed.length + most)
  let before = []
  let last = Array.from({ length: end + 1 }, (_, at) => at)
  for (let row = 1; row <= typed.length; row++) {
    const next = [row]
    for (let column = 1; column <= end; column++) {
      const same = typed[row - 1] === word[column - 1]
      const swapped = row > 1 && column > 1 && typed[row - 1] === word[column - 2] && typed[row - 2] === word[column - 1]
      next[column] = Math.min(last[column] + 1, next[column - 1] + 1, last[column - 1] + (same ? 0 : 1))
      if (swapped) next[column] = Math.min(next[column], before[column - 2] + 1)
    }
    if (Math.min(...next) > most) return most + 1
    before = last
    last = next
  }
  return Math.min(...last)
}

// The words of a name, what they mean, and a DfE number without its stroke.
function wordsToFind (text) {
  const spelt = wordsOf(text)
  const together = ` ${spelt.join(' ')} `
  const words = spelt.flatMap((word) => [word, ...(BY_WORD.get(word) || [])])
  for (const [phrase, meaning] of BY_PHRASE) {
    if (together.includes(phrase)) words.push(...meaning)
  }
  const number = /(\d+)\/(\d+)/.exec(text)
  return new Set(number ? [...words, number[1] + number[2]] : words)
}

// In small letters, without accents, apostrophes and the dots of C.E.
function wordsOf (text) {
  const letters = text.toLowerCase().normalize('NFKD').replace(/[\u0300-\u036f'’‘`]/g, '').replace(/&/g, ' and ')
  return letters.replace(/\b([a-z])\.(?=[a-z]\b)/g, '$1').split(/[^\p{L}\p{N}]+/u).filter(Boolean)
}
