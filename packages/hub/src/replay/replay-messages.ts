// Runs saved messages through the intake of a home that is thrown away, in the order in which they came, and tells what
// each became.
import { type WallTime, wallTime } from '@portico/core'
import type { CarrierParse, CarrierReading, HookVerdict } from '@portico/plugin-api'
import { jsonIn, reportsOf } from '../sources/read-message.ts'
import { wallTimeOf } from '../http/iso-time.ts'
import { readingView } from '../views/reading-view.ts'
import type { SavedMessage } from './saved-message.ts'
import type { ThrowAwayHome } from './throw-away-home.ts'

export interface Replayed {
  readonly file: string
  readonly source: string
  /** When it was taken to come. */
  readonly received: WallTime
  /** `checked`: by the secret that was kept with it. */
  readonly proof: 'checked' | 'not-kept'
  readonly result: 'accepted' | 'duplicate' | 'kept' | 'refused' | 'unreadable'
  /** What it says, one for each parcel. */
  readonly readings: readonly object[]
  /** Why no visit is due, or why it was not taken; null: one is due. */
  readonly why: string | null
}

type Accepted = Extract<HookVerdict, { accepted: true }>

interface Ready {
  readonly message: SavedMessage
  readonly parsed: CarrierParse
  readonly received: WallTime
}

const nextTo = (at: WallTime): WallTime => wallTime(at + 60_000)

/** Without its hour it came a minute after what it tells of; without that, now. */
function receivedOf({ received }: SavedMessage, parsed: CarrierParse, now: WallTime): WallTime {
  if (received !== null) return wallTime(received)
  const [first] = parsed.understood ? parsed.readings : []
  const at = wallTimeOf(first?.occurredAt ?? null)
  return at === null ? now : nextTo(at)
}

function ready(message: SavedMessage, now: WallTime): Ready {
  let parsed: CarrierParse
  try {
    parsed = message.carrier.parse(jsonIn(message.body))
  } catch {
    parsed = { understood: false, why: 'no JSON' }
  }
  return { message, parsed, received: receivedOf(message, parsed, now) }
}

/** `at`: all come then; null: each at its own hour. */
export async function replayMessages(
  home: ThrowAwayHome,
  messages: readonly SavedMessage[],
  at: WallTime | null,
): Promise<readonly Replayed[]> {
  const now = wallTime(Date.now())
  const found = messages
    .map((message) => ready(message, now))
    .map((each) => (at === null ? each : { ...each, received: at }))
    .toSorted((a, b) => a.received - b.received || (a.message.file < b.message.file ? -1 : 1))
  const memories = new Map<string, string>()
  const replayed: Replayed[] = []
  // One after the other, as they came.
  for (const each of found) replayed.push(await replay(home, each, memories))
  return replayed
}

async function replay(
  home: ThrowAwayHome,
  { message, parsed, received }: Ready,
  memories: Map<string, string>,
): Promise<Replayed> {
  const { carrier, body, file, proof } = message
  home.set(received)
  const readings: readonly CarrierReading[] = parsed.understood ? parsed.readings : []
  const told = {
    file,
    source: carrier.id,
    received,
    proof: proof ? ('checked' as const) : ('not-kept' as const),
    readings: readings.map((reading) => readingView(carrier.id, reading)),
  }
  if (!parsed.understood && parsed.why === 'no JSON') return { ...told, result: 'unreadable', why: 'no JSON' }
  const verdict = proved(message, received, memories.get(carrier.id) ?? null)
  if (!verdict.accepted) return { ...told, result: 'refused', why: verdict.why }
  if (verdict.memory !== undefined) memories.set(carrier.id, verdict.memory)
  const { deliveries } = home.runtime
  const answers = await Promise.all(
    reportsOf({ carrier, verdict, readings, body }).map((report) => deliveries.report(report)),
  )
  const results = answers.map(({ result }) => result)
  return {
    ...told,
    result: (['accepted', 'kept'] as const).find((each) => results.includes(each)) ?? 'duplicate',
    why: answers.find(({ unarmed }) => unarmed !== null)?.unarmed ?? null,
  }
}

function proved({ carrier, body, proof }: SavedMessage, now: WallTime, memory: string | null): HookVerdict {
  const accepted: Accepted = { accepted: true }
  return proof
    ? carrier.verify({ headers: proof.headers, body }, { secret: proof.secret, now, memory })
    : accepted
}
