// What people ask of doors and visits, from whatever face it comes. Each command looks at the right again, has a quota
// of its own and goes to the door's own loop: nothing that comes from the street is ever before it (threats T17).
import {
  type Actor,
  type DoorCommandBody,
  type DoorEvent,
  type DoorId,
  type Instant,
  alarmId,
  doorId,
  op,
  passId,
  seconds,
  sessionId,
} from '@portico/core'
import type { Chance } from '@portico/ports'
import type { ErrorReply, FaceRight } from '@portico/protocol'
import { type Visit, newId } from '@portico/runtime'
import type { FaceIdentity } from '../faces/face.ts'
import type { PinWord } from '../faces/pin.ts'
import { httpError } from '../http/http-errors.ts'
import { demand, isAdult, quotaKey, reaches } from '../http/rights.ts'
import { SlidingLimit } from '../http/sliding-limit.ts'
import type { Hub } from '../hub.ts'
import { type Identity, faceOf } from './identity.ts'
import { type Refusal, refusalReply } from '../views/words.ts'

type Refused = Extract<DoorEvent, { readonly type: 'Refused' | 'EntryRefused' }>

/** Null: it is durable. Otherwise what the domain says against it. */
export type Answer = ErrorReply | null

export const PEOPLE_QUOTA = { limit: 20, within: seconds(10) } as const

export interface HandAsk {
  /** Null: none came. */
  readonly pin: string | null
  /** The face keeps hours of its own for it. */
  readonly inHours: boolean
  /** Whoever asked still waits for the answer. */
  readonly isAwaited: () => boolean
}

/** What else is refused by it is no answer to it: who opens by hand while a courier waits opens all the same. */
const isAnswer = (event: DoorEvent, asked: DoorCommandBody['type']): event is Refused =>
  event.type === 'Refused'
    ? event.command === asked
    : event.type === 'EntryRefused' && asked === 'ApproveEntry'

function refusalOf(events: readonly DoorEvent[], asked: DoorCommandBody['type']): Refusal | null {
  const refused = events.find((event) => isAnswer(event, asked))
  return refused ? { code: refused.code, value: refused.value, limit: refused.limit } : null
}

export class PeopleDesk {
  readonly #hub: Hub
  readonly #chance: Chance
  readonly #quota = new SlidingLimit(PEOPLE_QUOTA)

  constructor(hub: Hub, chance: Chance) {
    this.#hub = hub
    this.#chance = chance
  }

  /**
   * A token may ask too: the core refuses it, so that it stands in the journal. A face needs a PIN, which is its assurance
   * for this one time. Whoever has hung up meanwhile was told no: a hub that stood still opens nothing to him later.
   *
   * @throws HubError `HUB_PIN_CLOSED`
   */
  async open(by: Identity, id: string, asked: HandAsk): Promise<{ readonly op: string } | ErrorReply> {
    this.#count(by)
    const door = this.#door(by, id)
    const word = by.kind === 'face' ? await this.#pinWord(by, door, asked) : null
    const name = op(newId('h', this.#hub.clock.wall(), this.#chance))
    const right = may(by, 'open')
    const assurance = asked.isAwaited() ? this.#assurance(by, word) : null
    const command = { type: 'RequestOpen', actor: actorOf(by), right, assurance, op: name } as const
    const refusal = await this.#ask(door, command)
    if (word === 'closed')
      throw httpError('HUB_PIN_CLOSED', 'too many wrong PINs came from here; wait an hour')
    if (refusal?.code === 'ASSURANCE_MISSING' && by.kind === 'face') return { ...refusal, ...pinMissing }
    return refusal ?? { op: name }
  }

  async #pinWord(face: FaceIdentity, door: DoorId, { pin, inHours }: HandAsk): Promise<PinWord> {
    if (pin === null || !may(face, 'open')) return 'wrong'
    return await this.#hub.pinBook.verify({ digits: pin, door, face, inHours })
  }

  #assurance(by: Identity, word: PinWord | null): Instant | null {
    if (by.kind === 'person') return by.assurance
    return word === 'good' ? this.#hub.clock.mono() : null
  }

  async lock(by: Identity, door: string): Promise<Answer> {
    this.#count(by)
    const right = may(by, 'lock')
    return this.#ask(this.#door(by, door), { type: 'RequestLock', actor: actorOf(by), right })
  }

  async approve(
    by: Identity,
    session: string,
    { try: which, picture }: { readonly try: number; readonly picture: string },
  ): Promise<Answer> {
    const { id, door } = this.#visit(by, session, 'approve')
    const { shown, desk } = this.#hub.runtime
    return this.#ask(door, {
      type: 'ApproveEntry',
      sid: id,
      try: which,
      actor: actorOf(by),
      picture: { sha256: picture, captured: shown.capturedOf({ to: actorOf(by).by, door, sha256: picture }) },
      nonce: desk.nonce(),
    })
  }

  async deny(by: Identity, session: string): Promise<Answer> {
    const { id, door } = this.#visit(by, session, 'refuse')
    return this.#ask(door, { type: 'DenyEntry', sid: id, actor: actorOf(by) })
  }

  async abort(by: Identity, session: string): Promise<Answer> {
    const { id, door } = this.#visit(by, session, 'refuse')
    return this.#ask(door, { type: 'AbortSession', sid: id, actor: actorOf(by) })
  }

  /** A pass that was begun with, and has not opened yet, takes its visit along. */
  async revokePass(by: Identity, pass: string): Promise<Answer> {
    this.#person(by)
    const { desk, visits } = this.#hub.runtime
    const known = visits.passes.get(passId(pass))
    if (!known) throw httpError('HUB_HTTP_NOT_FOUND', 'no such pass')
    const code = await desk.passes.revoke(known.id, actorOf(by))
    return code === null ? null : refusalReply({ code })
  }

  /** The command names a door and no visit: a page that shows an older visit must not end a newer one. */
  async takeOver(by: Identity, session: string): Promise<Answer> {
    const { id, door } = this.#visit(by, session)
    const under = this.#hub.runtime.door(door)?.session
    if (under && under.sid !== id) return refusalReply({ code: 'OTHER_SESSION' })
    return this.#ask(door, { type: 'TakeOver', actor: actorOf(by) })
  }

  async acknowledge(
    by: Identity,
    alarm: string,
    { secureByEye }: { readonly secureByEye: boolean },
  ): Promise<Answer> {
    this.#person(by)
    const door = this.#doorOfAlarm(alarm)
    if (!door) throw httpError('HUB_HTTP_NOT_FOUND', 'no such alarm')
    const id = alarmId(alarm)
    return this.#ask(door, { type: 'AcknowledgeAlarm', alarm: id, actor: actorOf(by), secureByEye })
  }

  /** With the siren at once. */
  async callAlarm(by: Identity, door: string): Promise<Answer> {
    this.#person(by)
    return this.#ask(this.#door(by, door), { type: 'CallAlarm', actor: actorOf(by) })
  }

  /** A screen of a person shows an alarm that stands; anything else says nothing. */
  delivered(by: Identity, alarm: string): void {
    // Nobody need stand before a display: that it shows an alarm does not mean that somebody has heard of it.
    demand(by, ['read'])
    this.#count(by)
    const door = this.#doorOfAlarm(alarm)
    const standing = door && this.#hub.runtime.door(door)?.gate.alarms.find((each) => each.alarm === alarm)
    if (!door || !standing) return
    this.#hub.runtime.report(door, { type: 'ReportDelivered', alarm: standing.alarm, channel: 'screen' })
  }

  #person(by: Identity, face?: FaceRight): void {
    demand(by, 'person', { face })
    this.#count(by)
  }

  #count(by: Identity): void {
    if (!this.#quota.take(quotaKey(by), this.#hub.clock.mono()))
      throw httpError('HUB_HTTP_QUOTA', `no more than ${PEOPLE_QUOTA.limit} commands in 10 s`)
  }

  #door(by: Identity, id: string): DoorId {
    const door = this.#hub.runtime.door(doorId(id))
    if (!door || !reaches(by, door.door)) throw httpError('HUB_HTTP_NOT_FOUND', 'no such door')
    return door.door
  }

  #visit(by: Identity, session: string, face?: FaceRight): Visit {
    this.#person(by, face)
    const visit = this.#hub.runtime.visits.get(sessionId(session))
    if (!visit || !this.#hub.runtime.door(visit.door) || !reaches(by, visit.door))
      throw httpError('HUB_HTTP_NOT_FOUND', 'no such visit')
    return visit
  }

  /** An alarm's id begins with its door: one that has ended is still about that door. */
  #doorOfAlarm(alarm: string): DoorId | null {
    const [door = ''] = alarm.split('!')
    return this.#hub.runtime.door(doorId(door))?.door ?? null
  }

  async #ask(door: DoorId, command: DoorCommandBody): Promise<Answer> {
    const { events } = await this.#hub.runtime.ask(door, command)
    const refusal = refusalOf(events, command.type)
    return refusal === null ? null : refusalReply(refusal)
  }
}

/** What a face is answered whose PIN is missing or no good. */
const pinMissing = {
  message: 'This needs a PIN of the home that is good at this door and hour.',
  next: 'Send a good PIN',
} as const

/** An adult may all of it, a face what it has the right to. */
const may = (by: Identity, right: FaceRight): boolean =>
  isAdult(by) || (by.kind === 'face' && by.rights.includes(right))

const actorOf = (by: Identity): Actor => ({
  by: by.kind === 'person' ? by.person.id : by.id,
  face: faceOf(by),
})
