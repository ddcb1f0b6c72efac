// Asks one service about the parcels of this household, in turns: the soonest delivery first, one question at a time,
// and never more than the day's budget. What it says goes the same way as a push.
import { createHash } from 'node:crypto'
import { type Duration, type ParcelId, after, milliseconds, normalNumber } from '@portico/core'
import type {
  AskedParcel,
  FollowedParcel,
  ToldParcel,
  TrackingClient,
  VendorVerdict,
} from '@portico/plugin-api'
import { type Wake, codeOf } from '@portico/ports'
import type { Deliveries } from '@portico/runtime'
import type { Source } from '../people/source.ts'
import { type NextAct, type ParcelFacts, type ParcelTurn, nextAct } from './ask-plan.ts'
import { type HookKeeping, hookDue, keepHook } from './keep-hook.ts'
import { reportOf } from './report-of.ts'
import type { LineParts } from './vendor-line.ts'
import { VendorLine } from './vendor-line.ts'

/** Between two questions to one service. */
const GAP: Duration = milliseconds(2_000)
/** However far the next turn lies, the plan is looked at again. */
const LOOK_AGAIN_MS = 60 * 60 * 1000

export interface ReachParts extends LineParts {
  readonly deliveries: Pick<Deliveries, 'report'>
  /** Parcels that this service is to follow, if it can. */
  readonly parcels: () => readonly ParcelFacts[]
  /** It will not follow a parcel, or not know the key: another may. */
  readonly onRefused: () => void
  readonly publicUrl: string | null
}

export interface ReachOrder extends ReachParts {
  readonly source: Source
  readonly client: TrackingClient
  readonly origin: string
}

export class SourceReach implements AsyncDisposable {
  readonly line: VendorLine
  readonly client: TrackingClient
  readonly #order: ReachOrder
  #wake: Wake | null = null
  #turning: Promise<void> | null = null

  constructor(order: ReachOrder) {
    this.#order = order
    this.client = order.client
    this.line = new VendorLine(order)
  }

  get turns(): ReadonlyMap<ParcelId, ParcelTurn> {
    return new Map(this.line.state.turns)
  }

  /** Something has changed: a parcel was named, a key typed. */
  nudge(): void {
    if (!this.line.hasEnded && this.#turning === null) this.#sleep(GAP)
  }

  /** Another key, secret or address: nothing that was found out before counts. */
  async anew(): Promise<void> {
    await this.line.change({ key: 'unknown', paused: null, failures: 0, fault: null, hookLooked: null })
    this.nudge()
  }

  /** Whether the service takes the key; asked by a person, outside of the turns. */
  test(): Promise<VendorVerdict<null> | null> {
    return this.line.ask({
      request: (key) => this.client.check(key),
      read: (reply) => this.client.readCheck(reply),
    })
  }

  /** Takes the webhook out, and forgets what was followed: the key goes. */
  async retire(): Promise<void> {
    const keeping = this.#keeping(null)
    if (keeping && this.line.state.hook) await keepHook(keeping)
    await this.line.change({ turns: [], hook: null, key: 'unknown', fault: null, paused: null, failures: 0 })
  }

  /** Resolves when no turn goes on. */
  async settled(): Promise<void> {
    await this.#turning
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#wake?.cancel()
    this.line[Symbol.dispose]()
    await this.#turning
  }

  #keeping(publicUrl: string | null): HookKeeping | null {
    const { client, line } = this
    return client.hooks ? { ...this.#order, line, hooks: client.hooks, publicUrl } : null
  }

  #sleep(time: Duration): void {
    const { clock } = this.#order
    this.#wake?.cancel()
    this.#wake = clock.wake(after(clock.mono(), time), () => {
      this.#turning = this.#turn()
        .catch((error: unknown) => {
          // Nothing was lost: what is not written was not asked, as far as the next turn knows.
          const { log, source } = this.#order
          log.warn({ source: source.carrier.id, code: codeOf(error) }, 'a turn of asking failed')
        })
        .finally(() => {
          this.#turning = null
          if (!this.line.hasEnded) this.#plan()
        })
    })
  }

  #plan(): void {
    if (!this.line.hasKey) return
    const now = this.#order.clock.wall()
    const at = Math.min(this.#nextAt() ?? Infinity, now + LOOK_AGAIN_MS)
    this.#sleep(milliseconds(Math.max(at - now, GAP)))
  }

  #nextAt(): number | null {
    const keeping = this.#keeping(this.#order.publicUrl)
    const times = [keeping && hookDue(keeping), this.#next()?.at ?? null].filter((at) => at !== null)
    if (times.length === 0) return null
    return Math.max(Math.min(...times), this.line.pausedUntil ?? 0)
  }

  #next(): NextAct | null {
    const { parcels, clock } = this.#order
    const { asksPerDay, followsPerDay, ask, hooks } = this.client
    const { state } = this.line
    // Who only pushes and cannot reach us has nothing to follow.
    if (!ask && (!hooks || state.hook === null)) return null
    return nextAct({
      parcels: parcels(),
      turns: this.turns,
      spent: state.spent,
      budget: { asksPerDay, followsPerDay, isAsked: ask !== undefined },
      now: clock.wall(),
    })
  }

  async #turn(): Promise<void> {
    const { clock, publicUrl } = this.#order
    if (!this.line.hasKey || this.line.pausedUntil !== null) return undefined
    const keeping = this.#keeping(publicUrl)
    const due = keeping && hookDue(keeping)
    if (keeping && due !== null && due <= clock.wall()) return keepHook(keeping)
    const act = this.#next()
    if (act === null || act.at > clock.wall()) return undefined
    return act.type === 'leave' ? this.#leave(act.parcel) : this.#ask(act.parcel, act.type)
  }

  async #ask(parcel: ParcelFacts, type: 'follow' | 'ask'): Promise<void> {
    const { number, carrier } = parcel
    const turn = this.turns.get(parcel.id) ?? blankTurn({ number, carrier })
    const known = type === 'follow' ? await this.#follow(turn) : await this.#news(turn)
    if (known === null) {
      if (this.line.state.key === 'refused') this.#order.onRefused()
      return
    }
    const { told, ...change } = known
    const said = await this.#tell(parcel, told, turn.said)
    await this.#note(parcel.id, { ...turn, ...change, said, asked: this.#order.clock.wall() })
  }

  /** Null: nothing is known yet, and the line says when to ask again. */
  async #follow(turn: ParcelTurn): Promise<Known | null> {
    const { client } = this
    // Whether it can be followed does not hang on the key.
    if (client.follow(turn, '') === null) return { following: 'refused', told: [] }
    const verdict = await this.line.ask({
      request: (key) => client.follow(turn, key) ?? client.check(key),
      read: (reply) => client.readFollow(reply, turn),
      isFollow: true,
    })
    if (verdict?.type === 'refused') return { following: 'refused', told: [] }
    if (verdict?.type !== 'done') return null
    return { following: 'yes', ref: verdict.found.ref, told: verdict.found.told }
  }

  async #news(turn: ParcelTurn): Promise<Known | null> {
    const { ask } = this.client
    if (!ask) return null
    const verdict = await this.line.ask({
      request: (key) => ask.request(turn, key),
      read: (reply) => ask.read(reply),
    })
    if (verdict?.type === 'refused') return { following: 'refused', told: [] }
    return verdict?.type === 'done' ? { following: 'yes', told: verdict.found } : null
  }

  /** Only of the parcel that was asked about: an account may hold those of others, and they are nobody's here. */
  async #tell(
    parcel: ParcelFacts,
    told: readonly ToldParcel[],
    before: string | null,
  ): Promise<string | null> {
    const { source, log } = this.#order
    const isOurs = ({ reading }: ToldParcel): boolean =>
      reading.trackingNumbers.some((number) => normalNumber(number) === normalNumber(parcel.number))
    const ours = told.find(isOurs)
    if (told.some((each) => !isOurs(each)))
      log.info({ source: source.carrier.id }, 'an answer told of parcels that were not asked about')
    if (!ours) return before
    const said = createHash('sha256').update(JSON.stringify(ours.reading)).digest('hex')
    if (said !== before) await this.#report(parcel, ours, said)
    return said
  }

  /** Grade: as good as a signature over the body; who answers is proved by TLS, and that it is new by our asking. */
  async #report(parcel: ParcelFacts, { reading, piece }: ToldParcel, said: string): Promise<void> {
    const { source, deliveries } = this.#order
    const { id } = source.carrier
    const { carrier } = reading
    await deliveries.report(
      reportOf({
        source: id,
        grade: 'signed',
        reading: {
          ...reading,
          carrier: carrier === 'unknown' ? (parcel.carrier ?? carrier) : carrier,
          trackingNumbers: [parcel.number],
        },
        eventId: `asked ${said}`,
        body: Buffer.from(JSON.stringify({ asked: id, answer: piece })),
        part: 0,
      }),
    )
  }

  async #leave(id: ParcelId): Promise<void> {
    const turn = this.turns.get(id)
    const { client } = this
    if (turn?.following === 'yes' && client.leave?.(turn, '')) {
      const verdict = await this.line.ask<null>({
        request: (key) => client.leave?.(turn, key) ?? client.check(key),
        // Whatever it says to this is its own affair.
        read: () => ({ type: 'done', found: null }),
      })
      if (verdict?.type !== 'done') return
    }
    await this.line.change({ turns: this.line.state.turns.filter(([each]) => each !== id) })
  }

  async #note(id: ParcelId, turn: ParcelTurn): Promise<void> {
    const others = this.line.state.turns.filter(([each]) => each !== id)
    await this.line.change({ turns: [...others, [id, turn]] })
    if (turn.following === 'refused') this.#order.onRefused()
  }
}

type Known = Pick<ParcelTurn, 'following'> &
  Partial<Pick<FollowedParcel, 'ref'>> & { readonly told: readonly ToldParcel[] }

const blankTurn = ({ number, carrier }: AskedParcel): ParcelTurn => ({
  following: 'no',
  ref: null,
  number,
  carrier,
  asked: null,
  said: null,
})
