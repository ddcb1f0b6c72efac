// The arguments of `npm run simulate`.
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { faults } from './faults/faults.data.ts'

export interface Wish {
  readonly seeds: number
  readonly from: number
  readonly jobs: number
  readonly trace: boolean
  readonly exportTo: string | null
  readonly resume: string | null
  /** These faults and no others; null: as each seed draws; empty: none. */
  readonly only: readonly string[] | null
  readonly coverage: boolean
}

export const USAGE = `npm run simulate -- [options]

  --seeds N       how many seeds are played (default 1000)
  --from SEED     the first of them (default 1)
  --fault F12     with this fault and no other; may be repeated; "none" for a run without faults
  --jobs J        threads (default: as many as there are processors)
  --trace         tell the story of each seed, and put the truth of the house into the export
  --export FILE   write the journal of each seed: FILE for one seed, FILE-SEED for several
  --resume FILE   keep the state of the run there, and go on from it
  --coverage      tell how often everything occurred

Exit code 1: something was found. 2: the arguments make no sense.`

const isWhole = (text: string, min: number): boolean =>
  /^\d{1,15}$/.test(text) && Number.isSafeInteger(Number(text)) && Number(text) >= min

function chosen(named: readonly string[]): readonly string[] | string | null {
  const ids = named.flatMap((each) => each.split(',')).filter((id) => id !== '')
  if (ids.length === 0) return null
  if (ids.length === 1 && ids[0] === 'none') return []
  const unknown = ids.find((id) => !faults.some((fault) => fault.id === id))
  return unknown === undefined ? ids : `there is no fault ${unknown}`
}

/** What is wished, or what is wrong with the arguments. */
export function readArguments(args: readonly string[]): Wish | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        seeds: { type: 'string', default: '1000' },
        from: { type: 'string', default: '1' },
        jobs: { type: 'string', default: String(availableParallelism()) },
        fault: { type: 'string', multiple: true, default: [] },
        trace: { type: 'boolean', default: false },
        coverage: { type: 'boolean', default: false },
        export: { type: 'string' },
        resume: { type: 'string' },
      },
    })
    const only = chosen(values.fault)
    if (typeof only === 'string') return only
    if (!isWhole(values.seeds, 1)) return '--seeds takes a whole number from 1'
    if (!isWhole(values.from, 0)) return '--from takes a whole number from 0'
    if (!isWhole(values.jobs, 1)) return '--jobs takes a whole number from 1'
    return {
      seeds: Number(values.seeds),
      from: Number(values.from),
      jobs: Number(values.jobs),
      trace: values.trace,
      exportTo: values.export ?? null,
      resume: values.resume ?? null,
      only,
      coverage: values.coverage,
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
