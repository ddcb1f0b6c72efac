// Short exports written by hand: a whole good visit, and small changes to it.
import type { Line } from '../src/index.ts'

export type Draft = Pick<Line, 'type' | 'mono' | 'data'> & Partial<Line>
export type Story = readonly Draft[]

export const SID = 's_1'
export const OP = 's_1#0'
const HASH = 'a'.repeat(64)

/** A line of the visit: the session stands in it. */
export const v = (mono: number, type: string, data: Line['data'] = {}, more: Partial<Line> = {}): Draft => ({
  mono,
  type,
  data,
  session: SID,
  ...more,
})
/** A line of the door outside any visit. */
export const d = (mono: number, type: string, data: Line['data'] = {}, more: Partial<Line> = {}): Draft => ({
  mono,
  type,
  data,
  ...more,
})
export const world = (mono: number, data: Line['data']): Draft => d(mono, 'World', data, { writer: 'sim' })

export const frame = (mono: number, more: Line['data'] = {}): Draft =>
  v(mono, 'FrameStored', {
    ...{ camera: 'hall', captured: mono - 80, grade: 'absolute', changed: true, durable: true },
    ...{ sha256: HASH, count: 2, ...more },
  })
export const frames = (from: number, to: number): Draft[] => {
  const all: Draft[] = []
  for (let mono = from; mono <= to; mono += 500) all.push(frame(mono))
  return all
}
export const issue = (mono: number, id: string, effect: string, more: Line['data'] = {}): Draft =>
  v(mono, 'EffectIssued', { id, effect, ...more })
export const bolt = (mono: number, word: string, q: number | null, more: Line['data'] = {}): Draft =>
  v(mono, 'BoltObserved', { bolt: word, q, source: q === null ? 'auto' : 'query', battery: 90, ...more })
export const contact = (mono: number, word: string, q: number | null): Draft =>
  v(mono, 'ContactObserved', { contact: word, q, source: q === null ? 'auto' : 'query' })
export const answers = (mono: number, q: number): Draft[] => [
  v(mono - 300, 'QueryIssued', { q }),
  bolt(mono, 'locked', q),
  contact(mono, 'closed', q),
]
export const raised = (mono: number, alarm: string, kind: string): Draft[] => [
  v(mono, 'AlarmRaised', { alarm, kind }),
  issue(mono, `raise-${alarm}-${mono}`, 'RaiseAlarm', { alarm, kind, level: 0 }),
  v(
    mono,
    'EffectSent',
    { id: `raise-${alarm}-${mono}`, effect: 'RaiseAlarm', op: null },
    { cause: 'runtime' },
  ),
]
/** The alarm sounds every 5 s, and leaves in peace who is quiet. */
export const sounding = (from: number, to: number, alarm: string, ...quiet: readonly string[]): Draft[] => {
  const all: Draft[] = []
  for (let mono = from; mono <= to; mono += 5000)
    all.push(
      issue(mono, `raise-${alarm}-${mono}`, 'RaiseAlarm', { alarm, level: 0, quiet }),
      v(mono, 'EffectSent', { id: `raise-${alarm}-${mono}`, effect: 'RaiseAlarm', op: null }),
    )
  return all
}
export const acknowledged = (mono: number, alarm: string): Draft =>
  v(mono, 'AlarmAcknowledged', { alarm, by: 'u_1', face: 'owner-page', secureByEye: false })

const armed = { mode: 'owner', from: 0, to: 10_000_000, source: 'x', claim: 'household' }

export const arming = (more: Line['data'] = {}): Draft =>
  v(3000, 'SessionArmed', { sid: SID, ...armed, channel: 'carrier-signed', ceiling: 'auto', ...more })

/** Until the unlock is committed, at 7000. */
export const proved: Story = [
  d(1000, 'HubStarted', { epoch: 1, was: 0, rebooted: false }),
  d(1000, 'ClockNoted', { ok: true }),
  arming(),
  v(4000, 'PresenceProved', { method: 'door-code', token: 'b'.repeat(64), localDate: '2026-11-23' }),
  v(4000, 'ApprovalAsked', { try: 0 }),
  v(5000, 'EntryApproved', { by: 'u_1', face: 'owner-page', try: 0, picture: HASH, pictureAge: 80 }),
  v(5000, 'ProofStarted', { op: OP, nonce: 'c'.repeat(32) }),
  v(5000, 'QueryIssued', { q: 2 }),
  v(5300, 'LivenessProved', { method: 'signed', nonce: 'c'.repeat(32), camera: 'hall' }),
  v(5300, 'DeadmanArmed', { op: OP }),
  bolt(5400, 'locked', 2),
  contact(5400, 'closed', 2),
  ...frames(5500, 7000),
]

export const commit: Story = [
  v(7000, 'UnlockCommitted', { op: OP, notAfter: 9000, mode: 'owner' }, { cause: 'ReportFrame' }),
  issue(7000, 'e1', 'UnlockDoor', { op: OP, notAfter: 9000 }),
  v(7000, 'EffectStarted', { id: 'e1', effect: 'UnlockDoor', op: OP }),
]
export const gate = { id: 'e1', effect: 'UnlockDoor', op: OP, frameAge: 80, frames: 4, q: 2, edgeAge: 1700 }
export const sent: Story = [v(7000, 'EffectSent', gate, { cause: 'gate' }), v(7000, 'UnlockSent', { op: OP })]

export const through: Story = [
  frame(7500),
  bolt(8000, 'unlocked', null),
  v(8000, 'DoorUnlocked', { why: 'report' }),
  ...frames(8000, 9000),
  contact(9500, 'open', null),
  v(9500, 'DoorOpened', { why: 'report' }),
  ...frames(9500, 12_000),
  contact(12_000, 'closed', null),
  v(12_000, 'DoorClosed', {}, { cause: 'ReportContact' }),
  v(12_000, 'RelockStarted', { why: 'closed' }),
  v(12_000, 'LockIssued', { n: 1, why: 'closed' }),
  issue(12_000, 'e2', 'LockDoor', { n: 1 }),
  ...frames(12_500, 13_500),
  bolt(13_500, 'locked', null),
]
export const securing: Story = [
  ...answers(14_300, 3),
  v(14_300, 'DoorSecured', { q: 3, bolt: 'locked', contact: 'closed', op: OP }),
  v(14_300, 'SealStarted', { outcome: 'delivered' }),
  issue(14_300, 'e3', 'StopRecording', { sid: SID }),
  issue(14_300, 'e4', 'DisarmDeadman', { op: OP }),
]
export const closing: Story = [
  v(15_000, 'EvidenceSealed', {}, { cause: 'EvidenceSealed' }),
  v(
    15_000,
    'SessionClosed',
    { outcome: 'delivered', secured: true, unexercised: false },
    { cause: 'EvidenceSealed' },
  ),
]
/** The hub lives on for a while: bounds that were broken show. */
export const later = (mono = 600_000): Draft => d(mono, 'EdgeAlive')

export const good: Story = [...proved, ...commit, ...sent, ...through, ...securing, ...closing, later()]

/** Everything up to a moment, and nothing after it. */
export const until = (mono: number, story: Story = good): Draft[] => story.filter((each) => each.mono <= mono)
/** Without the lines of a type. */
export const without = (type: string, story: Story = good): Draft[] =>
  story.filter((each) => each.type !== type)
/** The lines of a type say something else. */
export const saying = (type: string, data: Line['data'], story: Story = good): Draft[] =>
  story.map((each) => (each.type === type ? { ...each, data: { ...each.data, ...data } } : each))
/** The lines of a type have other fields. */
export const being = (type: string, more: Partial<Line>, story: Story = good): Draft[] =>
  story.map((each) => (each.type === type ? { ...each, ...more } : each))
/** Whole lines, in the order of their instants. */
export const lines = (story: Story): Line[] =>
  story
    .toSorted((a, b) => a.mono - b.mono)
    .map((draft, seq) => ({
      ...{ v: 1, home: 'default', seq, boot: 'b1', epoch: 1, wall: 1_000_000 + draft.mono, writer: 'hub' },
      ...{ door: 'front', session: null, cause: 'ReportX', lag: 0, prev: '', hash: `h${seq}`, ...draft },
    }))
