// One broken story for every bound: each must fire that one and no other. And stories that come close and are fine.
import type { CheckOptions } from '../src/index.ts'
import type { Broken } from './broken-safety.ts'
import {
  OP,
  type Story,
  acknowledged,
  answers,
  closing,
  commit,
  contact,
  d,
  frames,
  good,
  issue,
  later,
  proved,
  raised,
  securing,
  sent,
  sounding,
  through,
  until,
  v,
  without,
  world,
} from './story.ts'

const secure = (mono: number, q = 9): Story => [
  ...answers(mono, q),
  v(mono, 'DoorSecured', { q, bolt: 'locked', contact: 'closed', op: OP }),
  v(mono, 'SealStarted', { outcome: 'undelivered' }),
  v(mono, 'SessionClosed', { outcome: 'undelivered', secured: true, unexercised: true }),
]
const voided = (mono: number): Story => [
  v(mono, 'UnlockVoided', { op: OP, code: 'TOO_LATE' }),
  v(mono, 'RelockStarted', { why: 'void' }),
]
const relock = (mono: number): Story => [v(mono, 'RelockStarted', { why: 'unmoved' })]
const inEpoch = (epoch: number, story: Story): Story => story.map((each) => ({ ...each, epoch }))
const reborn = (mono: number, story: Story): Story =>
  inEpoch(2, [d(mono, 'HubRestarted', { epoch: 2, was: 1, rebooted: false }), ...story])

const hot: Story = [...proved, ...commit, ...sent]
const inside: Story = [...hot, ...until(11_900, through)]
export const brokenLiveness: readonly Broken[] = [
  {
    fires: 'L1',
    how: 'a relock that nobody proves',
    story: [...hot, ...frames(7500, 40_000), ...relock(9000), ...secure(40_000), later()],
  },
  {
    fires: 'L2',
    how: 'reborn and unsure',
    story: [...good.slice(0, -1), ...reborn(20_000, [later(70_000)])],
  },
  {
    fires: 'L3',
    how: 'blind while open',
    story: [
      ...until(10_000, inside),
      ...answers(14_000, 8),
      ...without('FrameStored', through).filter(({ mono }) => mono > 10_000 && mono < 14_000),
      ...securing,
      ...closing,
      later(),
    ],
  },
  {
    fires: 'L4',
    how: 'a hanging key',
    story: [...proved, ...commit, ...frames(7500, 20_000), ...voided(20_000), ...secure(21_000), later()],
  },
  {
    fires: 'L5',
    how: 'nothing moves',
    story: [...hot, ...frames(7500, 20_000), ...relock(20_000), ...secure(21_000), later()],
  },
  {
    fires: 'L6',
    how: 'unlocked for nobody',
    story: [
      ...hot,
      ...frames(7500, 42_000),
      ...until(8000, through).filter(({ type }) => type !== 'FrameStored'),
      ...relock(42_000),
      ...secure(43_000),
      later(),
    ],
  },
  {
    fires: 'L7',
    how: 'open for minutes',
    story: [
      ...inside,
      ...frames(12_000, 170_000),
      contact(170_000, 'closed', null),
      v(170_000, 'DoorClosed'),
      ...relock(170_000),
      ...secure(171_000),
      later(),
    ],
  },
  {
    fires: 'L8',
    how: 'insecure for five minutes, the hub dead in between',
    story: [
      ...inside,
      ...reborn(280_000, [
        v(280_000, 'RelockStarted', { why: 'restart' }),
        ...frames(280_000, 298_000),
        ...secure(298_000),
        later(),
      ]),
    ],
  },
  {
    fires: 'L8',
    how: 'truly insecure, and everybody calm',
    story: [
      world(0, { bolt: true, open: false }),
      ...until(7000),
      world(7000, { what: 'unlock', op: OP }),
      ...good.filter(({ mono }) => mono > 7000 && mono <= 15_000),
      world(7800, { bolt: false, open: false }),
      world(14_100, { bolt: true, open: false }),
      world(14_200, { bolt: false, open: false }),
      world(400_000, { bolt: true, open: false }),
    ],
  },
  {
    fires: 'L9',
    how: 'a silent hub, and the edge sleeps',
    story: [
      world(0, { what: 'edge', up: true }),
      ...inside,
      ...reborn(30_000, [
        v(30_000, 'RelockStarted', { why: 'restart' }),
        ...frames(30_500, 31_000),
        ...secure(31_000),
        later(),
      ]),
    ],
  },
  {
    fires: 'L9',
    how: 'a hub that was silent long before it crashed, and the edge sleeps',
    story: [
      world(0, { what: 'edge', up: true }),
      ...inside,
      world(21_000, { what: 'crash' }),
      ...reborn(30_000, [
        v(30_000, 'RelockStarted', { why: 'restart' }),
        ...frames(30_500, 31_000),
        ...secure(31_000),
        later(),
      ]),
    ],
  },
  { fires: 'L10', how: 'an alarm that sounds once', story: [...good, ...raised(16_000, 'a1', 'TAMPER')] },
  {
    fires: 'L10',
    how: 'an alarm that is never sent',
    story: [
      ...good,
      v(16_000, 'AlarmRaised', { alarm: 'a1', kind: 'FIRE' }),
      issue(19_000, 'x', 'RaiseAlarm', { alarm: 'a1' }),
      acknowledged(19_500, 'a1'),
      v(19_500, 'AlarmEnded', { alarm: 'a1' }),
    ],
  },
  {
    fires: 'L11',
    how: 'nobody is reached',
    story: [
      world(0, { what: 'notifier', up: true }),
      ...[
        ...good,
        ...raised(16_000, 'a1', 'TAMPER'),
        ...sounding(21_000, 40_000, 'a1'),
        acknowledged(40_000, 'a1'),
        v(40_000, 'AlarmEnded', { alarm: 'a1' }),
      ],
    ],
  },
  {
    fires: 'L12',
    how: 'sealing without end',
    story: [...hot, ...through, ...securing, ...closing.map((each) => ({ ...each, mono: 90_000 })), later()],
  },
  {
    fires: 'L13',
    how: 'silenced and forgotten',
    story: [
      ...good,
      ...raised(16_000, 'a1', 'TAMPER'),
      acknowledged(17_000, 'a1'),
      ...sounding(21_000, 136_000, 'a1', 'u_1'),
      d(140_000, 'EdgeAlive'),
      v(141_000, 'AlarmEnded', { alarm: 'a1' }),
    ],
  },
  {
    fires: 'L13',
    how: 'unproved, and nobody calls',
    story: [
      ...hot,
      ...frames(7500, 30_000),
      ...relock(10_000),
      v(27_000, 'RelockUnproved'),
      ...secure(29_500),
      later(),
    ],
  },
  {
    fires: 'L14',
    how: 'the courier is kept',
    story: [...proved, later(30_000), v(30_000, 'EntryRefused', { code: 'START_UNPROVED', tries: 1 })],
  },
  { fires: 'L15', how: 'nobody answers', story: [...until(4000), later(90_000)] },
  {
    fires: 'L16',
    how: 'stop is not heard',
    story: [
      ...hot,
      ...frames(7500, 17_500),
      v(8000, 'AbortNoted', { by: 'u_1', received: 8000 }),
      v(12_000, 'LockIssued', { n: 1, why: 'abort' }),
      ...relock(12_000),
      ...secure(17_500),
      later(),
    ],
  },
  {
    fires: 'L17',
    how: 'healed and still at it',
    story: [
      ...inside,
      ...frames(12_000, 330_000),
      ...relock(12_000),
      v(13_000, 'DoorReopened'),
      world(14_000, { what: 'healed' }),
    ],
  },
  {
    fires: 'L17',
    how: 'nobody watches after the visit',
    story: [...good, d(600_000, 'End', { bolt: true, open: false, phase: 'idle' })],
  },
  {
    fires: 'L18',
    how: 'refused though nothing was broken',
    story: [...proved, v(9000, 'EntryRefused', { code: 'START_UNPROVED', tries: 1 })],
    options: { faultless: true },
  },
  { fires: 'L19', how: 'a backlog', story: [...good, d(16_000, 'EdgeAlive', {}, { lag: 2500 })] },
  {
    fires: 'R1/S15',
    how: 'a lock that echoes',
    story: [world(0, { bolt: true, open: false }), ...[...good, world(7800, { bolt: false, open: false })]],
    options: { lying: true },
  },
]

const stalled = (mono: number, ms: number): Story => [d(mono, 'HubStalled', { ms, why: 'store' })]

/** Close to a bound, or excused: no finding. */
export const fine: readonly (readonly [string, Story, CheckOptions])[] = [
  [
    'a relock that a stall made long',
    [
      ...hot,
      ...frames(7500, 28_000),
      ...relock(9000),
      ...stalled(31_000, 5000),
      ...frames(31_000, 31_500),
      ...secure(31_500),
      later(),
    ],
    {},
  ],
  [
    'a command that a stall held up',
    [...good, ...stalled(16_000, 6000), d(16_000, 'EdgeAlive', {}, { lag: 6000 })],
    {},
  ],
  [
    'an alarm that is acknowledged',
    [
      ...good,
      ...raised(16_000, 'a1', 'TAMPER'),
      ...sounding(21_000, 31_000, 'a1'),
      acknowledged(32_000, 'a1'),
      v(32_000, 'AlarmEnded', { alarm: 'a1' }),
    ],
    {},
  ],
  [
    'a crash that took what was on its way to the disk',
    [
      world(0, { what: 'edge', up: true }),
      ...inside,
      world(18_000, { what: 'crash' }),
      ...reborn(30_000, [
        v(30_000, 'RelockStarted', { why: 'restart' }),
        ...frames(30_500, 31_000),
        ...secure(31_000),
        later(),
      ]),
    ],
    {},
  ],
  [
    'a silent hub, and the edge called',
    [
      world(0, { what: 'edge', up: true }),
      ...inside,
      ...reborn(30_000, [
        v(30_000, 'RelockStarted', { why: 'restart' }),
        v(30_200, 'EdgeAlarm', { op: OP, why: 'silence', silentFor: 14_000, at: 25_000 }, { writer: 'edge' }),
        ...frames(30_500, 31_000),
        ...secure(31_000),
        later(),
      ]),
    ],
    {},
  ],
  [
    'a camera that dates its pictures wrong after a restart, and the alarm in time',
    [
      ...until(7000),
      ...reborn(8000, [
        v(8000, 'RelockStarted', { why: 'restart' }),
        v(8500, 'FrameStored', { captured: -50_000, durable: true, changed: true }),
        ...raised(16_500, 'a1', 'CAMERA_LOST_OPEN'),
        acknowledged(17_000, 'a1'),
        ...answers(19_000, 9),
        v(19_000, 'DoorSecured', { q: 9 }),
        v(19_000, 'SealStarted', { outcome: 'undelivered' }),
        v(19_000, 'SessionClosed', { outcome: 'undelivered' }),
        later(),
      ]),
    ],
    {},
  ],
  [
    'a line of the house in the midst of a stall',
    [
      ...hot,
      ...frames(7500, 9000),
      d(15_000, 'ParcelObserved', {}, { door: null }),
      v(17_000, 'EffectEnded', { id: 'x' }, { cause: 'runtime' }),
      ...stalled(17_000, 8000),
      ...frames(17_000, 17_500),
      ...relock(17_500),
      ...secure(18_000),
      later(),
    ],
    {},
  ],
  [
    'a visit to the very end',
    [
      ...good,
      ...answers(140_000, 9),
      d(140_000, 'DoorSecured', { q: 9 }),
      d(140_000, 'TailEnded'),
      d(600_000, 'End', { bolt: true, open: false, phase: 'idle' }),
    ],
    {},
  ],
  ['an unknown kind of line', [...good, d(16_000, 'KettleBoiled', { cups: 2 })], {}],
  [
    'true witnesses',
    [
      world(0, { bolt: true, open: false }),
      ...[...good, world(7800, { bolt: false, open: false }), world(13_000, { bolt: true, open: false })],
    ],
    {},
  ],
  ['only sealed in time', [...good, d(16_000, 'Checkpoint', { upTo: 60, hash: 'h60' })], {}],
]
