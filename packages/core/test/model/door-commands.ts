// Everything that may be told to a door, in an order that nobody would expect, each step held against the model.
import {
  type DoorCommandBody,
  type DoorEventBody,
  type Effect,
  actorId,
  alarmId,
  instant,
  nextDeadline,
  op,
  sessionId,
  sessionOp,
} from '@portico/core'
import * as fc from 'fast-check'
import { BRIDGE, OWNER, SID, Story } from '../door/story.ts'
import { Facts } from './may-open.ts'
import { Model } from './model.ts'

export interface Watched {
  readonly model: Model
  readonly facts: Facts
}

type Tell = (story: Story) => unknown
/** After these a door that is being proved looks whether it may open. */
const looks: ReadonlySet<string> = new Set(['ReportFrame', 'ReportEdge', 'ReportContact', 'ReportBolt'])

/** A story whose every command is seen by the model before it is told, and judged after it. */
export class JudgedStory extends Story {
  /** Of the visit under way, or the last one. */
  sid = SID
  #visits = 1
  readonly watched: Watched = { model: new Model(), facts: new Facts() }

  override tell(said: DoorCommandBody): this {
    const { model, facts } = this.watched
    const body = this.#named(said)
    const [events, effects] = [this.events.length, this.effects.length]
    facts.now = this.now
    facts.hear(body)
    const proving = this.door.session?.phase === 'proving'
    super.tell(body)
    for (const event of this.events.slice(events)) this.#judge(event)
    for (const effect of this.effects.slice(effects)) this.#judgeEffect(effect)
    forbid(model.stands(this.door.gate.alarms))
    const due = nextDeadline(this.door)
    if (body.type === 'ReachDeadline' && due !== null && due <= this.now)
      forbid('a deadline was visited and is still due')
    const waits = proving && this.door.session?.phase === 'proving' && looks.has(body.type)
    if (waits && facts.mayOpen(this.alarms.length > 0)) forbid(`may open and does not, after ${body.type}`)
    return this
  }

  /** No visit is armed a second time after it was closed: each has a name of its own. */
  #named(body: DoorCommandBody): DoorCommandBody {
    if (body.type === 'ArmSession' && this.door.session === null) this.sid = sessionId(`s_${this.#visits++}`)
    return 'sid' in body ? { ...body, sid: this.sid } : body
  }

  #judge(event: DoorEventBody): void {
    const { model, facts } = this.watched
    if (event.type === 'UnlockCommitted' && event.mode !== 'hand' && !facts.mayOpen(this.alarms.length > 0))
      forbid('opens and may not')
    facts.note(event)
    forbid(model.note(event, this.now))
  }
  #judgeEffect(effect: Effect): void {
    forbid(this.watched.model.ask(effect))
  }
}

function forbid(wrong: string | null): void {
  if (wrong !== null) throw new Error(wrong)
}

class Step implements fc.Command<Watched, JudgedStory> {
  readonly #name: string
  readonly #tell: Tell
  constructor(name: string, tell: Tell) {
    this.#name = name
    this.#tell = tell
  }
  check = (): boolean => true
  run(_model: Watched, story: JudgedStory): void {
    story.now += 20
    this.#tell(story)
  }
  toString = (): string => this.#name
}

const opOf = (story: Story): ReturnType<typeof op> =>
  story.door.gate.hand?.op ?? sessionOp(story.door.session?.sid ?? SID, story.door.session?.tries ?? 0)
const say =
  (body: DoorCommandBody): Tell =>
  (story) =>
    story.tell(body)
const step = (name: string, tell: Tell): fc.Arbitrary<Step> => fc.constant(new Step(name, tell))

const deadman = fc
  .constantFrom('armed', 'armed', 'armed', 'refused', 'disarmed', 'fired')
  .map((what) => new Step(`dead-man ${what}`, (s) => s.tell({ type: 'ReportDeadman', op: opOf(s), what })))
const bolt = fc
  .record({
    word: fc.constantFrom('locked', 'locked', 'unlocked', 'jammed', 'moving', 'unknown'),
    answers: fc.boolean(),
    more: fc.constantFrom({}, {}, { source: 'manual' as const }, { credential: 'x' }, { battery: 9 }),
  })
  .map(({ word, answers, more }) => {
    const name = `bolt ${word} ${answers ? 'answer' : 'push'} ${JSON.stringify(more)}`
    return new Step(name, (s) => s.bolt(word, answers ? more : { ...more, q: null }))
  })
const contact = fc
  .record({ word: fc.constantFrom('closed', 'closed', 'open'), answers: fc.boolean() })
  .map(({ word, answers }) => {
    const name = `contact ${word} ${answers ? 'answer' : 'push'}`
    return new Step(name, (s) => s.contact(word, answers ? s.q : null))
  })
const frame = fc
  .record({
    age: fc.constantFrom(0, 0, 0, 1600, -10_000),
    changed: fc.constantFrom(true, true, true, false),
    durable: fc.constantFrom(true, true, true, false),
  })
  .map((more) => new Step(`frame ${JSON.stringify(more)}`, (s) => s.frame(more)))
const notes = fc
  .constantFrom('ReportTamper', 'ReportFire')
  .chain((type) =>
    fc.constantFrom(true, false, false).map((on) => new Step(`${type} ${on}`, say({ type, on }))),
  )
const health = fc
  .constantFrom('ReportStorage', 'ReportClock')
  .chain((type) =>
    fc.constantFrom(true, true, false).map((ok) => new Step(`${type} ${ok}`, say({ type, ok }))),
  )
const lost = fc
  .constantFrom('lock', 'contact', 'edge', 'camera')
  .map((device) => new Step(`lost ${device}`, say({ type: 'ReportLost', device })))
const witness = fc
  .constantFrom('leaf-picture', 'lock-door-sensor')
  .chain((source) =>
    fc
      .constantFrom('open', 'closed', 'closed')
      .map((says) => new Step(`${source} ${says}`, say({ type: 'ReportWitness', source, says }))),
  )
const pin = fc
  .constantFrom('stored', 'used', 'gone')
  .map((what) => new Step(`pin ${what}`, (s) => s.pin(what, opOf(s))))
const arm = fc
  .constantFrom('auto', 'owner', 'pin')
  .map((mode) => new Step(`arm ${mode}`, (s) => s.arm({ mode })))
const time = fc
  .oneof(fc.nat({ max: 700 }), fc.nat({ max: 12_000 }), fc.nat({ max: 130_000 }))
  .map((ms) => new Step(`${ms} ms pass`, (s) => s.pass(ms)))
const answer = fc.boolean().map(
  (secureByEye) =>
    new Step(`acknowledge ${secureByEye}`, (s) => {
      const alarm = s.door.gate.alarms[0]?.alarm ?? alarmId('none')
      s.tell({ type: 'AcknowledgeAlarm', alarm, actor: OWNER, secureByEye })
    }),
)

/** What a house does in which all goes well, so that doors do open in these stories. */
const goesWell: Tell = (s) => {
  s.tell({ type: 'ReportEdge' }).tell({ type: 'ReportDeadman', op: opOf(s), what: 'armed' })
  s.tell({ type: 'ReportLiveness', op: opOf(s), camera: 'hall', method: 'signed', nonce: 'a' })
  s.frames().answers()
}

export const steps: readonly fc.Arbitrary<Step>[] = [
  arm,
  step('all goes well', goesWell),
  step('all goes well', goesWell),
  step('all goes well', goesWell),
  step('presence', (s) => s.presence()),
  step('approve', (s) => s.approve()),
  step('three frames', (s) => s.frames()),
  step('live', (s) =>
    s.tell({ type: 'ReportLiveness', op: opOf(s), camera: 'hall', method: 'signed', nonce: 'a' }),
  ),
  step('edge', say({ type: 'ReportEdge' })),
  step('answers', (s) => s.answers()),
  step('mark', (s) => s.mark(opOf(s))),
  step('sent', (s) => s.tellSent(opOf(s))),
  step('void', (s) =>
    s.tell({ type: 'ReportEffect', effect: 'UnlockDoor', op: opOf(s), result: 'void', code: 'TOO_LATE' }),
  ),
  step('fit', say({ type: 'ReportFitness', unfit: null, pin: true })),
  step('unfit', say({ type: 'ReportFitness', unfit: 'LOCK_UNFIT' })),
  step('sealed', say({ type: 'EvidenceSealed', sid: SID })),
  step('deny', say({ type: 'DenyEntry', sid: SID, actor: OWNER })),
  step('abort', say({ type: 'AbortSession', sid: SID, actor: OWNER })),
  step('take over', say({ type: 'TakeOver', actor: OWNER })),
  step('lock', say({ type: 'RequestLock', actor: BRIDGE, right: true })),
  step('call', say({ type: 'CallAlarm', actor: OWNER })),
  step('tighten', say({ type: 'TightenSession', sid: SID })),
  step('delivered', say({ type: 'ReportCarrier', sid: SID, status: 'delivered' })),
  step('nobody at home', say({ type: 'ReportHousehold', in: 0 })),
  step('two people', say({ type: 'ReportPeople', in: 2, out: 1, confidence: 1 })),
  step('open by hand', (s) =>
    s.tell({
      type: 'RequestOpen',
      actor: { ...OWNER, by: actorId('u_2') },
      right: true,
      assurance: instant(s.now),
      op: op(`h_${s.now}`),
    }),
  ),
  step('restart', (s) => {
    const { epoch } = s.door.gate
    s.tell({ type: 'Restarted', epoch: epoch + 1, was: epoch, rebooted: false })
  }),
  deadman,
  bolt,
  contact,
  contact,
  frame,
  notes,
  health,
  lost,
  witness,
  pin,
  answer,
  time,
  time,
]

/** Where the story begins: nobody would find these by chance. */
export const leads = {
  started: (): JudgedStory => new JudgedStory().started(true),
  owner: (): JudgedStory => new JudgedStory().almost(),
  auto: (): JudgedStory => new JudgedStory().almost('auto'),
  pin: (): JudgedStory => new JudgedStory().almost('pin'),
  granted: (): JudgedStory => new JudgedStory().granted(),
  inside: (): JudgedStory => new JudgedStory().inside(),
  relocking: (): JudgedStory => new JudgedStory().relocking(),
  closed: (): JudgedStory => new JudgedStory().closed(),
} as const
