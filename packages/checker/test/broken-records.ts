// Broken stories of what a hub does and writes: bolts, films, alarms, reasons, secrets, checkpoints, PINs.
import { type Broken, granted, pinVisit, reborn, secure, where } from './broken-safety.ts'
import {
  OP,
  SID,
  acknowledged,
  answers,
  being,
  bolt,
  d,
  frames,
  good,
  issue,
  raised,
  saying,
  sounding,
  v,
  without,
  type Draft,
} from './story.ts'

const isGrant = ({ type, data }: Draft): boolean => type === 'EffectIssued' && data['effect'] === 'GrantPin'

const acting: readonly Broken[] = [
  { fires: 'S18', how: 'at an open leaf', story: [...good, issue(10_000, 'x', 'LockDoor', { n: 9 })] },
  {
    fires: 'S18',
    how: 'before the leaf was seen in this life',
    story: [
      ...good,
      ...reborn(700_000, [
        issue(700_000, 'x', 'LockDoor', { n: 9 }),
        ...answers(701_000, 9),
        d(701_000, 'DoorSecured', { q: 9 }),
      ]),
    ],
  },
  {
    fires: 'S18',
    how: 'a second turn',
    story: [...good, issue(13_000, 'x', 'LockDoor', { n: 9, mode: 'deadlock' })],
  },
  { fires: 'S19', how: 'in a fire', story: [...good, d(11_000, 'FireNoted', { on: true })] },
  {
    fires: 'S20',
    how: 'against a hand',
    story: [...good, v(11_000, 'ActuationYielded', { why: 'credential' })],
  },
  {
    fires: 'S14',
    how: 'two couriers prove',
    story: [...good, v(5600, 'ProofStarted', { op: 's_2#0' }, { session: 's_2' })],
  },
  { fires: 'S17', how: 'a webhook opens', story: being('UnlockCommitted', { cause: 'ReportCarrier' }) },
  { fires: 'S17', how: 'delivered closes', story: being('SessionClosed', { cause: 'ReportCarrier' }) },
  {
    fires: 'S26',
    how: 'the film stops while hot',
    story: [...good, issue(12_000, 'x', 'StopRecording', { sid: SID })],
  },
  {
    fires: 'S29',
    how: 'an alarm that does not stand',
    story: [...good, acknowledged(16_000, 'a9'), v(16_000, 'AlarmEnded', { alarm: 'a9' })],
  },
  {
    fires: 'S29',
    how: 'an alarm ends by itself',
    story: [...good, ...raised(16_000, 'a1', 'TAMPER'), v(17_000, 'AlarmEnded', { alarm: 'a1' })],
  },
]

const quieted: readonly Broken[] = [
  {
    fires: 'S41',
    how: 'left in peace by the answer of somebody else',
    story: [
      ...good,
      ...raised(16_000, 'a1', 'TAMPER'),
      acknowledged(17_000, 'a1'),
      ...sounding(21_000, 21_000, 'a1', 'u_1', 'u_2'),
      v(22_000, 'AlarmEnded', { alarm: 'a1' }),
    ],
  },
  {
    fires: 'S41',
    how: 'left in peace for longer than two minutes',
    story: [
      ...good,
      ...raised(16_000, 'a1', 'TAMPER'),
      acknowledged(17_000, 'a1'),
      ...sounding(21_000, 136_000, 'a1', 'u_1'),
      ...sounding(138_000, 138_000, 'a1', 'u_1'),
      v(138_500, 'AlarmEnded', { alarm: 'a1' }),
    ],
  },
  {
    fires: 'S41',
    how: 'left in peace after having been called again',
    story: [
      ...good,
      ...raised(16_000, 'a1', 'TAMPER'),
      acknowledged(17_000, 'a1'),
      ...sounding(21_000, 21_000, 'a1'),
      ...sounding(26_000, 26_000, 'a1', 'u_1'),
      acknowledged(26_500, 'a1'),
      v(27_000, 'AlarmEnded', { alarm: 'a1' }),
    ],
  },
]

const records: readonly Broken[] = [
  {
    fires: 'S23',
    how: 'a no without a reason',
    story: [...good, d(16_000, 'Refused', { command: 'ArmSession' })],
  },
  {
    fires: 'S23',
    how: 'a limit without its number',
    story: [...good, d(16_000, 'Refused', { code: 'FRAMES_FEW', value: 1 })],
  },
  {
    fires: 'S23',
    how: 'somebody was refused, by no face',
    story: [...good, d(16_000, 'Refused', { command: 'RequestLock', code: 'DOOR_OPEN', by: 'u_1' })],
  },
  {
    fires: 'S30',
    how: 'a PIN in a line',
    story: [...good, d(16_000, 'PinNoted', { op: 'x', what: 'stored', pin: '4711' })],
  },
  {
    fires: 'S30',
    how: 'a token instead of its hash',
    story: saying('PresenceProved', { token: 'open-sesame' }),
  },
  { fires: 'S30', how: 'a picture', story: [...good, d(16_000, 'Audit', { still: '/9j/4AAQSkZJRg' })] },
  {
    fires: 'S30',
    how: 'a mail address',
    story: [...good, d(16_000, 'Audit', { list: [{ to: 'a@b.example' }] })],
  },
  { fires: 'S31', how: 'a PIN that lives too long', story: where(isGrant, { endsAt: 68_000 }, pinVisit) },
  { fires: 'S31', how: 'a PIN that was left', story: without('PinNoted', pinVisit) },
  { fires: 'S32', how: 'a second hub', story: [...good, d(16_000, 'EdgeAlive', {}, { epoch: 2 })] },
  {
    fires: 'S33',
    how: 'accepted is not done',
    story: [...good, bolt(16_000, 'locked', null, { source: 'command' })],
  },
  { fires: 'S34', how: 'a visit without a checkpoint', story: good, options: { sealed: true } },
  {
    fires: 'S34',
    how: 'a checkpoint over what is not so',
    story: [
      ...good,
      d(16_000, 'Checkpoint', { upTo: 60, hash: 'x' }),
      d(16_000, 'Checkpoint', { upTo: 60, hash: 'h60' }),
    ],
    options: { sealed: true },
  },
  {
    fires: 'S34',
    how: 'a checkpoint of nobody',
    story: [...good, d(16_000, 'Checkpoint', { upTo: 60, hash: 'h60', key: 'k', sig: 'x' })],
    options: { sealed: true, verify: (text) => text === 'door-chain-v1\n60\nh60\n9\n' },
  },
  {
    fires: 'S38',
    how: 'a PIN is used unseen',
    story: [
      ...granted,
      ...raised(10_000, 'a1', 'CAMERA_LOST_OPEN'),
      bolt(11_000, 'unlocked', null),
      v(11_000, 'DoorUnlocked', { why: 'report' }),
      v(11_000, 'PinNoted', { op: OP, what: 'used' }),
      acknowledged(11_000, 'a1'),
      ...sounding(15_000, 15_000, 'a1', 'u_1'),
      ...frames(11_500, 18_000),
      v(12_000, 'RelockStarted', { why: 'alarm' }),
      ...secure(18_000, 3),
    ],
  },
]

export const brokenRecords: readonly Broken[] = [...acting, ...quieted, ...records]
