// What carrier, courier and owner do in a home on disk, one step each; the stories are made of these.
import { instant, op, wallTime } from '@portico/core'
import { type DiskHome, FRONT, OWNER } from './disk-home.ts'

export const NUMBER = '1Z4R8V670310455204'
const WINDOW_MS = 4 * 3_600_000

/** The household expects a parcel, and the carrier says that it is coming today. */
export async function announce(home: DiskHome): Promise<void> {
  const { deliveries } = home.runtime
  await deliveries.claim({ number: NUMBER, carrier: null, title: null, by: 'u_1' })
  const now = home.clock.wall()
  await deliveries.report({
    source: 'easypost',
    grade: 'signed',
    carrier: 'ups',
    numbers: [NUMBER],
    status: 'out-for-delivery',
    occurredAt: now,
    window: { from: now, to: wallTime(now + WINDOW_MS) },
    elsewhere: null,
    eventId: `evt_${home.runtime.journal.epoch}`,
    body: new TextEncoder().encode(`${NUMBER} ${home.runtime.journal.epoch}`),
  })
  await home.pass(0.1)
}

/** The courier scans the code at the door and types the label. */
export async function arrive(home: DiskHome): Promise<void> {
  const { codes, desk } = home.runtime
  const { code } = codes.mint(FRONT)
  const begun = await desk.beginByLabel({ door: FRONT, code, label: NUMBER })
  if (begun.refused !== null) throw new Error(`label refused: ${begun.refused}`)
  const { refused } = await desk.arrive({ pass: begun.pass, code })
  if (refused !== null) throw new Error(`presence refused: ${refused}`)
  await home.settle()
}

function sessionOf(home: DiskHome): NonNullable<DiskHome['state']['session']> {
  const { session } = home.state
  if (!session) throw new Error('no visit is under way')
  return session
}

/** The owner looks at the picture and says yes. */
export async function approve(home: DiskHome): Promise<void> {
  const { runtime } = home
  const { sid, tries } = sessionOf(home)
  const { sha256, captured } = await home.cameras.still('porch')
  const shown = { to: OWNER.by, door: FRONT, sha256 }
  runtime.shown.note(shown, captured)
  const picture = { sha256, captured: runtime.shown.capturedOf(shown) }
  const nonce = runtime.desk.nonce()
  await runtime.ask(FRONT, { type: 'ApproveEntry', sid, try: tries, actor: OWNER, picture, nonce })
  await home.settle()
}

export async function deny(home: DiskHome): Promise<void> {
  await home.runtime.ask(FRONT, { type: 'DenyEntry', sid: sessionOf(home).sid, actor: OWNER })
}

export async function abort(home: DiskHome): Promise<void> {
  await home.runtime.ask(FRONT, { type: 'AbortSession', sid: sessionOf(home).sid, actor: OWNER })
}

/** From the announcement to the withdrawn bolt. */
export async function unlocked(home: DiskHome): Promise<void> {
  await announce(home)
  await arrive(home)
  await approve(home)
  await home.pass(3)
}

export async function inside(home: DiskHome): Promise<void> {
  await unlocked(home)
  home.door.do({ type: 'open', from: 'outside', wide: true })
  await home.pass(2)
}

/** Sets the parcel down, steps out, pulls the door shut. */
export async function leave(home: DiskHome): Promise<void> {
  home.door.do({ type: 'drop' })
  await home.pass(1)
  home.door.do({ type: 'close' })
}

/** The owner's own hand through the hub. */
export async function openByHand(home: DiskHome): Promise<void> {
  await home.runtime.ask(FRONT, {
    type: 'RequestOpen',
    actor: OWNER,
    right: true,
    assurance: instant(home.clock.mono()),
    op: op(`hand_${home.runtime.journal.epoch}`),
  })
}

/** Answers every alarm; `byEye`: standing at the door and seeing it shut. */
export async function answerAlarms(home: DiskHome, byEye: boolean): Promise<void> {
  for (const { alarm } of home.state.gate.alarms)
    await home.runtime.ask(FRONT, { type: 'AcknowledgeAlarm', alarm, actor: OWNER, secureByEye: byEye })
}
