// Every look stands in the audit that all adults read (threats T22): who looked through which camera, at which photo,
// film or evidence. One line for looking on and on.
import { minutes } from '@portico/core'
import { codeOf } from '@portico/ports'
import { idOf } from '../http/rights.ts'
import { SlidingLimit } from '../http/sliding-limit.ts'
import type { Hub } from '../hub.ts'
import { type Identity, faceOf } from './identity.ts'
import { audit } from './audit.ts'

export type Seen = 'camera' | 'sound' | 'photo' | 'film' | 'evidence'

const LOOKING_ON = { limit: 1, within: minutes(10) } as const

export class Looks {
  readonly #hub: Pick<Hub, 'runtime' | 'clock' | 'log'>
  readonly #noted = new SlidingLimit(LOOKING_ON)

  constructor(hub: Pick<Hub, 'runtime' | 'clock' | 'log'>) {
    this.#hub = hub
  }

  /** Nobody waits for it: an owner sees his door also when the disk is full. */
  note(by: Identity, seen: Seen, on: string): void {
    const { runtime, clock, log } = this.#hub
    if (!this.#noted.take(`${idOf(by)} ${seen} ${on}`, clock.mono())) return
    audit(runtime.journal, { what: 'looked', by: idOf(by), more: { face: faceOf(by), seen, on } }).catch(
      (error: unknown) => log.warn({ code: codeOf(error) }, 'look not noted'),
    )
  }
}
