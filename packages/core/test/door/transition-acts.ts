// Everything that can be told to a door, by command and kind: the rows of the transition table (safety design 1.4).
import { type CommandType, actorId, instant, op, sessionId } from '@portico/core'
import { BRIDGE, OP, OWNER, SID, type Story } from './story.ts'

interface ActWithLead {
  readonly lead: (story: Story) => unknown
  readonly tell: (story: Story) => unknown
}
/** With a lead only what is told after it belongs to the cell. */
export type Act = ((story: Story) => unknown) | ActWithLead

const STRANGE = op('s_9#0')
const OTHER = sessionId('s_9')
const DISPLAY = { by: actorId('d_1'), face: 'display' } as const

const ask =
  (more: { right?: boolean; age?: number; actor?: typeof OWNER | typeof BRIDGE }) =>
  (story: Story): unknown =>
    story.tell({
      type: 'RequestOpen',
      actor: more.actor ?? OWNER,
      right: more.right ?? true,
      assurance: instant(story.now - (more.age ?? 0)),
      op: op('h_1'),
    })
const call = (story: Story): Story => story.tell({ type: 'CallAlarm', actor: OWNER })
const acknowledge =
  (more: { secureByEye?: boolean; actor?: typeof OWNER | typeof DISPLAY } = {}) =>
  (story: Story): unknown => {
    const standing = story.door.gate.alarms.find(({ kind }) => kind === 'OWNER_CALLED')
    if (!standing) throw new Error('no alarm stands')
    const { secureByEye = false, actor = OWNER } = more
    return story.tell({ type: 'AcknowledgeAlarm', alarm: standing.alarm, actor, secureByEye })
  }
const later = (story: Story): unknown => (story.now += 2000)

export const acts = {
  ArmSession: { '': (story: Story) => story.arm({ sid: 's_2' }) },
  StandBack: {
    '': (story: Story) => story.tell({ type: 'StandBack', sid: SID }),
    'of another visit': (story: Story) => story.tell({ type: 'StandBack', sid: OTHER }),
  },
  TightenSession: {
    '': (story: Story) => story.tell({ type: 'TightenSession', sid: SID }),
    'of another visit': (story: Story) => story.tell({ type: 'TightenSession', sid: OTHER }),
  },
  ReportCarrier: {
    delivered: (story: Story) => story.tell({ type: 'ReportCarrier', sid: SID, status: 'delivered' }),
    arriving: (story: Story) => story.tell({ type: 'ReportCarrier', sid: SID, status: 'arriving' }),
    'delivered, of another visit': (story: Story) =>
      story.tell({ type: 'ReportCarrier', sid: OTHER, status: 'delivered' }),
  },
  ProvePresence: {
    good: (story: Story) => story.presence({ token: 'fresh' }),
    'with a bad code': (story: Story) => story.presence({ token: 'fresh', fault: 'PRESENCE_INVALID' }),
    'after three questions within the hour': {
      lead: (story: Story) => {
        const asks = { at: [instant(0), instant(0), instant(0)], told: false }
        story.door = { ...story.door, gate: { ...story.door.gate, asks } }
      },
      tell: (story: Story) => story.presence({ token: 'fresh' }),
    },
  },
  ApproveEntry: { '': (story: Story) => story.approve() },
  DenyEntry: {
    '': (story: Story) => story.tell({ type: 'DenyEntry', sid: SID, actor: OWNER }),
    'of another visit': (story: Story) => story.tell({ type: 'DenyEntry', sid: OTHER, actor: OWNER }),
  },
  AbortSession: { '': (story: Story) => story.tell({ type: 'AbortSession', sid: SID, actor: OWNER }) },
  AcknowledgeAlarm: {
    'that does not stand': (story: Story) =>
      // cast: an id that nothing bears
      story.tell({ type: 'AcknowledgeAlarm', alarm: 'x' as never, actor: OWNER, secureByEye: true }),
    'that stands': { lead: call, tell: acknowledge() },
    'secure by eye': { lead: call, tell: acknowledge({ secureByEye: true }) },
    'secure by eye, from a display': {
      lead: call,
      tell: acknowledge({ secureByEye: true, actor: DISPLAY }),
    },
  },
  RequestOpen: {
    'from the owner page': ask({}),
    'from a bridge': ask({ actor: BRIDGE }),
    'without the right': ask({ right: false }),
    'long after signing in': ask({ age: 60_001 }),
  },
  RequestLock: {
    'from a bridge': (story: Story) => story.tell({ type: 'RequestLock', actor: BRIDGE, right: true }),
    'without the right': (story: Story) => story.tell({ type: 'RequestLock', actor: BRIDGE, right: false }),
  },
  TakeOver: { '': (story: Story) => story.tell({ type: 'TakeOver', actor: OWNER }) },
  CallAlarm: {
    'from the owner page': call,
    'from a bridge': (story: Story) => story.tell({ type: 'CallAlarm', actor: BRIDGE }),
  },
  ReportBolt: {
    'locked, answer': (story: Story) => story.bolt('locked'),
    'locked, by itself': (story: Story) => story.bolt('locked', { q: null }),
    'unlocked, by itself': (story: Story) => story.bolt('unlocked', { q: null }),
    'unlocked, thumbturn': (story: Story) => story.bolt('unlocked', { q: null, source: 'manual' }),
    'unlocked, answer': (story: Story) => story.bolt('unlocked'),
    'unlocked, named credential': (story: Story) => story.bolt('unlocked', { q: null, credential: 'x' }),
    'unlocked, by an order, nobody at home': {
      lead: (story: Story) => story.tell({ type: 'ReportHousehold', in: 0 }),
      tell: (story: Story) => story.bolt('unlocked', { q: null }),
    },
    jammed: (story: Story) => story.bolt('jammed', { q: null }),
    moving: (story: Story) => story.bolt('moving', { q: null }),
    unknown: (story: Story) => story.bolt('unknown', { q: null }),
    'answer to an older question': (story: Story) => story.bolt('unlocked', { q: story.q - 1 }),
  },
  ReportContact: {
    'open, by itself': (story: Story) => story.contact('open', null),
    'open, answer': (story: Story) => story.contact('open'),
    'open, nobody at home': {
      lead: (story: Story) => story.tell({ type: 'ReportHousehold', in: 0 }),
      tell: (story: Story) => story.contact('open', null),
    },
    'closed, by itself': (story: Story) => story.contact('closed', null),
    'closed, answer': (story: Story) => story.contact('closed'),
    'closed, behind the bolt': {
      lead: (story: Story) => story.bolt('locked'),
      tell: (story: Story) => story.contact('closed'),
    },
    'answer to an older question': (story: Story) => story.contact('open', story.q - 1),
  },
  ReportFrame: { '': (story: Story) => story.frame() },
  ReportLiveness: {
    'of this try': (story: Story) => story.live(),
    'of another try': (story: Story) =>
      story.tell({ type: 'ReportLiveness', op: STRANGE, camera: 'hall', method: 'signed', nonce: 'aa' }),
  },
  ReportDeadman: {
    armed: (story: Story) => story.tell({ type: 'ReportDeadman', op: OP, what: 'armed' }),
    refused: (story: Story) => story.tell({ type: 'ReportDeadman', op: OP, what: 'refused' }),
    disarmed: (story: Story) => story.tell({ type: 'ReportDeadman', op: OP, what: 'disarmed' }),
    fired: (story: Story) => story.tell({ type: 'ReportDeadman', op: OP, what: 'fired' }),
  },
  ReportEdge: { '': (story: Story) => story.tell({ type: 'ReportEdge' }) },
  ReportEdgeAlarm: {
    '': (story: Story) =>
      story.tell({ type: 'ReportEdgeAlarm', op: OP, why: 'silence', silentFor: 15_000, noted: instant(0) }),
  },
  ReportOpened: { '': (story: Story) => story.tell({ type: 'ReportOpened', noted: instant(0) }) },
  ReportTamper: {
    on: (story: Story) => story.tell({ type: 'ReportTamper', on: true }),
    off: (story: Story) => story.tell({ type: 'ReportTamper', on: false }),
  },
  ReportFire: {
    on: (story: Story) => story.tell({ type: 'ReportFire', on: true }),
    off: {
      lead: (story: Story) => story.tell({ type: 'ReportFire', on: true }),
      tell: (story: Story) => story.tell({ type: 'ReportFire', on: false }),
    },
  },
  ReportStorage: {
    bad: (story: Story) => story.tell({ type: 'ReportStorage', ok: false }),
    good: (story: Story) => story.tell({ type: 'ReportStorage', ok: true }),
  },
  ReportClock: { untrusted: (story: Story) => story.tell({ type: 'ReportClock', ok: false }) },
  ReportLost: {
    lock: (story: Story) => story.tell({ type: 'ReportLost', device: 'lock' }),
    contact: (story: Story) => story.tell({ type: 'ReportLost', device: 'contact' }),
    edge: (story: Story) => story.tell({ type: 'ReportLost', device: 'edge' }),
    camera: (story: Story) => story.tell({ type: 'ReportLost', device: 'camera' }),
  },
  ReportFitness: { unfit: (story: Story) => story.tell({ type: 'ReportFitness', unfit: 'LOCK_UNFIT' }) },
  ReportPin: {
    stored: (story: Story) => story.pin('stored'),
    used: (story: Story) => story.pin('used'),
    gone: (story: Story) => story.pin('gone'),
    'stored, of another visit': (story: Story) => story.pin('stored', STRANGE),
  },
  ReportWitness: {
    'open, at once': (story: Story) =>
      story.tell({ type: 'ReportWitness', source: 'leaf-picture', says: 'open' }),
    'open, for two seconds': {
      lead: (story: Story) => {
        story.tell({ type: 'ReportWitness', source: 'leaf-picture', says: 'open' })
        later(story)
      },
      tell: (story: Story) => story.tell({ type: 'ReportWitness', source: 'leaf-picture', says: 'open' }),
    },
    'closed, for five seconds': {
      lead: (story: Story) => {
        story.tell({ type: 'ReportWitness', source: 'lock-door-sensor', says: 'closed' })
        story.now += 5000
      },
      tell: (story: Story) =>
        story.tell({ type: 'ReportWitness', source: 'lock-door-sensor', says: 'closed' }),
    },
  },
  ReportPeople: {
    'one in': (story: Story) => story.tell({ type: 'ReportPeople', in: 1, out: 0, confidence: 0.9 }),
    'two in': (story: Story) => story.tell({ type: 'ReportPeople', in: 2, out: 0, confidence: 0.9 }),
    'two in, hardly seen': (story: Story) =>
      story.tell({ type: 'ReportPeople', in: 2, out: 0, confidence: 0.4 }),
    'in again': (story: Story) => story.tell({ type: 'ReportPeople', in: 2, out: 1, confidence: 0.9 }),
  },
  ReportHousehold: { nobody: (story: Story) => story.tell({ type: 'ReportHousehold', in: 0 }) },
  ReportEffect: {
    sent: (story: Story) => story.tellSent(),
    void: (story: Story) =>
      story.tell({ type: 'ReportEffect', effect: 'UnlockDoor', op: OP, result: 'void', code: 'TOO_LATE' }),
  },
  ReportDelivered: {
    // cast: any alarm may have been delivered
    '': (story: Story) => story.tell({ type: 'ReportDelivered', alarm: 'x' as never, channel: 'screen' }),
  },
  ReportPhoto: {
    '': (story: Story) =>
      story.tell({
        type: 'ReportPhoto',
        sid: SID,
        camera: 'hall',
        sha256: 'f',
        bytes: 1,
        captured: instant(0),
        file: 'photo.jpg',
      }),
  },
  ReportSegment: {
    '': (story: Story) =>
      story.tell({
        type: 'ReportSegment',
        sid: SID,
        camera: 'hall',
        segment: 0,
        sha256: 'f',
        bytes: 1,
        from: instant(0),
        to: instant(1),
        frames: 1,
        file: 'film.mp4',
      }),
  },
  EvidenceSealed: { '': (story: Story) => story.tell({ type: 'EvidenceSealed', sid: SID }) },
  ReportUnreadable: {
    '': (story: Story) => story.tell({ type: 'ReportUnreadable', seq: 7, what: 'Nonsense' }),
  },
  ReachDeadline: { 'nothing due': (story: Story) => story.tell({ type: 'ReachDeadline' }) },
  Restarted: {
    '': (story: Story) => story.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: false }),
    'of the machine': {
      lead: (story: Story) => (story.now = 5),
      tell: (story: Story) => story.tell({ type: 'Restarted', epoch: 2, was: 1, rebooted: true }),
    },
  },
} as const satisfies { readonly [Type in CommandType]: Readonly<Record<string, Act>> }
