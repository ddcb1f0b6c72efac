// The words after a command of this folder: `--name value`, each with what it is when absent. A wrong word ends the
// command with what it takes.
import { parseArgs } from 'node:util'

/** Numbers by name, as they are when absent. */
export function readNumbers<Name extends string>(
  defaults: Readonly<Record<Name, number>>,
): Readonly<Record<Name, number>> {
  const names = Object.keys(defaults)
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
  const { values } = parseArgs({ options, strict: true })
  const read = names.map((name) => {
    const text = values[name]
    // cast: the very names of `defaults`
    const value = text === undefined ? defaults[name as Name] : Number(text)
    if (!Number.isSafeInteger(value) || value < 0)
      throw new Error(`--${name} takes a whole number, not ${text}`)
    return [name, value] as const
  })
  // cast: the very names of `defaults`
  return Object.fromEntries(read) as Record<Name, number>
}

/** Runs so many at a time, in order of the list. */
export async function inLanes<Item>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items.values()
  const lane = async (): Promise<void> => {
    for (const item of rest) await work(item)
  }
  const ended = await Promise.allSettled(Array.from({ length: Math.max(1, lanes) }, lane))
  for (const each of ended) if (each.status === 'rejected') throw each.reason
}
