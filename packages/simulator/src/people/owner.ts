// The owner: answers questions and alarms on the screen, comes to the door or never, and may stop a visit at any moment.
// Whoever stands at the door sees the truth, not a report of it.
import { type AlarmId, type DoorCommandBody, actorId, instant, op } from '@portico/core'
import type { AlarmCall } from '@portico/ports'
import type { SeededChance } from '@portico/testing/fakes'
import { FRONT, type Life } from '../run/life.ts'
import { oneIn } from '../run/streams.ts'
import type { OwnerScript } from './script.ts'
import type { Stage } from './stage.ts'

export const OWNER = { by: actorId('u_1'), face: 'owner-page' } as const

/** From opening the question to the press: the picture named is this old. */
const LOOKS_FOR = 800
/** Somebody at the door tries again to shut and lock it. */
const TRIES_EVERY = 5000
const TRIES_MAX = 8

export class Owner {
  readonly #stage: Stage
  readonly #script: OwnerScript
  #coming = false
  #answering = false
  #openings = 0

  constructor(stage: Stage, script: OwnerScript) {
    this.#stage = stage
    this.#script = script
  }

  /** A visit began: from here on the owner may stop it. */
  visitBegan(): void {
    const { abortsAt } = this.#script
    if (abortsAt !== null) this.#stage.later(abortsAt, () => this.stop('AbortSession'))
  }

  /** The screen asks: may he come in? */
  asked(): void {
    const { approvesAfter, denies } = this.#script
    if (approvesAfter === null) return
    this.#stage.later(Math.max(0, approvesAfter - LOOKS_FOR), () =>
      denies ? this.stop('DenyEntry') : this.#approve(),
    )
  }

  stop(type: 'AbortSession' | 'DenyEntry'): void {
    const session = this.#stage.hub.life?.door?.session
    if (!session) return
    this.#stage.tell('owner', type === 'DenyEntry' ? 'says no' : 'stops the visit')
    this.#ask({ type, sid: session.sid, actor: OWNER })
  }

  /** In this very tick, with no network between: the hardest moment for the gate. */
  stopNow(): void {
    const life = this.#stage.hub.life
    const session = life?.door?.session
    if (!session) return
    this.#stage.tell('owner', 'stops the visit in this very moment')
    const body = { type: 'AbortSession', sid: session.sid, actor: OWNER } as const
    life?.runtime?.ask(FRONT, body).catch(() => {})
  }

  /** Opens for somebody, through the hub: with and without the right, freshly signed in or not, from page or wall. */
  open(draw: SeededChance): void {
    const { hub, house, later, tell } = this.#stage
    const now = hub.life?.clock.mono()
    if (now === undefined) return
    tell('owner', 'opens through the hub')
    this.#openings += 1
    this.#ask({
      type: 'RequestOpen',
      actor: { ...OWNER, face: oneIn(draw, 8) ? 'display' : 'owner-page' },
      right: !oneIn(draw, 8),
      assurance: oneIn(draw, 10) ? null : instant(now - draw.integer(0, oneIn(draw, 8) ? 90_000 : 20_000)),
      op: op(`hand-${this.#openings}`),
    })
    if (oneIn(draw, 3)) return
    // Whoever waits outside goes in, and shuts the door after a while.
    const goesInAt = draw.integer(1500, 9000)
    later(goesInAt, () => house.door.do({ type: 'open', from: 'outside', wide: true }))
    later(goesInAt + draw.integer(3000, oneIn(draw, 4) ? 240_000 : 20_000), () =>
      house.door.do({ type: 'close' }),
    )
  }

  lock(draw: SeededChance): void {
    this.#stage.tell('owner', 'locks through the hub')
    this.#ask({ type: 'RequestLock', actor: OWNER, right: !oneIn(draw, 8) })
  }

  takeOver(): void {
    this.#stage.tell('owner', 'takes over')
    this.#ask({ type: 'TakeOver', actor: OWNER })
  }

  callAlarm(): void {
    this.#stage.tell('owner', 'calls the alarm')
    this.#ask({ type: 'CallAlarm', actor: OWNER })
  }

  /** A screen shows an alarm. */
  heard({ alarm }: AlarmCall): void {
    this.#comeOnce()
    const { acknowledgesAfter } = this.#script
    if (acknowledgesAfter === null || this.#answering) return
    this.#answering = true
    this.#stage.later(acknowledgesAfter, () => {
      this.#answering = false
      this.#acknowledge(alarm, false)
    })
  }

  /** The siren is heard in the street as well: no screen is needed for it. */
  heardSiren(): void {
    this.#comeOnce()
  }

  #comeOnce(): void {
    const { comesAfter } = this.#script
    if (comesAfter === null || this.#coming) return
    this.#coming = true
    this.#stage.later(comesAfter, () => {
      this.#stage.tell('owner', 'stands at the door')
      this.#makeSafe(0)
    })
  }

  #approve(): void {
    const { life } = this.#stage.hub
    if (life?.door?.session?.phase === 'authorising') void this.#approveWith(life)
  }

  /** The picture on the screen is the one that the yes names. */
  async #approveWith(life: Life): Promise<void> {
    const session = life.door?.session
    const still = await life.still()
    const nonce = life.runtime?.desk.nonce()
    if (!session || !still || nonce === undefined) return
    this.#stage.later(LOOKS_FOR, () => {
      this.#stage.tell('owner', 'says yes')
      const picture = { sha256: still.sha256, captured: instant(still.captured) }
      const { sid, tries } = session
      this.#ask({ type: 'ApproveEntry', sid, try: tries, actor: OWNER, picture, nonce })
    })
  }

  /** With both hands: shut, turned, and then said to be so. */
  #makeSafe(tried: number): void {
    const { house, later, tell } = this.#stage
    const { door } = house
    this.#stage.hand('owner')
    if (door.truth.open) door.do({ type: 'close' })
    later(1500, () => {
      door.do({ type: 'turn', to: 'lock' })
      later(1500, () => {
        if (door.isSecure) {
          tell('owner', 'has shut and locked the door by hand')
          return this.#vouch(0)
        }
        if (tried < TRIES_MAX) later(TRIES_EVERY, () => this.#makeSafe(tried + 1))
      })
    })
  }

  /** The hub may be down: then again, a little later. */
  #vouch(tried: number): void {
    const first = this.#stage.hub.life?.door?.gate.alarms[0]
    if (first && this.#stage.house.door.isSecure) this.#acknowledge(first.alarm, true)
    else if (tried < TRIES_MAX && !this.#stage.hub.life?.runtime)
      this.#stage.later(TRIES_EVERY, () => this.#vouch(tried + 1))
    this.#coming = false
  }

  #acknowledge(alarm: AlarmId, secureByEye: boolean): void {
    this.#stage.tell('owner', secureByEye ? 'answers: I see that it is locked' : 'answers the alarm')
    this.#ask({ type: 'AcknowledgeAlarm', alarm, actor: OWNER, secureByEye })
  }

  #ask(body: DoorCommandBody): void {
    const { notifier } = this.#stage.house
    notifier.up.send(() => {
      const life = this.#stage.hub.life
      // A page that hears no answer says so; the person is not in the model any further.
      life?.clock.deliver(() => {
        life.runtime?.ask(FRONT, body).catch(() => {})
      })
    })
  }
}
