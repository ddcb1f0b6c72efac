// A visit in words: where it stands, what is being waited for, how it ended. Nothing of it promises the next step.
import type { FallbackView, ParcelView, PassView, SessionView } from '@portico/protocol'
import { clockTime } from '../live/hub-clock.ts'
import { type Rung, rungsOf } from '../live/rungs-of.ts'

const reached = ({ steps }: Pick<SessionView, 'steps'>, rung: string): boolean =>
  steps.some((step) => step.rung === rung)

const phases: Readonly<Record<string, string>> = {
  authorising: 'A courier asks to come in',
  proving: 'Camera and lock are being proved',
  unlocking: 'The bolt is being drawn back',
  unlocked: 'Unlocked. Nobody has opened yet',
  inside: 'The door is open',
  relocking: 'Shut. Not locked yet',
  unproved: 'The door is not proved locked',
  sealing: 'Locked. The film is being kept',
}

const outcomes: Readonly<Record<string, string>> = {
  undelivered: 'Opened, nothing seen to be brought',
  refused: 'Nobody was let in',
  cancelled: 'Stopped',
  expired: 'Nobody came in time',
  'taken-over': 'A resident took the door over',
  unsealed: 'Over, but film or record are not whole',
}

/** "Inside, locked, photo": only what was reached. */
function deliveredWords(visit: SessionView): string {
  const rungs = ['inside', 'locked', 'photo'].filter((rung) => reached(visit, rung)).join(', ')
  return rungs === '' ? 'Over' : rungs.charAt(0).toUpperCase() + rungs.slice(1)
}

export function visitHeadline(visit: SessionView): string {
  const { state, phase, mode, outcome, refusals, deniedBy } = visit
  if (state === 'due') return 'A courier is expected'
  if (state === 'closed') {
    if (outcome === 'delivered') return deliveredWords(visit)
    if (outcome === 'cancelled' && deniedBy !== null && !reached(visit, 'unlocked')) return 'Not today'
    return outcomes[outcome ?? ''] ?? 'Over'
  }
  if (phase === 'armed')
    return refusals.length > 0 ? 'Not let in. The courier may try again' : 'A courier is expected'
  if (phase === 'sealing')
    return reached(visit, 'locked') ? 'Locked. The film is being kept' : 'The film is being kept'
  if (phase === 'unlocking' && mode === 'pin') return 'The courier has a PIN for one use'
  return phases[phase] ?? phase
}

/** Whether somebody besides this house says that it was delivered; null: the house does not either. */
export function confirmedWords({ confirmation }: Pick<SessionView, 'confirmation'>): string | null {
  if (!confirmation) return null
  if (confirmation.state !== 'doubtful') return confirmation.words
  return [...confirmation.doubts.map(({ words }) => words), confirmation.words].join(' ')
}

/** "Parcel ending 4471", or its own title. */
export const parcelName = ({ title, trackingNumber }: Pick<ParcelView, 'title' | 'trackingNumber'>): string =>
  title ?? `Parcel ending ${trackingNumber.slice(-4)}`

/** "14:10–14:50" */
export const windowWords = ({ from, to }: { readonly from: number; readonly to: number }): string =>
  `${clockTime(from)}–${clockTime(to)}`

export interface NamesOf {
  /** Id of whoever reads this. */
  readonly me: string | null
  readonly people: ReadonlyMap<string, string>
}

/** "You", or a name. */
export const nameOf = (id: string, { me, people }: NamesOf): string =>
  id === me ? 'You' : (people.get(id) ?? 'Somebody of this home')

/** Who answered, for everybody who was asked; null: nobody yet. */
export function answerWords({ approvedBy, deniedBy }: SessionView, names: NamesOf): string | null {
  if (deniedBy !== null) return `${nameOf(deniedBy, names)} said no`
  return approvedBy === null ? null : `${nameOf(approvedBy, names)} allowed it`
}

export interface LadderStep {
  readonly rung: string
  readonly words: string
}

/** In the order of the seven rungs. */
export const ladder: readonly LadderStep[] = [
  { rung: 'here', words: 'Courier at the door' },
  { rung: 'live', words: 'Camera live, on film' },
  { rung: 'unlocked', words: 'Unlocked once' },
  { rung: 'inside', words: 'Door opened' },
  { rung: 'shut', words: 'Door shut' },
  { rung: 'locked', words: 'Locked, proved twice' },
  { rung: 'photo', words: 'Photo taken' },
]

/** What may be stopped by one tap, and how that is called; null: nothing may. */
export function stopWords({ state, phase }: SessionView): string | null {
  if (state !== 'open') return null
  if (phase === 'armed') return 'Not today'
  if (phase === 'inside') return 'Ask to leave'
  return phase === 'proving' || phase === 'unlocking' || phase === 'unlocked' ? 'Stop' : null
}

/** The newest try came to nothing: why is what matters now. */
export const isTurnedAway = ({ state, phase, outcome, refusals }: SessionView): boolean =>
  refusals.length > 0 && (phase === 'armed' || (state === 'closed' && outcome !== 'delivered'))

/** The seven rungs of this visit; between two tries none of them is being reached. */
export const visitRungs = (visit: SessionView): readonly Rung[] =>
  rungsOf({ steps: visit.steps, state: visit.phase === 'armed' ? 'due' : visit.state })

/** Names of the rungs, at the beginning of a sentence. */
export const rungWords: Readonly<Record<FallbackView['skipped'][number]['rung'], string>> = {
  box: 'Parcel box',
  garage: 'Garage',
  porch: 'Porch',
  neighbour: 'Neighbour',
  redirect: 'Another address',
}

const passStates: Readonly<Record<PassView['state'], string>> = {
  minted: 'Not used yet',
  armed: 'Somebody proved with it to be at the door',
  used: 'Used',
  expired: 'Ended with its window',
  revoked: 'Taken back',
}

/** "Not used yet, good until 14:50" */
export const passWords = ({ state, to }: PassView): string =>
  state === 'minted' || state === 'armed'
    ? `${passStates[state]}, good until ${clockTime(to)}`
    : passStates[state]
