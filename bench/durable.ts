// `kill -9` of the hub in the very turn in which a caller sees the 2xx, then a new start on the same data. What was
// acked must be on the disk, must be acted on in the end, and once. A process is killed here, the power is not cut.
import { Agent, request } from 'node:http'
import type { SessionView } from '@portico/protocol'
import { HubProcess } from '../test/support/hub-process.ts'
import { Owner } from '../test/support/people.ts'
import { until } from '../test/support/until.ts'
import { bodiesIn, journalLines } from './support/journal.ts'
import { closeBench, openBench } from './support/opening.ts'
import { note } from './support/rounds.ts'
import { printTable } from './support/table.ts'
import { type Webhook, hookUrl, makeWebhooks, trackingNumber } from './support/webhooks.ts'

const { quick } = openBench('durable: kill -9 in the turn of the 2xx')
const KILLS = quick ? 3 : 50
const CROWD = 8
const ANSWER_WITHIN_MS = 5_000
const RADIOS = ['front-lock', 'front-contact', 'front-edge']

/** Sends all at once; the first 2xx kills. Resolves with those that were acked, be it after the shot. */
async function sendAndKill(hub: HubProcess, hooks: readonly Webhook[]): Promise<readonly Webhook[]> {
  const agent = new Agent({ maxSockets: hooks.length })
  const acked: Webhook[] = []
  let killed: Promise<void> | null = null
  const send = (hook: Webhook): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const headers = { ...hook.headers, 'content-length': String(hook.body.length) }
    const sent = request(
      hookUrl(hub),
      { method: 'POST', agent, headers, timeout: ANSWER_WITHIN_MS },
      (answer) => {
        const { statusCode = 0 } = answer
        if (statusCode >= 200 && statusCode < 300) {
          killed ??= hub.kill()
          acked.push(hook)
        }
        answer.resume().on('error', () => undefined)
        resolve()
      },
    )
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')))
    sent.on('error', () => resolve())
    sent.end(hook.body)
    return promise
  }
  await Promise.all(hooks.map(send))
  await (killed ?? hub.kill())
  agent.destroy()
  return acked
}

async function setRadios(hub: HubProcess, up: boolean): Promise<void> {
  await using house = await hub.house()
  for (const device of RADIOS) await house.act('link', device, { up })
}

const isOpen = ({ state }: SessionView): boolean => state !== 'closed'

/**
 * Waits until each open visit has had the door, one after the other: whose turn is over is sent away by the owner.
 * Resolves with the numbers of the parcels whose visit was armed.
 */
async function armedInTheEnd(owner: Owner): Promise<ReadonlySet<string>> {
  const numbers = new Map((await owner.home.parcels()).map(({ id, trackingNumber: number }) => [id, number]))
  const armed = new Set<string>()
  for (;;) {
    const open = (await owner.sessions()).filter(isOpen)
    if (open.length === 0) return armed
    const session = await until('a visit to get the door', async () =>
      (await owner.sessions()).find(({ phase }) => phase === 'armed'),
    ).catch(() => null)
    if (!session) return armed
    for (const parcel of session.parcels) armed.add(numbers.get(parcel) ?? '')
    const { ok, code } = await owner.abort(session.id)
    if (ok !== true) throw new Error(`abort: ${code}`)
    await until('the visit to end', async () => !isOpen(await owner.session(session.id)))
  }
}

interface Counts {
  readonly tries: number
  acked: number
  onDisk: number
  armed: number
  /** Sent again after the restart, and known. */
  known: number
  /** Lines too many of one webhook, visits too many of one parcel, armings too many of one visit. */
  twice: number
}

interface Mode {
  readonly name: string
  readonly callers: number
  readonly linkDown: boolean
}

async function isKnown(hub: HubProcess, { headers, body }: Webhook): Promise<boolean> {
  const answer = await fetch(hookUrl(hub), { method: 'POST', headers, body: new Uint8Array(body) })
  // cast: the answer of our own route
  return ((await answer.json()) as { result?: string }).result === 'duplicate'
}

async function tryOnce(hub: HubProcess, owner: Owner, { mode, hooks, counts }: Try): Promise<void> {
  if (mode.linkDown) await setRadios(hub, false)
  const acked = await sendAndKill(hub, hooks)
  counts.acked += acked.length
  const bodies = await bodiesIn(hub.data)
  counts.onDisk += acked.filter(({ hash }) => bodies.has(hash)).length
  if (mode.linkDown) await setRadios(hub, true)
  await hub.begin()
  await owner.connect()
  const armed = await armedInTheEnd(owner)
  counts.armed += acked.filter(({ number }) => armed.has(number)).length
  for (const hook of acked) if (await isKnown(hub, hook)) counts.known += 1
}

interface Try {
  readonly mode: Mode
  readonly hooks: readonly Webhook[]
  readonly counts: Counts
}

/** What stands in the whole journal more often than it happened. */
async function twiceIn(data: string): Promise<number> {
  const seen = new Map<string, number>()
  const visits = new Map<string, Set<string>>()
  for await (const { type, session, data: fields } of journalLines(data)) {
    const { body, parcel, session: made } = fields
    if (type === 'ParcelObserved' && typeof body === 'string') seen.set(body, (seen.get(body) ?? 0) + 1)
    if (type === 'SessionArmed' && session !== null) seen.set(session, (seen.get(session) ?? 0) + 1)
    if (typeof parcel === 'string' && typeof made === 'string')
      visits.set(parcel, (visits.get(parcel) ?? new Set()).add(made))
  }
  const surplus = (counts: Iterable<number>): number =>
    [...counts].reduce((total, count) => total + count - 1, 0)
  return surplus(seen.values()) + surplus([...visits.values()].map(({ size }) => size))
}

let numbers = 0

async function run(mode: Mode): Promise<Counts> {
  await using hub = await HubProcess.start()
  await using owner = await Owner.signIn(hub)
  const counts: Counts = { tries: KILLS, acked: 0, onDisk: 0, armed: 0, known: 0, twice: 0 }
  for (let kill = 0; kill < KILLS; kill++) {
    note(`${mode.name}: kill ${kill + 1} of ${KILLS}`)
    const hooks = makeWebhooks(mode.callers, () => ({
      status: 'out-for-delivery',
      number: trackingNumber(numbers++),
    }))
    await tryOnce(hub, owner, { mode, hooks, counts })
  }
  note('')
  counts.twice = await twiceIn(hub.data)
  return counts
}

const modes: readonly Mode[] = [
  { name: 'door link up', callers: 1, linkDown: false },
  { name: 'door link down', callers: 1, linkDown: true },
  { name: `${CROWD} callers at once`, callers: CROWD, linkDown: false },
]
const rows: (readonly (string | number)[])[] = []
let failed = false
for (const mode of modes) {
  const { tries, acked, onDisk, armed, known, twice } = await run(mode)
  // Of one caller each try is acked; of several at least the one whose answer killed.
  if (acked < tries || onDisk < acked || armed < acked || known < acked || twice > 0) failed = true
  rows.push([mode.name, tries, acked, onDisk, armed, known, twice])
}

console.log(
  `One home per row, killed again and again. Link down: the radios of lock, contact and edge are cut before the webhook
and come back before the restart. Acted on: after the restart the door was armed for the visit of that parcel.`,
)
printTable(
  ['at the kill', 'kills', 'acked', 'on disk', 'acted on in the end', 'a repeat is known', 'twice'],
  rows,
)
console.log(`\ngoal: every acked webhook on disk, acted on, and once: ${failed ? 'MISSED' : 'met'}`)
closeBench()
process.exitCode = failed ? 1 : 0
