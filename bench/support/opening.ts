// How every bench begins: its options, and on what machine the figures came about.
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'

export interface BenchOptions {
  /** A short run: enough to see that it works, too little to quote. */
  readonly quick: boolean
}

export function openBench(title: string): BenchOptions {
  const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
  const { quick } = values
  console.log(`${title}${quick ? ' (quick: too short to quote)' : ''}`)
  console.log(
    `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores, load before: ${load()}`,
  )
  return { quick }
}

/** Printed last: a load above the number of cores means that others worked here too. */
export const closeBench = (): void => console.log(`\nload after: ${load()}`)

const load = (): string =>
  loadavg()
    .map((each) => each.toFixed(2))
    .join(' ')
