// The signed lines to all edges. An edge is paired when it is first offered; later another key is nobody's, and what is
// not signed, stale, repeated or late counts as no report and is noted.
import type { Clock } from '@portico/ports'
import { type EdgeWord, HubLink, verifierOf } from '@portico/edge'
import { type Instant, elapsed, seconds } from '@portico/core'
import type { EdgeKeys } from '../config/edge-keys.ts'
import type { PluginLog } from './plugin-log.ts'

export interface EdgeLinesParts {
  readonly keys: EdgeKeys
  readonly epoch: number
  readonly clock: Clock
  readonly log: PluginLog
  /** A report that was refused, or a key that is not the pinned one; may come in floods. */
  readonly refused: (edge: string, why: string) => void
}

/** An edge that does not know this epoch is told of it no more often. */
const HELLO_EVERY = seconds(1)

export class EdgeLines {
  readonly #parts: EdgeLinesParts
  readonly #lines = new Map<string, HubLink>()
  /** Edges that showed another key. */
  readonly #strangers = new Set<string>()
  readonly #hellos = new Map<string, Instant>()

  constructor(parts: EdgeLinesParts) {
    this.#parts = parts
  }

  /** The line to this edge; null before it was paired, and while it shows another key. */
  lineTo(edge: string): HubLink | null {
    if (this.#strangers.has(edge)) return null
    const there = this.#lines.get(edge)
    const key = this.#parts.keys.pins.get(edge)
    if (there || key === undefined) return there ?? null
    const { epoch, keys } = this.#parts
    const line = new HubLink({ edge, epoch, sign: keys.own.sign, verify: verifierOf(key) })
    this.#lines.set(edge, line)
    return line
  }

  /** A plugin offers this edge with the key that it shows. */
  offered(edge: string, key: string): void {
    const { keys, log, refused } = this.#parts
    const pinned = keys.pins.get(edge)
    if (pinned === undefined) {
      keys.pin(edge, key)
      log.info({ deviceId: edge }, 'edge paired')
    }
    if (pinned === undefined || pinned === key) return void this.#strangers.delete(edge)
    this.#strangers.add(edge)
    log.error({ deviceId: edge }, 'edge shows another key than the one it was paired with')
    refused(edge, 'other-key')
  }

  /** What the edge says; null when it is no word of it. */
  hear(edge: string, frame: string): EdgeWord | 'wants-hello' | null {
    const { clock, refused } = this.#parts
    const line = this.lineTo(edge)
    if (!line) {
      refused(edge, 'other-key')
      return null
    }
    const heard = line.hear(frame, clock.mono())
    if (heard.fault === null) return heard.word
    if (heard.wantsHello) return this.#mayGreet(edge) ? 'wants-hello' : null
    refused(edge, heard.fault)
    return null
  }

  /** A frame that tells the edge of this epoch; null when there is no line. */
  helloTo(edge: string): string | null {
    const { clock } = this.#parts
    this.#hellos.set(edge, clock.mono())
    return this.lineTo(edge)?.say({ type: 'hello' }, clock.mono()) ?? null
  }

  #mayGreet(edge: string): boolean {
    const last = this.#hellos.get(edge)
    return last === undefined || elapsed(last, this.#parts.clock.mono()) >= HELLO_EVERY
  }
}
