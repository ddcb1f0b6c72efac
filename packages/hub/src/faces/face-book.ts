// The book of faces: each known by the hash of its token, with what it may do and at which doors. Whatever ends does so in
// memory first, and at the disk as soon as it can.
import { type ActorId, type Duration, type WallTime, hours } from '@portico/core'
import type { BridgePeer } from '@portico/plugin-api'
import { type Chance, type Clock, codeOf } from '@portico/ports'
import type { FaceClaimRequest, FaceKind } from '@portico/protocol'
import { type HomeRuntime, SerialByKey } from '@portico/runtime'
import type { Logger } from 'pino'
import { httpError } from '../http/http-errors.ts'
import { type AuditFact, audit } from '../people/audit.ts'
import { Ending } from '../people/ending.ts'
import { hashOf } from '../people/secret.ts'
import { type FaceAllowance, type FaceBook, type FaceIdentity, type KeptFace, isBridges } from './face.ts'
import { isLooser, narrower } from './face-allowance.ts'
import { FACE_CODE_GOOD_FOR, FaceCodes } from './face-codes.ts'
import { type Fresh, type StoredFace, newFace, renewed } from './fresh-face.ts'
import { OpenLines } from './open-lines.ts'

export interface FaceBookParts {
  readonly records: HomeRuntime['records']
  readonly journal: HomeRuntime['journal']
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Logger
}

export const FACES_MAX = 64
/** Its being there is written down this often. */
const SEEN_EVERY = hours(6)

const BOOK = 'book'

const bridgeNames: Readonly<Record<FaceKind, string>> = {
  homekit: 'HomeKit',
  matter: 'Matter',
  mqtt: 'MQTT',
  voice: 'Alexa',
}

export const createFaceBook = (parts: FaceBookParts): FaceBook => new Book(parts)

class Book implements FaceBook {
  readonly #parts: FaceBookParts
  readonly #faces = new Map<string, StoredFace>()
  readonly #byHash = new Map<string, string>()
  /** Newest moment each was there, as far as it is not written down yet. */
  readonly #seen = new Map<string, WallTime>()
  readonly #open = new OpenLines()
  /** Ended here, and not yet on the disk: a restart would bring them back, so they can be ended again. */
  readonly #unwritten = new Map<string, StoredFace>()
  readonly #ended = new Ending<KeptFace>()
  readonly #cut = new Ending<string>()
  readonly #codes: FaceCodes
  /** One change at a time. */
  readonly #serial = new SerialByKey()

  constructor(parts: FaceBookParts) {
    this.#parts = parts
    this.#codes = new FaceCodes(parts)
    for (const { value } of parts.records.all('face')) {
      // cast: only this class writes these records
      const face = value as StoredFace
      this.#faces.set(face.id, face)
      // What a bridge held before this start of the hub is dead: it is given another token.
      if (!isBridges(face)) this.#byHash.set(face.hash, face.id)
    }
  }

  get all(): readonly (KeptFace & { readonly isLive: boolean })[] {
    return [...this.#faces.values()]
      .toSorted((a, b) => a.since - b.since)
      .map((face) => ({ ...this.#viewOf(face), isLive: this.#open.has(face.id) }))
  }

  async code(by: ActorId): Promise<{ readonly code: string; readonly goodFor: Duration }> {
    await audit(this.#parts.journal, { what: 'face-code-made', by })
    return { code: this.#codes.make(by), goodFor: FACE_CODE_GOOD_FOR }
  }

  endCodes(): void {
    this.#codes.endAll()
  }

  claim({
    code,
    kind,
    name,
  }: FaceClaimRequest): Promise<{ readonly token: string; readonly face: KeptFace }> {
    return this.#serial.run([BOOK], async () => {
      this.#checkRoom()
      using used = this.#codes.take(code)
      if (used === null) throw this.#wrongCode()
      const { by } = used
      const { face, token } = newFace({ kind, name, by, peer: null }, this.#parts)
      await this.#write(face, { what: 'face-claimed', by, more: { kind } })
      if (used.isEnded) {
        // Whoever ended all faces meanwhile could not see this one.
        await this.#writeEnd(face.id, null)
        throw wrongCode()
      }
      this.#keep(face)
      return { token, face: this.#viewOf(face) }
    })
  }

  async takeCode(code: string): Promise<ActorId> {
    using used = this.#codes.take(code)
    if (used === null) throw this.#wrongCode()
    return used.by
  }

  identify(token: string): FaceIdentity | null {
    const face = this.#faces.get(this.#byHash.get(hashOf(token)) ?? '')
    if (!face) return null
    this.#see(face)
    const { id, name, kind, rights, doors } = face
    return { kind: 'face', id, name, face: kind, rights, doors, keeper: this.keeperOf(face) }
  }

  keeperOf(face: Pick<KeptFace, 'id' | 'kind' | 'by'>): string {
    return isBridges(face) ? `bridge ${face.kind}` : face.id
  }

  rightsOf(id: string): FaceAllowance | null {
    const face = this.#faces.get(id)
    return face ? { rights: face.rights, doors: face.doors } : null
  }

  loosens(id: string, wished: FaceAllowance): boolean {
    const face = this.#faces.get(id)
    return face !== undefined && isLooser(face, wished)
  }

  changeRights(by: ActorId, id: string, { rights, doors }: FaceAllowance): Promise<KeptFace | null> {
    return this.#serial.run([BOOK], async () => {
      const face = this.#faces.get(id)
      if (!face) return null
      const changed: FaceAllowance = { rights: [...rights], doors: doors && [...doors] }
      // Less from this moment, whatever the disk does; more once it is written down.
      this.#keep({ ...face, ...narrower(face, changed) })
      this.#cut.tell(id)
      const more = { rights: changed.rights, ...(changed.doors && { doors: changed.doors }) }
      await this.#write({ ...face, ...changed }, { what: 'face-rights', by, more })
      const now = this.#faces.get(id)
      if (!now) return null
      this.#keep({ ...now, ...changed })
      this.#cut.tell(id)
      return this.#viewOf({ ...now, ...changed })
    })
  }

  async revoke(by: ActorId, id: string): Promise<boolean> {
    const face = this.#faces.get(id) ?? this.#unwritten.get(id)
    if (!face) return false
    await this.#end(face, by)
    return true
  }

  async endOf(person: ActorId, by: ActorId): Promise<void> {
    this.#codes.end(person)
    const known = new Map([...this.#unwritten, ...this.#faces])
    for (const face of known.values()) if (face.by === person) await this.#end(face, by)
  }

  async bridgeFace(kind: FaceKind): Promise<{ readonly id: ActorId; readonly token: string }> {
    // Controllers are admitted anew by the bridge that starts: what the one before gave them is dead.
    for (const face of this.#faces.values())
      if (isBridges(face) && face.kind === kind && face.peer !== null) this.#renew(face)
    const { face, token } = await this.#again(kind, null)
    return { id: face.id, token }
  }

  async admit(kind: FaceKind, peer: BridgePeer): Promise<string> {
    return (await this.#again(kind, peer)).token
  }

  async dismiss(kind: FaceKind, peer: string): Promise<void> {
    const face = this.#ofBridge(kind, peer)
    if (face) await this.#end(face, null)
  }

  connect(id: string): Disposable {
    return this.#open.connect(id)
  }

  onEnded(follower: (face: KeptFace) => void): Disposable {
    return this.#ended.follow(follower)
  }
  onCut(follower: (face: string) => void): Disposable {
    return this.#cut.follow(follower)
  }

  #ofBridge(kind: FaceKind, peer: string | null): StoredFace | undefined {
    return [...this.#faces.values()].find(
      (face) => face.by === null && face.kind === kind && face.peer === peer,
    )
  }

  /** The same face with another token, or a new one. */
  #again(kind: FaceKind, peer: BridgePeer | null): Promise<Fresh> {
    return this.#serial.run([BOOK], async () => {
      const known = this.#ofBridge(kind, peer?.id ?? null)
      if (!known) this.#checkRoom()
      const name = peer?.name ?? bridgeNames[kind]
      const fresh = known
        ? this.#renew({ ...known, name })
        : newFace({ kind, name, by: null, peer: peer?.id ?? null }, this.#parts)
      const more = { kind }
      await this.#write(fresh.face, { what: peer ? 'face-admitted' : 'face-bridged', by: null, more })
      if (!known) this.#keep(fresh.face)
      return fresh
    })
  }

  #renew(face: StoredFace): Fresh {
    const fresh = renewed(face, this.#parts.chance)
    this.#keep(fresh.face)
    this.#cut.tell(face.id)
    return fresh
  }

  #checkRoom(): void {
    if (this.#faces.size >= FACES_MAX) throw httpError('HUB_FACE_LIMIT', `faces: no more than ${FACES_MAX}`)
  }

  #wrongCode(): Error {
    const { journal, log } = this.#parts
    audit(journal, { what: 'face-code-wrong', by: null }).catch((error: unknown) => {
      log.warn({ code: codeOf(error) }, 'wrong code of a face not noted')
    })
    return wrongCode()
  }

  /** Resolves once it is durable. Names are of somebody's choosing and stay out of the journal's lines. */
  async #write(face: StoredFace, { what, by, more }: FaceFact): Promise<void> {
    const { journal, records } = this.#parts
    const record = records.put('face', face.id, face)
    await audit(journal, { what, by, more: { face: face.id, ...more }, records: [record] })
  }

  #keep(face: StoredFace): void {
    const before = this.#faces.get(face.id)
    if (before) this.#byHash.delete(before.hash)
    this.#faces.set(face.id, face)
    this.#byHash.set(face.hash, face.id)
  }

  /** No good any more from this moment, whatever the disk does. */
  async #end(face: StoredFace, by: ActorId | null): Promise<void> {
    this.#faces.delete(face.id)
    this.#byHash.delete(face.hash)
    this.#seen.delete(face.id)
    this.#unwritten.set(face.id, face)
    this.#cut.tell(face.id)
    this.#ended.tell(this.#viewOf(face))
    // After whatever is being written of it, so that this is the last word.
    await this.#serial.run([BOOK], () => this.#writeEnd(face.id, by))
    this.#unwritten.delete(face.id)
  }

  async #writeEnd(face: string, by: ActorId | null): Promise<void> {
    const { journal, records } = this.#parts
    await audit(journal, {
      what: 'face-ended',
      by,
      more: { face },
      records: [records.put('face', face, null)],
    })
  }

  #viewOf({ hash: _hash, ...face }: StoredFace): KeptFace {
    return { ...face, seen: this.#seen.get(face.id) ?? face.seen }
  }

  #see({ id, seen: written }: StoredFace): void {
    const { clock, log } = this.#parts
    const now = clock.wall()
    this.#seen.set(id, now)
    if (written !== null && now - written < SEEN_EVERY) return
    const face = this.#faces.get(id)
    if (face) this.#keep({ ...face, seen: now })
    this.#serial
      .run([BOOK], () => this.#writeSeen(id))
      .catch((error: unknown) => log.warn({ code: codeOf(error) }, 'a face that was there not noted'))
  }

  async #writeSeen(id: string): Promise<void> {
    const { journal, records } = this.#parts
    const face = this.#faces.get(id)
    if (face) await journal.append({ records: [records.put('face', id, face)] })
  }
}

const wrongCode = (): Error =>
  httpError('HUB_FACE_CODE', 'this code is no good; make a new one on the owner page')

interface FaceFact {
  readonly what: AuditFact
  readonly by: ActorId | null
  readonly more: Readonly<Record<string, string | readonly string[]>>
}
