// npm run simulate:bugs: plants every bug of the list, one at a time, and tells which layer notices it and how soon.
import { parseArgs } from 'node:util'
import type { BugAnswer } from './bug-worker.ts'
import { orderOf, playBug } from './play-bug.ts'
import type { PlantedBug } from './planted-bug.ts'
import { plantedBugs } from './planted-bugs.data.ts'
import { type TableAnswer, runTables, soundTables } from './tables.ts'

const usage = `npm run simulate:bugs -- [--only B1,B9] [--seeds N] [--no-tables]

Plants each bug of section 4 of the safety design in memory, one at a time; then runs
the tests of its layer until one fails, and seeds of the simulator until one shows it.
A bug that neither notices is a hole in the tests: exit 1. A text that no longer stands
in its file is one, too.

  --only B1,B9   these alone
  --seeds N      seeds at most for each (2000)
  --no-tables    the simulator alone`

interface Judged {
  readonly bug: PlantedBug
  readonly tables: TableAnswer | null
  readonly seeds: BugAnswer
}

const tableWords = (answer: TableAnswer | null): string => {
  if (answer === null) return '-'
  return answer.kind === 'failed'
    ? `tables: ${answer.test}`
    : answer.kind === 'passed'
      ? 'tables: no'
      : answer.why
}

function seedWords(answer: BugAnswer): string {
  switch (answer.kind) {
    case 'shown': {
      const { seed, only, invariant, played } = answer.shown
      return `${invariant} at seed ${seed}${only ? ` --fault ${only.join(',')}` : ''} (${played} played)`
    }
    case 'survived':
      return `no finding in ${answer.played} seeds${answer.others.length > 0 ? `, but ${answer.others.join(' ')}` : ''}`
    case 'misfit':
      return answer.why
  }
}

/** What no line can show, the tables alone must; what a second barrier masks, both must. */
function isCaught({ bug, tables, seeds }: Judged): boolean {
  const byTables = tables?.kind === 'failed'
  const bySeeds = seeds.kind === 'shown'
  if (tables === null) return bySeeds
  return bug.barrier === undefined ? byTables || bySeeds : byTables && (bySeeds || bug.fires.length === 0)
}

const isMisfit = ({ tables, seeds }: Judged): boolean => tables?.kind === 'misfit' || seeds.kind === 'misfit'

async function judge(bug: PlantedBug, seeds: number, withTables: boolean): Promise<Judged> {
  const tables = withTables ? await runTables(bug) : null
  const nothing: BugAnswer = { kind: 'survived', played: 0, others: [] }
  return { bug, tables, seeds: bug.fires.length === 0 ? nothing : await playBug(bug, orderOf(bug, seeds)) }
}

function tell(judged: Judged): void {
  const { bug, tables, seeds } = judged
  const mark = isMisfit(judged) ? 'MISFIT' : isCaught(judged) ? 'caught' : 'SURVIVED'
  const masked = bug.barrier ? '†' : ''
  console.log(
    `${mark.padEnd(8)} ${bug.id}${masked} ${bug.what}\n         ${seedWords(seeds)} | ${tableWords(tables)}`,
  )
}

export async function main(words: readonly string[]): Promise<0 | 1> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: 'string' },
      seeds: { type: 'string', default: '2000' },
      'no-tables': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help || !/^\d{1,7}$/.test(values.seeds)) {
    console.log(usage)
    return values.help ? 0 : 1
  }
  const only = values.only?.split(',')
  const bugs = plantedBugs.filter(({ id }) => only?.includes(id) ?? true)
  const withTables = !values['no-tables']
  const unsound = withTables ? await soundTables(bugs) : null
  if (unsound !== null) {
    console.error(`simulate:bugs: ${unsound} fails with no bug planted: mend it first`)
    return 1
  }
  const left: string[] = []
  for (const bug of bugs) {
    const judged = await judge(bug, Number(values.seeds), withTables)
    tell(judged)
    if (isMisfit(judged) || !isCaught(judged)) left.push(bug.id)
  }
  console.log(
    left.length === 0
      ? `all ${bugs.length} caught`
      : `${left.length} of ${bugs.length} left: ${left.join(' ')}`,
  )
  return left.length === 0 ? 0 : 1
}
