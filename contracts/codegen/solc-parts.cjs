// Solc works on one processor. What is asked of it about several files can be asked of several of it at once: each reads
// and analyses all sources, so node ids agree, and generates code for the files of its own part alone.

/** A part that is smaller loses more by analysing everything again than it gains. */
const LEAST_FILES = 8

/** Files of which something is wanted, longest first: dealt out in turn, parts take about as long. */
function wantedOf({ sources, settings }) {
  const length = (file) => sources[file]?.content?.length ?? 0
  return Object.entries(settings?.outputSelection ?? {})
    .filter(
      ([file, contracts]) => file in sources && Object.values(contracts).some(({ length }) => length > 0),
    )
    .map(([file]) => file)
    .sort((a, b) => length(b) - length(a) || (a < b ? -1 : 1))
}

/** The same input at most `most` times, each asking for other files; just itself where it cannot or need not be split. */
function partsOf(input, most) {
  const wanted = wantedOf(input)
  const count = Math.min(most, Math.floor(wanted.length / LEAST_FILES))
  if (count < 2 || '*' in input.settings.outputSelection) return [input]
  return Array.from({ length: count }, (_, part) => {
    // There and back, or the first part would have the longer file of every pair.
    const own = wanted.filter((_, at) => {
      const place = at % (2 * count)
      return part === (place < count ? place : 2 * count - 1 - place)
    })
    const { outputSelection } = input.settings
    const selection = Object.fromEntries(own.map((file) => [file, outputSelection[file]]))
    return { ...input, settings: { ...input.settings, outputSelection: selection } }
  })
}

/** What one compiler would have said to the whole: every part names all sources and the same errors, and contracts of its own. */
function merged(outputs) {
  const errors = new Map(
    outputs.flatMap(({ errors = [] }) => errors).map((error) => [JSON.stringify(error), error]),
  )
  const sources = {}
  const contracts = {}
  for (const output of outputs) {
    for (const [file, source] of Object.entries(output.sources ?? {}))
      sources[file] = { ...sources[file], ...source }
    Object.assign(contracts, output.contracts)
  }
  return { ...(errors.size > 0 ? { errors: [...errors.values()] } : {}), contracts, sources }
}

module.exports = { partsOf, merged }
