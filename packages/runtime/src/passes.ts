// The passes of a home: minted, armed by a presence, used by an unlock, revoked. Their secrets and what their phones
// keep are known here only as hashes.
import { createHash } from 'node:crypto'
import {
  type HomeId,
  type Mode,
  type Pass,
  type PassId,
  type SessionId,
  type WallTime,
  modeWithin,
  passId,
} from '@portico/core'
import type { Chance, RecordChange } from '@portico/ports'
import type { Projection } from './door-runner.ts'
import type { LineBody } from './home-journal.ts'
import { newId } from './new-id.ts'
import type { SealedRecords } from './sealed-records.ts'
import type { Visit } from './visit.ts'

export interface Minted {
  readonly pass: Pass
  /** 128 bits, base64url: told once, kept only as a hash. */
  readonly secret: string
  readonly line: LineBody
  readonly record: Omit<RecordChange, 'home'>
}

export interface PassOrder {
  readonly visit: Visit
  /** Of its parcels; null where none is known. */
  readonly carrier: string | null
  readonly now: WallTime
}

/** Who proves presence with which pass, known by the hash of the proof. */
interface Arrival {
  readonly hash: string
  readonly phone: string | null
}

export interface ArrivalOrder {
  /** Hash of the proof. */
  readonly token: string
  readonly secret: string
  /** Hash of what the phone keeps; null: nothing. */
  readonly phone: string | null
}

/** What a change of passes writes, and what holds once it is written. */
type PassChange = ReturnType<Projection['project']>

type PassLine = 'PassMinted' | 'PassArmed' | 'PassUsed' | 'PassRevoked'

const SECRET_BYTES = 16

export const hashOfSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex')

/** The mode in which this visit may be let in now. */
export const modeOf = ({ mode, ceiling }: Visit): Mode => modeWithin(mode, ceiling) ?? 'owner'

const isAlive = ({ status }: Pass): boolean => status === 'minted' || status === 'armed'

export class Passes {
  readonly #home: HomeId
  readonly #records: SealedRecords
  readonly #chance: Chance
  /** By the hash of their secret. */
  readonly #passes = new Map<string, Pass>()
  readonly #arrivals = new Map<string, Arrival>()
  /** Passes that are dead here and perhaps not yet on the disk. */
  readonly #unwritten = new Set<string>()
  /** Passes with which presence was proved last, by visit. */
  readonly #presented = new Map<SessionId, PassId>()

  constructor(home: HomeId, records: SealedRecords, chance: Chance) {
    this.#home = home
    this.#records = records
    this.#chance = chance
  }

  /** Records of an earlier version name less: what is missing comes from the visit. */
  load(visitOf: (session: SessionId) => Visit | null): void {
    // cast: only this class writes these records
    for (const { id, value } of this.#records.all('pass')) {
      const pass = value as Omit<Partial<Pass>, 'status'> & StoredPass
      this.#passes.set(id, upcast(pass, this.#home, visitOf(pass.session)))
    }
  }

  mint({ visit, carrier, now }: PassOrder): Minted {
    const secret = Buffer.from(this.#chance.bytes(SECRET_BYTES)).toString('base64url')
    const id = passId(newId('k', now, this.#chance))
    const { id: session, door, parcels, from, to } = visit
    const mode = modeOf(visit)
    const pass: Pass = {
      id,
      home: this.#home,
      session,
      door,
      parcels,
      carrier,
      mode,
      from,
      to,
      minted: now,
      status: 'minted',
      revoked: null,
      phone: null,
    }
    const record = this.#records.put('pass', hashOfSecret(secret), pass)
    return { pass, secret, line: passLine('PassMinted', pass, { carrier, mode, parcels }), record }
  }
  keep({ pass, secret }: Minted): void {
    this.#passes.set(hashOfSecret(secret), pass)
  }

  /** The pass with this secret; null when there is none. */
  find(secret: string): Pass | null {
    return this.#passes.get(hashOfSecret(secret)) ?? null
  }
  get(id: PassId): Pass | null {
    for (const pass of this.#passes.values()) if (pass.id === id) return pass
    return null
  }
  of(session: SessionId): readonly Pass[] {
    return [...this.#passes.values()].filter((pass) => pass.session === session)
  }
  /** Presence was proved last with this pass, and it has not been with another of the visit since. */
  isPresented({ id, session }: Pass): boolean {
    return this.#presented.get(session) === id
  }

  /** Somebody proves presence with this pass: it is armed with the proof itself, in one piece of work. */
  arriving({ token, secret, phone }: ArrivalOrder): Disposable & { readonly token: string } {
    this.#arrivals.set(token, { hash: hashOfSecret(secret), phone })
    return { token, [Symbol.dispose]: () => void this.#arrivals.delete(token) }
  }

  /** The presence with this proof was accepted: its pass belongs from here on to the phone that showed it. */
  arm(token: string): readonly PassChange[] {
    const arrival = this.#arrivals.get(token)
    const pass = arrival && this.#passes.get(arrival.hash)
    if (!pass || !isAlive(pass)) return []
    const { hash } = arrival
    const armed: Pass = { ...pass, status: 'armed', phone: pass.phone ?? arrival.phone }
    return [
      {
        lines: [passLine('PassArmed', pass, { bound: armed.phone !== null })],
        records: [this.#records.put('pass', hash, armed)],
        apply: () => {
          this.#presented.set(pass.session, pass.id)
          const now = this.#passes.get(hash)
          if (now && isAlive(now)) this.#passes.set(hash, armed)
        },
      },
    ]
  }

  /** An unlock was committed: whatever becomes of it, no pass of this visit opens anything again. */
  use(session: SessionId): PassChange {
    return this.#end(this.#alive(session), (pass) => ({
      ended: { ...pass, status: 'used' },
      line: passLine('PassUsed', pass, {}),
    }))
  }

  /** The visit is over: what is left of its passes ends, and what their phones keep means nothing any more. */
  close(session: SessionId): PassChange {
    const all = [...this.#passes].filter(([, pass]) => pass.session === session)
    const dead = all.filter(([, pass]) => !isAlive(pass) && pass.phone !== null)
    const forgotten = dead.map(([hash, pass]) => [hash, { ...pass, phone: null }] as const)
    const ended = this.#end(this.#alive(session), (pass) => ({
      ended: { ...pass, status: 'revoked', revoked: 'closed', phone: null },
      line: passLine('PassRevoked', pass, { why: 'closed' }),
    }))
    return {
      lines: ended.lines,
      records: [...ended.records, ...forgotten.map(([hash, pass]) => this.#records.put('pass', hash, pass))],
      apply: () => {
        ended.apply()
        this.#presented.delete(session)
        for (const [hash, pass] of forgotten) this.#passes.set(hash, pass)
      },
    }
  }

  /** Takes back every pass of a visit that can still be used: from this moment on, whatever the disk does. */
  withdraw(session: SessionId, revoked: 'done' | 'closed', why: string): PassChange {
    return this.#revoke(this.#alive(session), revoked, { why })
  }

  /** An owner takes back one pass: from this moment on, whatever the disk does. */
  revoke(id: PassId, by: string): PassChange {
    const one = [...this.#passes].filter(([hash, pass]) => pass.id === id && this.#mayEnd(hash, pass))
    return this.#revoke(one, 'owner', { why: 'owner', by })
  }

  /** Of a visit that is no longer in memory either. */
  forget(session: SessionId): void {
    for (const [hash, pass] of this.#passes) if (pass.session === session) this.#passes.delete(hash)
  }

  #revoke(
    passes: readonly (readonly [string, Pass])[],
    revoked: NonNullable<Pass['revoked']>,
    why: Readonly<Record<string, unknown>>,
  ): PassChange {
    const ends = this.#end(passes, (pass) => ({
      ended: { ...pass, status: 'revoked', revoked },
      line: passLine('PassRevoked', pass, why),
    }))
    ends.apply()
    for (const [hash] of passes) this.#unwritten.add(hash)
    return {
      ...ends,
      apply: () => {
        for (const [hash] of passes) this.#unwritten.delete(hash)
      },
    }
  }

  #mayEnd(hash: string, pass: Pass): boolean {
    return isAlive(pass) || this.#unwritten.has(hash)
  }
  #alive(session: SessionId): readonly (readonly [string, Pass])[] {
    return [...this.#passes].filter(([hash, pass]) => pass.session === session && this.#mayEnd(hash, pass))
  }

  #end(
    passes: readonly (readonly [string, Pass])[],
    endOf: (pass: Pass) => { readonly ended: Pass; readonly line: LineBody },
  ): PassChange {
    const ends = passes.map(([hash, pass]) => {
      const { ended, line } = endOf(pass)
      // One that was taken back already stays so, and is written again in case that write fails.
      return { hash, ended: isAlive(pass) ? ended : pass, line }
    })
    return {
      lines: ends.map(({ line }) => line),
      records: ends.map(({ hash, ended }) => this.#records.put('pass', hash, ended)),
      apply: () => {
        for (const { hash, ended } of ends) this.#passes.set(hash, ended)
      },
    }
  }
}

/** As an earlier version kept it. */
interface StoredPass {
  readonly session: SessionId
  readonly status: Pass['status'] | 'valid' | 'done'
}

function upcast(stored: Omit<Partial<Pass>, 'status'> & StoredPass, home: HomeId, visit: Visit | null): Pass {
  const { status } = stored
  // cast: id, door, window and time of minting stand in every version
  const known = stored as Omit<Pass, 'status'> & StoredPass
  return {
    ...known,
    home: stored.home ?? home,
    parcels: stored.parcels ?? visit?.parcels ?? [],
    carrier: stored.carrier ?? null,
    mode: stored.mode ?? (visit ? modeOf(visit) : 'owner'),
    phone: stored.phone ?? null,
    status: status === 'valid' ? 'minted' : status === 'done' ? 'revoked' : status,
    revoked: stored.revoked ?? (status === 'done' ? 'done' : status === 'revoked' ? 'owner' : null),
  }
}

function passLine(type: PassLine, pass: Pass, more: Readonly<Record<string, unknown>>): LineBody {
  const { id, door, session, from, to } = pass
  // Door-less: a pass is nothing a door could do.
  return {
    door: null,
    session,
    type,
    cause: 'runtime',
    data: { pass: id satisfies PassId, at: door, from, to, ...more },
  }
}
