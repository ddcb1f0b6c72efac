// Tells a door what happens, command by command, in virtual time, and remembers what came of it. The prefixes lead a
// door into each phase by the commands that would lead it there in a house.
import {
  type Decision,
  type DoorCommandBody,
  type DoorEventBody,
  type DoorSettings,
  type DoorState,
  type Effect,
  type FrameDoubt,
  type Mode,
  type PhaseName,
  actorId,
  commandId,
  decide,
  defaultSettings,
  doorId,
  evolve,
  homeId,
  initialDoor,
  instant,
  op,
  parcelId,
  phaseOf,
  sessionId,
  wallTime,
} from '@portico/core'

export const SID = sessionId('s_1')
export const OP = op('s_1#0')
export const OWNER = { by: actorId('u_1'), face: 'owner-page' } as const
export const BRIDGE = { by: actorId('b_1'), face: 'homekit' } as const
const WALL0 = 1_790_000_000_000

/** What a hub knows of the door that starts again now. */
function afterRestart(door: DoorState, now: number): string {
  const { epoch } = door.gate
  const born = { mono: instant(now), wall: wallTime(WALL0 + now), epoch: epoch + 1, was: epoch }
  return JSON.stringify(evolve(door, { type: 'HubRestarted', ...born, rebooted: false }))
}

export class Story {
  #door: DoorState
  /** The door as its written events alone would give it. */
  #written: DoorState
  /** ms */
  now = 1_000
  last: Decision | undefined
  readonly events: DoorEventBody[] = []
  readonly effects: Effect[] = []
  #count = 0

  constructor(settings: DoorSettings = defaultSettings) {
    this.#door = initialDoor(homeId('default'), doorId('front'), settings)
    this.#written = this.#door
  }

  get door(): DoorState {
    return this.#door
  }
  /** A door as a journal might have left it. */
  set door(door: DoorState) {
    this.#door = door
    this.#written = door
  }

  get phase(): PhaseName {
    return phaseOf(this.door)
  }
  get q(): number {
    return this.door.gate.question.q
  }
  get wall(): number {
    return WALL0 + this.now
  }
  get types(): string[] {
    return (this.last?.events ?? []).map(({ event }) => event.type)
  }
  get issued(): string[] {
    return (this.last?.effects ?? []).map(({ effect }) => effect.type)
  }
  get code(): string | undefined {
    for (const { event } of this.last?.events ?? [])
      if (event.type === 'Refused' || event.type === 'EntryRefused') return event.code
    return undefined
  }
  get alarms(): string[] {
    return this.door.gate.alarms.filter(({ acknowledged }) => !acknowledged).map(({ kind }) => kind)
  }

  tell(body: DoorCommandBody): this {
    const at = instant(this.now)
    const id = commandId(`c${this.#count++}`)
    const decision = decide(this.door, { ...body, id, at, received: at, wall: wallTime(this.wall) })
    // What a replay of the journal would give must be what the decision gave.
    const replayed = decision.events.reduce((state, { event }) => evolve(state, event), this.door)
    if (JSON.stringify(replayed) !== JSON.stringify(decision.door)) throw new Error('replay differs')
    this.#written = decision.events.reduce(
      (state, { event, quiet }) => (quiet ? state : evolve(state, event)),
      this.#written,
    )
    if (afterRestart(this.#written, this.now) !== afterRestart(decision.door, this.now))
      throw new Error('what is not written is missed after a restart')
    this.#door = decision.door
    this.last = decision
    this.events.push(...decision.events.map(({ event }) => event))
    this.effects.push(...decision.effects.map(({ effect }) => effect))
    return this
  }

  /** Lets time pass and visits each deadline on its way. */
  pass(ms: number): this {
    const end = this.now + ms
    for (let guard = 0; guard < 10_000; guard++) {
      const wake = this.last?.wakeAt ?? null
      if (wake === null || wake > end) break
      this.now = Math.max(this.now, wake)
      this.tell({ type: 'ReachDeadline' })
    }
    this.now = end
    return this
  }

  bolt(
    bolt: 'locked' | 'unlocked' | 'jammed' | 'moving' | 'unknown',
    more: { q?: number | null; source?: 'manual'; credential?: string; battery?: number } = {},
  ): this {
    const q = more.q === undefined ? this.q : more.q
    const source = more.source ?? (q === null ? 'auto' : 'query')
    const { battery = 90, credential = null } = more
    return this.tell({ type: 'ReportBolt', bolt, q, source, battery, credential })
  }
  contact(contact: 'open' | 'closed', q: number | null = this.q): this {
    return this.tell({ type: 'ReportContact', contact, q, source: q === null ? 'auto' : 'query' })
  }
  /** Both witnesses answer the newest question. */
  answers(bolt: 'locked' | 'unlocked' = 'locked', contact: 'open' | 'closed' = 'closed'): this {
    const { q } = this
    return this.bolt(bolt, { q }).contact(contact, q)
  }
  frame(more: { age?: number; changed?: boolean; durable?: boolean; doubt?: FrameDoubt } = {}): this {
    const { age = 100, changed = true, durable = true, doubt } = more
    const captured = instant(this.now - age)
    return this.tell({
      type: 'ReportFrame',
      camera: 'hall',
      captured,
      grade: 'absolute',
      changed,
      durable,
      sha256: 'f'.repeat(64),
      count: 3,
      ...(doubt === undefined ? {} : { doubt }),
    })
  }
  frames(count = 3): this {
    for (let i = 0; i < count; i++) this.frame({ age: 0 })
    return this
  }

  started(pin = false): this {
    return this.tell({ type: 'Restarted', epoch: 1, was: 0, rebooted: false })
      .tell({ type: 'ReportFitness', unfit: null, pin })
      .tell({ type: 'ReportStorage', ok: true })
      .tell({ type: 'ReportClock', ok: true })
      .tell({ type: 'ReportEdge' })
      .answers()
  }
  armed(mode: Mode = 'owner'): this {
    return this.started(mode === 'pin').arm({ mode })
  }
  arm(more: { mode?: Mode; sid?: string; ceiling?: 'auto' | 'owner' | 'porch'; tries?: number } = {}): this {
    const { mode = 'owner', sid = SID, ceiling = 'auto', tries = 0 } = more
    return this.tell({
      type: 'ArmSession',
      sid: sessionId(sid),
      mode,
      from: wallTime(WALL0),
      to: wallTime(WALL0 + 3_600_000),
      source: 'easypost',
      claim: 'household',
      channel: 'carrier-signed',
      ceiling,
      parcels: [parcelId('p_1')],
      policy: 'x',
      tries,
    })
  }
  presence(more: { fault?: 'PRESENCE_INVALID' | 'PRESENCE_STALE'; token?: string } = {}): this {
    const { fault = null, token = `t${this.#count}` } = more
    return this.tell({
      type: 'ProvePresence',
      sid: SID,
      method: 'door-code',
      token,
      fault,
      localDate: '2026-11-23',
      nonce: 'aa',
    })
  }
  approve(more: { try?: number; age?: number | null; actor?: typeof OWNER | typeof BRIDGE } = {}): this {
    const { age = 500, actor = OWNER } = more
    const captured = age === null ? null : instant(this.now - age)
    const tries = more.try ?? this.door.session?.tries ?? 0
    return this.tell({
      type: 'ApproveEntry',
      sid: SID,
      try: tries,
      actor,
      picture: { sha256: 'p', captured },
      nonce: 'bb',
    })
  }
  authorising(): this {
    return this.armed().presence()
  }
  proving(mode: Mode = 'owner'): this {
    return mode === 'owner' ? this.authorising().approve() : this.armed(mode).presence()
  }
  /** Everything but the last answer, so that the next one commits. */
  almost(mode: Mode = 'owner'): this {
    const { q } = this.proving(mode).frames()
    this.tell({ type: 'ReportEdge' }).tell({ type: 'ReportDeadman', op: OP, what: 'armed' })
    if (mode !== 'owner') this.live()
    return this.bolt('locked', { q })
  }
  live(): this {
    return this.tell({ type: 'ReportLiveness', op: OP, camera: 'hall', method: 'signed', nonce: 'aa' })
  }
  committed(mode: Mode = 'owner'): this {
    return this.almost(mode).contact('closed')
  }
  /** The runtime's durable mark before it lets an unlock out. */
  mark(of = OP): this {
    const event = {
      type: 'EffectStarted',
      id: 'e',
      effect: 'UnlockDoor',
      op: of,
      mono: instant(this.now),
      wall: wallTime(this.wall),
    } as const
    this.door = evolve(this.door, event)
    return this
  }
  tellSent(of = OP): this {
    const effect = this.door.session?.mode === 'pin' ? 'GrantPin' : 'UnlockDoor'
    return this.tell({ type: 'ReportEffect', effect, op: of, result: 'sent' })
  }
  sent(mode: Mode = 'owner'): this {
    return this.committed(mode).mark().tellSent()
  }
  /** The lock holds the courier's PIN. */
  granted(): this {
    return this.sent('pin').pin('stored')
  }
  pin(what: 'stored' | 'used' | 'gone', of = OP): this {
    return this.tell({ type: 'ReportPin', op: of, what })
  }
  unlocked(mode: Mode = 'owner'): this {
    return this.sent(mode).bolt('unlocked', { q: null })
  }
  inside(mode: Mode = 'owner'): this {
    return this.unlocked(mode).contact('open', null).frame()
  }
  relocking(mode: Mode = 'owner'): this {
    return this.inside(mode).contact('closed', null)
  }
  sealing(mode: Mode = 'owner'): this {
    return this.relocking(mode).answers()
  }
  closed(mode: Mode = 'owner'): this {
    return this.sealing(mode).tell({ type: 'EvidenceSealed', sid: SID })
  }
  /** Keeps what a healthy house keeps reporting, while time passes. */
  alive(ms: number): this {
    const end = this.now + ms
    while (this.now < end) {
      this.pass(Math.min(500, end - this.now))
        .tell({ type: 'ReportEdge' })
        .frame()
    }
    return this
  }
}

/** Leads a new door into a phase. */
export const into: Readonly<Record<PhaseName, () => Story>> = {
  idle: () => new Story().started(),
  armed: () => new Story().armed(),
  authorising: () => new Story().authorising(),
  proving: () => new Story().proving(),
  unlocking: () => new Story().sent(),
  unlocked: () => new Story().unlocked(),
  inside: () => new Story().inside(),
  relocking: () => new Story().relocking(),
  unproved: () => new Story().relocking().alive(18_000),
  sealing: () => new Story().sealing(),
}
