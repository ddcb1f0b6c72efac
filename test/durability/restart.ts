// The next life after a kill or a power cut: what was acknowledged must be there, the door must be truly locked or an
// alarm must sound within a minute, and nothing may open a second time.
import type { JournalLine } from '@portico/core'
import type { SimulatedDoor } from '@portico/testing'
import { DiskHome } from './disk-home.ts'
import type { Entry, HouseSnapshot } from './house-record.ts'
import { lineFindings } from '../support/line-findings.ts'

export interface RestartOptions {
  readonly folder: string
  /** Everything that had been told before the end. */
  readonly entries: readonly Entry[]
  /** The house at the end; the last entry's when absent. */
  readonly house?: HouseSnapshot
  /** Until the next start of the hub, ms. */
  readonly downMs: number
  /** Whoever is inside steps out meanwhile and pulls the door shut. */
  readonly isLeft: boolean
  readonly rebooted?: boolean
}

export interface Restarted {
  readonly findings: readonly string[]
  /** From the start of the process to locked or alarmed, ms; null: nothing to wait for. */
  readonly safeAfterMs: number
  readonly lines: readonly JournalLine[]
}

/** The bound of facts-security.md. */
export const SAFE_WITHIN_MS = 60_000
const LOOK_EVERY_S = 0.5
const PAGE = 100_000

export async function restart(options: RestartOptions): Promise<Restarted> {
  const { entries, downMs, isLeft, rebooted = false } = options
  const from = options.house ?? entries.at(-1)?.house
  await using home = await DiskHome.open({
    folder: options.folder,
    downMs,
    rebooted,
    ...(from ? { from } : {}),
    meanwhile: (door) => isLeft && door.do({ type: 'close' }),
  })
  const before = home.door.unlocks.length
  const findings = lostLines(home.runtime.lines({ after: -1, limit: PAGE }), entries)
  const safeAfterMs = await untilSafe(home)
  if (safeAfterMs > SAFE_WITHIN_MS)
    findings.push(
      `neither locked nor alarmed after ${SAFE_WITHIN_MS} ms: ${home.state.session?.phase ?? 'idle'}`,
    )
  if (isBelieved(home) && !home.door.isLocked) findings.push('locked-proved by the hub, and not locked')
  findings.push(...doubleUnlocks(home.door, before))
  const lines = home.runtime.lines({ after: -1, limit: PAGE })
  findings.push(...unwritten(home.door, lines), ...(await lineFindings(lines)))
  return { findings, safeAfterMs, lines }
}

function lostLines(lines: readonly JournalLine[], entries: readonly Entry[]): string[] {
  const hashes = new Map(lines.map(({ seq, hash }) => [seq, hash]))
  const acked = entries.flatMap((entry) => entry.acked)
  const lost = acked.filter(([seq, hash]) => hashes.get(seq) !== hash).map(([seq]) => seq)
  if (lost.length === 0) return []
  return [`${lost.length} acknowledged lines of ${acked.length} are lost, the first is ${lost[0]}`]
}

/** Runs on for the whole minute, so that what happens after the first alarm is judged as well. */
async function untilSafe(home: DiskHome): Promise<number> {
  let safe: number | null = null
  for (let passed = 0; passed <= SAFE_WITHIN_MS; passed += LOOK_EVERY_S * 1000) {
    if (isSafe(home)) safe ??= passed
    await home.pass(LOOK_EVERY_S)
  }
  return safe ?? Number.POSITIVE_INFINITY
}

const isSafe = (home: DiskHome): boolean =>
  home.door.isLocked || home.alarms.length > 0 || home.state.gate.alarms.length > 0

/** The hub has proved the door in this life, and nothing was reported since. */
function isBelieved({ state: { gate, session } }: DiskHome): boolean {
  const isHot = session !== null && 'hot' in session && session.phase !== 'sealing'
  return !isHot && gate.boot === null && gate.bolt.word === 'locked' && gate.contact.word === 'closed'
}

function doubleUnlocks(door: SimulatedDoor, before: number): string[] {
  const findings: string[] = []
  if (new Set(door.unlocks).size < door.unlocks.length)
    findings.push(`an op came to the lock twice: ${door.unlocks.join(' ')}`)
  if (door.unlocks.length > before) findings.push(`unlocked after the restart: ${door.unlocks.join(' ')}`)
  return findings
}

/** No opening that the journal does not know. */
function unwritten(door: SimulatedDoor, lines: readonly JournalLine[]): string[] {
  const marked = new Set(
    lines
      .filter(({ type, data }) => type === 'EffectStarted' && data['effect'] === 'UnlockDoor')
      .map(({ data }) => data['op']),
  )
  return door.unlocks.filter((op) => !marked.has(op)).map((op) => `unlock ${op} was never written`)
}
