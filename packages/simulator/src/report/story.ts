// A run in plain words: time, who, what. People, hands and faults from the chronicle, the hub's decisions from its lines.
import type { JournalLine } from '@portico/core'
import { faults } from '../faults/faults.data.ts'
import type { RunResult } from '../run/run-plan.ts'
import { lineWords } from './line-words.data.ts'

interface Told {
  readonly at: number
  readonly who: string
  readonly what: string
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1).padStart(7)} s`

/** The story ends with this line. */
function toldByLines(lines: readonly JournalLine[], until: number): readonly Told[] {
  const first = lines[0]?.mono ?? 0
  let boot = lines[0]?.boot
  let offset = -first
  let last = 0
  return lines.slice(0, until + 1).flatMap((line): Told[] => {
    if (line.boot !== boot) {
      boot = line.boot
      offset = last - line.mono
    }
    last = line.mono + offset
    const words = lineWords[line.type]?.(line.data)
    return words === undefined ? [] : [{ at: last, who: line.writer === 'sim' ? 'door' : 'hub', what: words }]
  })
}

/** Repeats of one another, as polls are, are told once. */
const isNews = (told: Told, place: number, all: readonly Told[]): boolean => {
  const before = all[place - 1]
  return !before || before.who !== told.who || before.what !== told.what
}

/** Up to the line with this number, if one is given: there it went wrong. */
export function storyOf({ plan, lines, story }: RunResult, until = Infinity): string {
  const words = plan.faults.map((id) => `  ${id} ${faults.find((fault) => fault.id === id)?.words ?? ''}`)
  const byLines = toldByLines(lines, until)
  const last = until === Infinity ? Infinity : (byLines.at(-1)?.at ?? 0)
  const told = [...story.filter(({ at }) => at <= last), ...byLines]
    .toSorted((a, b) => a.at - b.at)
    .filter(isNews)
  return [
    `seed ${plan.seed}: ${plan.faults.length === 0 ? 'no faults' : 'with'}`,
    ...words,
    ...told.map(({ at, who, what }) => `${seconds(at)}  ${who.padEnd(8)}  ${what}`),
  ].join('\n')
}
