// One broken story for every safety invariant: each must fire that one and no other.
import type { CheckOptions } from '../src/index.ts'
import {
  type Draft,
  OP,
  type Story,
  answers,
  being,
  bolt,
  closing,
  commit,
  contact,
  d,
  frame,
  frames,
  gate,
  good,
  issue,
  later,
  proved,
  raised,
  saying,
  securing,
  sent,
  sounding,
  through,
  v,
  without,
  world,
} from './story.ts'

export interface Broken {
  readonly fires: string
  readonly how: string
  readonly story: Story
  readonly options?: CheckOptions
}

export const rest: Story = [...through, ...securing, ...closing, later()]
const hot: Story = [...proved, ...commit, ...sent]

/** Lines that fit say something else. */
export const where = (fits: (each: Draft) => boolean, data: Draft['data'], story: Story = good): Story =>
  story.map((each) => (fits(each) ? { ...each, data: { ...each.data, ...data } } : each))
const isGate = ({ data }: Draft): boolean => data === gate
const isFrame = ({ type }: Draft): boolean => type === 'FrameStored'
const at = (type: string, mono: number, story: Story = good): Story => being(type, { mono }, story)

export const granted: Story = [
  ...saying('SessionArmed', { mode: 'pin' }, proved),
  ...where(
    ({ data }) => data['effect'] === 'UnlockDoor',
    { effect: 'GrantPin', endsAt: 37_000 },
    saying('UnlockCommitted', { mode: 'pin' }, commit),
  ),
  v(7000, 'EffectSent', { ...gate, effect: 'GrantPin' }, { cause: 'gate' }),
  v(7000, 'UnlockSent', { op: OP }),
]
export const pinVisit: Story = [...granted, v(8000, 'PinNoted', { op: OP, what: 'used' }), ...rest]

const hand = { op: 'h1', by: 'u_1', face: 'owner-page', assurance: 0 }
const byHand = { id: 'h', effect: 'UnlockDoor', op: 'h1' }
/** Another visit is armed at the door meanwhile: an opening by hand stands in its lines. */
export const handWhileArmed = (): Story =>
  handOpening.map((each) => (each.mono > 15_000 && each.mono < 30_000 ? { ...each, session: 's_2' } : each))
export const handOpening: Story = [
  ...good,
  d(20_000, 'HandOpenAsked', hand),
  d(20_100, 'DeadmanArmed', { op: 'h1' }),
  d(20_100, 'ManualOpenGranted', hand),
  d(20_100, 'UnlockCommitted', { op: 'h1', notAfter: 22_100, mode: 'hand' }),
  d(20_100, 'EffectIssued', { ...byHand, notAfter: 22_100 }),
  d(20_100, 'EffectStarted', byHand),
  d(20_100, 'EffectSent', { ...byHand, frames: null, q: 3 }, { cause: 'gate' }),
  d(21_000, 'HandOpenEnded', { op: 'h1', why: 'hand' }),
]

export const inEpoch = (epoch: number, story: Story): Story => story.map((each) => ({ ...each, epoch }))
export const reborn = (mono: number, story: Story): Story =>
  inEpoch(2, [d(mono, 'HubRestarted', { epoch: 2, was: 1, rebooted: false }), ...story])
export const secure = (mono: number, q: number): Story => [
  ...answers(mono, q),
  v(mono, 'DoorSecured', { q, bolt: 'locked', contact: 'closed', op: OP }),
  v(mono, 'SealStarted', { outcome: 'undelivered' }),
  v(mono, 'SessionClosed', { outcome: 'undelivered', secured: true, unexercised: true }),
  later(),
]

/** A door with an eye on its leaf, opened unasked; another witness says something before the commit. */
export const seen = (mono: number, source: string, says: string): Story => [
  ...saying('ProofStarted', { third: 'leaf-picture' }, saying('UnlockCommitted', { mode: 'auto' })),
  d(mono, 'WitnessNoted', { source, says }),
]

const unlocking: readonly Broken[] = [
  { fires: 'S1', how: 'sent twice', story: [...good, v(7001, 'EffectSent', gate, { cause: 'gate' })] },
  { fires: 'S2', how: 'without its mark', story: without('EffectStarted') },
  { fires: 'S2', how: 'without a commit', story: handOpening.filter(({ data }) => data['mode'] !== 'hand') },
  {
    fires: 'S2',
    how: 'on the wire in a later life',
    story: [...good, { ...world(8000, { what: 'unlock', op: OP }), epoch: 2 }],
  },
  {
    fires: 'S2',
    how: 'on the wire twice',
    story: [...good, world(7000, { what: 'unlock', op: OP }), world(8000, { what: 'unlock', op: OP })],
  },
  {
    fires: 'S2',
    how: 'on the wire, and called void',
    story: [
      ...proved,
      ...commit,
      world(7000, { what: 'unlock', op: OP }),
      v(7000, 'UnlockVoided', { op: OP, code: 'TOO_LATE' }),
      v(7000, 'RelockStarted', { why: 'void' }),
      ...secure(9000, 5),
    ],
  },
  {
    fires: 'S3',
    how: 'by a reborn hub',
    story: [
      ...proved,
      ...commit,
      ...reborn(7100, [
        d(7100, 'ClockNoted', { ok: true }),
        v(7100, 'DeadmanArmed', { op: OP }),
        ...answers(7500, 9),
        ...[frame(7500), frame(7510), frame(7520)],
        v(7520, 'EffectSent', { ...gate, q: 9 }, { cause: 'gate' }),
        v(7520, 'UnlockSent', { op: OP }),
        ...rest,
      ]),
    ],
  },
  { fires: 'S4', how: 'after its last moment', story: saying('UnlockCommitted', { notAfter: 6999 }) },
  {
    fires: 'S4',
    how: 'on the wire after its last moment',
    story: [...good, world(9500, { what: 'unlock', op: OP })],
  },
  {
    fires: 'S25',
    how: 'an effect nobody issued',
    story: [...good, v(12_000, 'EffectSent', { id: 'x', effect: 'LockDoor', op: null })],
  },
  { fires: 'S28', how: 'a gate that did not look', story: where(isGate, { frameAge: null }) },
  { fires: 'S28', how: 'a gate that saw an old answer', story: where(isGate, { q: 1 }) },
  { fires: 'S35', how: 'by hand, by nobody', story: without('ManualOpenGranted', handOpening) },
  {
    fires: 'S35',
    how: 'on the wire, by nobody',
    story: [...without('ManualOpenGranted', handOpening), world(20_100, { what: 'unlock', op: 'h1' })],
  },
]

const eye: readonly Broken[] = [
  {
    fires: 'S5',
    how: 'two pictures',
    story: good.filter((each) => !isFrame(each) || each.mono >= 6500),
  },
  {
    fires: 'S5',
    how: 'the newest is too old',
    story: [
      ...good.filter((each) => !isFrame(each) || each.mono < 5600 || each.mono > 7000),
      frame(5350),
      frame(5400),
    ],
  },
  {
    fires: 'S5',
    how: 'the last one did not change',
    story: [...proved, frame(7000, { changed: false }), ...commit, ...sent, ...rest],
  },
  ...['covered', 'moved', 'unsharp', 'clock'].map((doubt) => ({
    fires: 'S5',
    how: `the last one is ${doubt}`,
    story: [...proved, frame(7000, { doubt }), ...commit, ...sent, ...rest],
  })),
  {
    fires: 'S5',
    how: 'pictures that are not durable',
    story: where((each) => isFrame(each) && each.mono < 6500, { durable: false }),
  },
  {
    fires: 'S5',
    how: 'pictures of an earlier try',
    story: where((each) => isFrame(each) && each.mono < 7000, { captured: 4900 }),
  },
  {
    fires: 'S5',
    how: 'a picture from the future',
    story: where((each) => isFrame(each) && each.mono === 7000, { captured: 60_000 }),
  },
]

const permissives: readonly Broken[] = [
  {
    fires: 'S6',
    how: 'presence of long ago',
    story: at(
      'HubStarted',
      -120_000,
      at('ClockNoted', -119_000, at('SessionArmed', -118_000, at('PresenceProved', -114_000))),
    ),
  },
  {
    fires: 'S6',
    how: 'a token used twice',
    story: [...good, v(4500, 'PresenceProved', { token: 'b'.repeat(64) })],
  },
  { fires: 'S7', how: 'nobody approved', story: without('EntryApproved') },
  { fires: 'S7', how: 'approved before this presence', story: at('EntryApproved', 3500) },
  ...(['auto', 'pin'] as const).map((mode): Broken => ({
    fires: 'S42',
    how: `${mode}, and the second eye has said nothing`,
    story: saying('ProofStarted', { third: 'leaf-picture' }, saying('UnlockCommitted', { mode })),
  })),
  {
    fires: 'S42',
    how: 'the second eye says open',
    story: seen(5100, 'leaf-picture', 'open'),
  },
  {
    fires: 'S42',
    how: 'the second eye was lost since',
    story: [...seen(5100, 'leaf-picture', 'closed'), d(5200, 'DeviceLost', { device: 'camera' })],
  },
  {
    fires: 'S42',
    how: 'another witness than the one of this door',
    story: seen(5100, 'lock-door-sensor', 'closed'),
  },
  ...(['auto', 'pin'] as const).map((mode): Broken => ({
    fires: 'S43',
    how: `${mode}, and the household wants to be asked`,
    story: [world(1, { what: 'household', unasked: false }), ...saying('UnlockCommitted', { mode })],
  })),
  {
    fires: 'S40',
    how: 'the fourth question within an hour',
    story: [...good, ...[4001, 4002, 4003].map((mono) => v(mono, 'ApprovalAsked', { try: 0 }))],
  },
  { fires: 'S8', how: 'after the window', story: saying('SessionArmed', { to: 1_006_000 }) },
  { fires: 'S8', how: 'before the window', story: saying('SessionArmed', { from: 1_008_000 }) },
  { fires: 'S8', how: 'an untrusted clock', story: saying('ClockNoted', { ok: false }) },
  {
    fires: 'S9',
    how: 'a commit on an old answer',
    story: [...where(isGate, { q: 9 }), v(6900, 'QueryIssued', { q: 9 })],
  },
  {
    fires: 'S9',
    how: 'a commit after something contrary',
    story: [...good, bolt(6000, 'moving', null), bolt(6100, 'locked', null)],
  },
  {
    fires: 'S9',
    how: 'a commit on one witness',
    story: good.filter(({ data }) => data['contact'] !== 'closed' || data['q'] !== 2),
  },
  { fires: 'S10', how: 'no dead-man', story: [...without('DeadmanArmed'), v(5300, 'EdgeAlive')] },
  { fires: 'S10', how: 'the dead-man of another op', story: saying('DeadmanArmed', { op: 's_0#0' }) },
  {
    fires: 'S10',
    how: 'disarmed while hot',
    story: [...good, issue(12_000, 'x', 'DisarmDeadman', { op: OP })],
  },
  {
    fires: 'S11',
    how: 'an edge of long ago',
    story: at('HubStarted', -2, at('DeadmanArmed', -1)),
  },
  {
    fires: 'S12',
    how: 'an empty battery',
    story: where(({ type }) => type === 'BoltObserved', { battery: 14 }),
  },
  { fires: 'S12', how: 'tampered with', story: [...good, d(6000, 'TamperNoted', { on: true })] },
  {
    fires: 'S12',
    how: 'a standing alarm',
    story: [...good, ...raised(3500, 'a1', 'TAMPER'), ...sounding(8500, 600_000, 'a1')],
  },
  {
    fires: 'S13',
    how: 'an abort that waited behind the send',
    story: [
      ...hot,
      v(7500, 'AbortNoted', { by: 'u_1', face: 'owner-page', received: 7000 }),
      v(7500, 'LockIssued', { n: 1, why: 'abort' }),
      ...rest,
    ],
  },
  { fires: 'S13', how: 'after a no', story: [...good, v(6000, 'DenyNoted', { by: 'u_1', received: 6000 })] },
  {
    fires: 'S13',
    how: 'in a fire',
    story: [...good, d(6000, 'FireNoted', { on: true }), d(7600, 'FireNoted', { on: false })],
  },
  {
    fires: 'S36',
    how: 'above a demotion',
    story: [...good, v(3500, 'SessionDemoted', { ceiling: 'porch' })],
  },
  {
    fires: 'S36',
    how: 'above its arming',
    story: saying('SessionArmed', { ceiling: 'owner' }, saying('UnlockCommitted', { mode: 'auto' })),
  },
  {
    fires: 'S37',
    how: 'automatic without a living picture',
    story: without('LivenessProved', saying('UnlockCommitted', { mode: 'auto' })),
  },
]

/** Closed without proof, and only the tail finds it secure. */
const closedAtDoor: Story = [
  ...hot,
  ...through,
  v(13_600, 'SessionClosed', { outcome: 'undelivered' }),
  ...answers(20_000, 8),
  d(20_000, 'DoorSecured', { q: 8 }),
  later(),
]
const truly = (story: Story): Story => [world(0, { bolt: true, open: false }), ...story]

const securings: readonly Broken[] = [
  {
    fires: 'S15',
    how: 'a push alone',
    story: good.filter(({ type, data }) => type !== 'BoltObserved' || data['q'] !== 3),
  },
  {
    fires: 'S15',
    how: 'the bolt alone',
    story: good.filter(({ type, data }) => type !== 'ContactObserved' || data['q'] !== 3),
  },
  { fires: 'S15', how: 'an answer to another question', story: saying('DoorSecured', { q: 2 }) },
  { fires: 'S15', how: 'differing since', story: [...good, contact(14_100, 'unknown', null)] },
  {
    fires: 'S15',
    how: 'the bolt was not truly thrown',
    story: truly([
      ...good,
      world(7800, { bolt: false, open: false }),
      world(14_400, { bolt: true, open: false }),
    ]),
  },
  {
    fires: 'S15',
    how: 'the leaf was not truly closed',
    story: truly([
      ...good,
      world(9400, { bolt: false, open: true }),
      world(14_000, { bolt: true, open: true }),
      world(15_000, { bolt: true, open: false }),
    ]),
  },
  {
    fires: 'S16',
    how: 'a bolt that slept',
    story: [
      ...hot,
      ...through.filter(({ data }) => data['bolt'] !== 'unlocked'),
      ...frames(13_500, 18_000),
      ...secure(18_000, 3),
    ],
  },
  {
    fires: 'S16',
    how: 'a distrusted witness',
    story: [...good, v(11_000, 'WitnessDistrusted', { why: 'locked-while-open' })],
  },
  { fires: 'S21', how: 'closed at DoorClosed', story: closedAtDoor },
  {
    fires: 'S21',
    how: 'closed though it opened again',
    story: [...saying('SessionClosed', { outcome: 'undelivered' }), contact(14_500, 'open', null)],
  },
  {
    fires: 'S21',
    how: 'the watch ends by the clock',
    story: [...good, d(140_000, 'TailEnded')],
  },
  {
    fires: 'S22',
    how: 'delivered unseen',
    story: [
      ...where((each) => isFrame(each) && each.mono >= 9500 && each.mono <= 12_000, { changed: false }),
      frame(9499),
    ],
  },
  { fires: 'S22', how: 'delivered unsealed', story: without('EvidenceSealed') },
  {
    fires: 'S27',
    how: 'secure while the unlock may travel',
    story: [...hot, v(8000, 'RelockStarted', { why: 'abort' }), ...secure(9000, 9)],
  },
  {
    fires: 'S27',
    how: 'a crash forgets that it may have left',
    story: [
      ...proved,
      ...commit,
      ...reborn(8000, [
        v(8000, 'UnlockVoided', { op: OP, code: 'RESTART' }),
        v(8000, 'RelockStarted', { why: 'restart' }),
        ...frames(8500, 20_000),
        ...secure(20_000, 9),
      ]),
    ],
  },
  {
    fires: 'S39',
    how: 'secure though the picture said open',
    story: [...good, v(12_500, 'WitnessContradicted', { source: 'leaf-picture', says: 'open' })],
  },
]

export const brokenSafety: readonly Broken[] = [...unlocking, ...eye, ...permissives, ...securings]
