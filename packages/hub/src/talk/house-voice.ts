// Who speaks through which camera. One at a time: the second is told who speaks. Whoever speaks has answered the door,
// and it stands in the audit that all adults read.
import type { DoorId } from '@portico/core'
import { type TalkEngine, codeOf } from '@portico/ports'
import type { HomeRuntime } from '@portico/runtime'
import type { Logger } from 'pino'
import { httpError } from '../http/http-errors.ts'
import { idOf } from '../http/rights.ts'
import type { Announcements } from '../live/announcement.ts'
import type { CheckedDoor } from '../config/checked-settings.ts'
import type { Hub } from '../hub.ts'
import { type Identity, faceOf } from '../people/identity.ts'
import type { Speaking, TalkOrder, Voice } from './voice.ts'
import { audit } from '../people/audit.ts'

export interface HouseVoiceParts {
  readonly engine: TalkEngine
  readonly doors: readonly CheckedDoor[]
  readonly announcements: Pick<Announcements, 'answered'>
  readonly rings: Pick<Hub['rings'], 'answered'>
  readonly journal: HomeRuntime['journal']
  readonly log: Logger
}

interface Floor {
  readonly order: TalkOrder
}

/** Tokens speak nowhere: they have no name here. */
const nameOf = (by: Identity): string => (by.kind === 'person' ? by.person.name : by.name)

export class HouseVoice implements Voice {
  readonly #parts: HouseVoiceParts
  readonly #floors = new Map<string, Floor>()

  constructor(parts: HouseVoiceParts) {
    this.#parts = parts
  }

  /** The engine lost a camera that was spoken through. */
  lost(camera: string): void {
    const floor = this.#floors.get(camera)
    this.#floors.delete(camera)
    floor?.order.onLost()
  }

  /** Resolves when the camera listens. @throws HubError `HUB_HTTP_NOT_FOUND`, `HUB_TALK_TAKEN`, `HUB_CAMERA_*` */
  async begin(order: TalkOrder): Promise<Speaking> {
    const { engine } = this.#parts
    const { camera, kind } = order
    const doors = this.#parts.doors.filter(({ cameras }) => cameras.some(({ id }) => id === camera))
    if (doors.length === 0) throw httpError('HUB_HTTP_NOT_FOUND', 'no such camera')
    const speaker = this.#floors.get(camera)
    if (speaker) throw httpError('HUB_TALK_TAKEN', `${nameOf(speaker.order.by)} speaks there now`)
    const floor: Floor = { order }
    this.#floors.set(camera, floor)
    try {
      await engine.talk(camera, kind)
    } catch (error) {
      this.#leave(camera, floor)
      // An engine that answers too late has begun all the same.
      engine.endTalk(camera).catch(() => {})
      throw error
    }
    this.#answered(doors, order)
    return {
      say: (muLaw) => {
        if (this.#floors.get(camera) === floor) engine.sound(camera, muLaw)
      },
      [Symbol.asyncDispose]: () => this.#end(camera, floor),
    }
  }

  async #end(camera: string, floor: Floor): Promise<void> {
    if (this.#floors.get(camera) !== floor) return
    // Until the last word was spoken nobody else may begin.
    await this.#parts.engine.endTalk(camera).catch((error: unknown) => {
      this.#parts.log.warn({ camera, code: codeOf(error) }, 'a talk did not end well')
    })
    this.#leave(camera, floor)
  }

  #leave(camera: string, floor: Floor): void {
    if (this.#floors.get(camera) === floor) this.#floors.delete(camera)
  }

  #answered(doors: readonly CheckedDoor[], { camera, by, kind, words }: TalkOrder): void {
    const { announcements, rings, journal, log } = this.#parts
    for (const { id } of doors) {
      rings.answered(id)
      announcements.answered({ door: id, by: nameOf(by), words })
    }
    const on: readonly DoorId[] = doors.map(({ id }) => id)
    // Nobody waits for it: whoever stands at the door does not.
    audit(journal, { what: 'talked', by: idOf(by), more: { face: faceOf(by), camera, kind, on } }).catch(
      (error: unknown) => log.warn({ code: codeOf(error) }, 'talk not noted'),
    )
  }
}
