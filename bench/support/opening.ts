// How every bench begins: its options, and on what machine the figures came about.
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'

export interface BenchOptions {
  /** A short run: enough to see that it works, too little to quote. */
  readonly quick: boolean
  /** Of those that last as long as is asked for; null: nothing was asked for. */
  readonly minutes: number | null
}

export function openBench(title: string): BenchOptions {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean', default: false }, minutes: { type: 'string' } },
  })
  const { quick } = values
  const minutes = values.minutes === undefined ? null : Number(values.minutes)
  if (minutes !== null && !(minutes >= 1 && minutes <= 1_440)) throw new Error('--minutes: from 1 to 1440')
  console.log(`${title}${quick ? ' (quick: too short to quote)' : ''}`)
  console.log(
    `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores, load before: ${load()}`,
  )
  return { quick, minutes }
}

/** Printed last: a load above the number of cores means that others worked here too. */
export const closeBench = (): void => console.log(`\nload after: ${load()}`)

const load = (): string =>
  loadavg()
    .map((each) => each.toFixed(2))
    .join(' ')
