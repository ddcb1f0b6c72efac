// What hub and edge say to each other inside a frame, and a look at every field of it: a good signature says who spoke,
// not that what was said makes sense.
import type {
  ArmOrder,
  ChainCheckpoint,
  EdgeNote,
  EdgeReport,
  Heartbeat,
  Instant,
  Op,
} from '@portico/plugin-api'
import { type Check, isCount, isFlag, isList, isNumber, isObject, isOneOf, isText } from './checks.ts'

/** The hub's orders. `hello` says that a new epoch has begun; the edge answers with what it knows. */
export type HubWord =
  | { readonly type: 'hello' }
  | { readonly type: 'arm'; readonly order: ArmOrder }
  | { readonly type: 'disarm' | 'release'; readonly op: Op }
  | { readonly type: 'heartbeat'; readonly beat: Heartbeat }
  | { readonly type: 'siren'; readonly on: boolean }
  /** Leave for the lock at this door to open once; the lock itself gets its order by its own way. */
  | { readonly type: 'unlock'; readonly op: Op; readonly notAfter: Instant }

/** A note that stands for itself: it can be shown later, without the frame that brought it. */
export type SignedNote = EdgeNote & { readonly sig: string }

/** The edge's reports, each note signed by itself. `more`: notes that follow in further frames. */
export type EdgeWord =
  | Exclude<EdgeReport, { readonly type: 'notes' }>
  | { readonly type: 'notes'; readonly notes: readonly SignedNote[]; readonly more: number }

/** Notes in one frame: it must fit the pipe that carries it. */
export const NOTES_IN_FRAME_MAX = 96

const isOp = isText(128)

const isHex = (digits: number): Check => {
  const form = new RegExp(`^[0-9a-f]{${digits}}$`)
  return (value) => typeof value === 'string' && form.test(value)
}
// The compiler holds these lists to their types: a field that nobody here knew would make the edge deaf.
const headFields = {
  upTo: isCount,
  hash: isHex(64),
  wall: isNumber,
  key: isHex(64),
  sig: isHex(128),
} satisfies Record<keyof ChainCheckpoint, Check>
const beatFields = { epoch: isCount, sent: isNumber, seq: isCount } satisfies Record<
  Exclude<keyof Heartbeat, 'head'>,
  Check
>
const orderFields = {
  op: isOp,
  epoch: isCount,
  withinMs: isNumber,
  silenceActMs: isNumber,
  silenceAlarmMs: isNumber,
} satisfies Record<keyof ArmOrder, Check>

const hubWords: Readonly<Record<HubWord['type'], Check>> = {
  hello: isObject({ type: isOneOf('hello') }),
  arm: isObject({ type: isOneOf('arm'), order: isObject(orderFields) }),
  disarm: isObject({ type: isOneOf('disarm'), op: isOp }),
  release: isObject({ type: isOneOf('release'), op: isOp }),
  // Before the first checkpoint of its life a hub has no head to tell.
  heartbeat: isObject({
    type: isOneOf('heartbeat'),
    beat: isObject(beatFields, { head: isObject(headFields) }),
  }),
  siren: isObject({ type: isOneOf('siren'), on: isFlag }),
  unlock: isObject({ type: isOneOf('unlock'), op: isOp, notAfter: isNumber }),
}

const notes: Readonly<Record<EdgeNote['note']['type'], Check>> = {
  alarm: isObject({
    type: isOneOf('alarm'),
    why: isOneOf('silence', 'deadman'),
    op: isOp,
    silentForMs: isNumber,
  }),
  contact: isObject({ type: isOneOf('contact'), contact: isOneOf('open', 'closed') }),
}
const isNote = isObject({
  at: isNumber,
  note: (value) => Object.values(notes).some((check) => check(value)),
  sig: isText(128),
})

const edgeWords: Readonly<Record<EdgeWord['type'], Check>> = {
  alive: isObject({ type: isOneOf('alive'), at: isNumber }),
  deadman: isObject({
    type: isOneOf('deadman'),
    report: isObject({ op: isOp, what: isOneOf('armed', 'refused', 'disarmed', 'fired') }),
  }),
  notes: isObject({ type: isOneOf('notes'), notes: isList(isNote, NOTES_IN_FRAME_MAX), more: isCount }),
  tamper: isObject({ type: isOneOf('tamper'), on: isFlag }),
  fire: isObject({ type: isOneOf('fire'), on: isFlag }),
}

const read = (checks: Readonly<Record<string, Check>>, word: unknown): boolean =>
  typeof word === 'object' &&
  word !== null &&
  'type' in word &&
  typeof word.type === 'string' &&
  Object.hasOwn(checks, word.type) &&
  checks[word.type]?.(word) === true

/** null: it is none. */
export const readHubWord = (word: unknown): HubWord | null =>
  read(hubWords, word) ? (word as HubWord) : null // cast: every field was looked at
/** null: it is none. */
export const readEdgeWord = (word: unknown): EdgeWord | null =>
  read(edgeWords, word) ? (word as EdgeWord) : null // cast: every field was looked at
