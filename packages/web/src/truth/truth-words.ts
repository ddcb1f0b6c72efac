// What a page says of a verdict besides the hub's own words: how it looks, and what happened around it.
import type { DropView, NoticeView, ReasonView, TruthView, VerdictView } from '@portico/protocol'
import { momentWords, sourceWords } from '../parcels/parcel-words.ts'

/** As a parcel stands at a glance: `proved` for what two witnesses hold up, `no` for what a person should find out. */
export type Weight = 'proved' | 'claimed' | 'no' | 'due'

const open: ReadonlySet<VerdictView['is']> = new Set(['wrong-house', 'not-here', 'taken', 'doubtful-visit'])
const here: ReadonlySet<VerdictView['is']> = new Set(['at-door', 'inside', 'box', 'received'])

export function weightOf({ is, confidence }: VerdictView): Weight {
  if (is === 'on-the-way') return 'due'
  if (open.has(is) || confidence === 'disputed') return 'no'
  return here.has(is) && confidence === 'sure' ? 'proved' : 'claimed'
}

/** "14:32, said to be delivered, said by the carrier through ups, signature good" */
export function reasonLine({ words, at, source, grade }: ReasonView, now: number): string {
  const when = at === null ? '' : `${momentWords(at, now)}: `
  const who = source !== null && grade !== null ? `, ${sourceWords({ source, grade })}` : ''
  return `${when}${words}${who}`
}

const endWords: Readonly<Record<NonNullable<DropView['ended']>['by'], string>> = {
  household: 'somebody of this home has it',
  door: 'when somebody of this home opened the door',
  visit: 'by a courier who was let in',
  nobody: 'and nobody of this home said so',
}

const saidWords: Readonly<Record<TruthView['household'][number]['says'], string>> = {
  'taken-in': 'Taken in',
  'not-my-door': 'Said to be another door',
  'not-here': 'Looked for and not found',
}

export interface TruthHappening {
  readonly at: number
  readonly mark: 'alarm' | 'plain'
  readonly what: string
  readonly rest: string
}

/** What a camera saw and people said, for the line of time. */
export function truthHappenings(
  truth: Pick<TruthView, 'drops' | 'household' | 'moves'>,
  nameOf: (id: string) => string | null,
): readonly TruthHappening[] {
  const drops = truth.drops.flatMap(({ seen, camera, ended }): readonly TruthHappening[] => [
    {
      at: seen,
      mark: 'plain',
      what: 'Set down before the door',
      rest: `something of a parcel’s size, by the camera “${camera}”`,
    },
    ...(ended
      ? [
          {
            at: ended.at,
            mark: ended.by === 'nobody' ? ('alarm' as const) : ('plain' as const),
            what: 'Gone from the door',
            rest: endWords[ended.by],
          },
        ]
      : []),
  ])
  const said = truth.household.map(({ at, says, by }): TruthHappening => {
    const name = nameOf(by)
    return { at, mark: 'plain', what: saidWords[says], rest: name === null ? '' : `by ${name}` }
  })
  const moves = truth.moves.map(({ at, words, why }): TruthHappening => ({
    at,
    mark: 'plain',
    what: `Verdict: ${words}`,
    rest: why.join('; '),
  }))
  return [...drops, ...said, ...moves]
}

/** Older ones stand with their parcels alone, ms. */
const SHOWN_MS = 24 * 3_600_000
const SHOWN_MAX = 4

/** The newest of each parcel; what a person should look at now goes first. */
export function noticesToShow(
  notices: readonly NoticeView[],
  { seen, now }: { readonly seen: number; readonly now: number },
): readonly NoticeView[] {
  const fresh = notices.filter(({ at }) => at > Math.max(seen, now - SHOWN_MS))
  const newest = new Map(fresh.toReversed().map((notice) => [notice.parcel, notice]))
  return [...newest.values()]
    .toSorted((a, b) => Number(b.isUrgent) - Number(a.isUrgent) || b.at - a.at)
    .slice(0, SHOWN_MAX)
}
