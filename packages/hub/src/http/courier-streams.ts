// The courier's page, live: server-sent events (WHATWG HTML §9.2) of its view whenever that changes. Bounded, and a
// reader that does not read is let go.
import { type Instant, after, seconds } from '@portico/core'
import type { CourierView } from '@portico/protocol'
import type { Wake } from '@portico/ports'
import type { FastifyReply } from 'fastify'
import type { ServerResponse } from 'node:http'
import type { ShownPass } from './courier-desk.ts'
import type { Faces } from './faces.ts'
import { httpError } from './http-errors.ts'

/** Of one listener, and of one pass. */
export const STREAMS_MAX = 256
export const STREAMS_PER_PASS_MAX = 4
const HEARTBEAT = seconds(15)
/** A page is told more often, by an event it can see: it must know soon that it hears nothing any more. */
const PAGE_BEAT = seconds(5)
/** Unsent bytes after which a reader is let go. */
const UNSENT_MAX = 64 * 1024

/** Draws what a page shows of a pass now, as one JSON text; absent for programs, which are told the view itself. */
export type Drawing = (pass: string) => string | null

export interface StreamOrder extends ShownPass {
  readonly draw: Drawing | null
}

interface Stream extends ShownPass {
  readonly response: ServerResponse
  readonly draw: Drawing | null
  readonly began: Instant
  shown: string
  wake: Wake | null
}

/** What a change is: a countdown that runs on is none. */
const essence = ({ state, letter, words, pin }: CourierView): string =>
  JSON.stringify([state, letter, words, pin])

export class CourierStreams implements Disposable {
  readonly #faces: Faces
  readonly #streams = new Set<Stream>()
  readonly #following: Disposable
  #looking = false

  constructor(faces: Faces) {
    this.#faces = faces
    this.#following = faces.hub.runtime.follow(() => {
      if (this.#looking || this.#streams.size === 0) return
      this.#looking = true
      // The state moves right after its lines are told: look when this turn is over.
      setImmediate(() => {
        this.#looking = false
        for (const stream of this.#streams) this.#show(stream)
      })
    })
  }

  /** @throws HubError `HUB_HTTP_BUSY` when more streams are open than are kept. */
  open(reply: FastifyReply, { pass, phone, draw }: StreamOrder): FastifyReply {
    const ofPass = [...this.#streams].filter((stream) => stream.pass === pass)
    if (this.#streams.size >= STREAMS_MAX || ofPass.length >= STREAMS_PER_PASS_MAX)
      throw httpError('HUB_HTTP_BUSY', 'too many streams are open')
    const headers = {
      ...reply.getHeaders(),
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
    }
    reply.hijack()
    const response = reply.raw
    response.writeHead(200, headers as Record<string, string>) // cast: set as text by the hooks above
    const stream: Stream = {
      pass,
      phone,
      response,
      draw,
      began: this.#faces.hub.clock.mono(),
      shown: '',
      wake: null,
    }
    this.#streams.add(stream)
    response.on('close', () => this.#end(stream))
    this.#show(stream)
    this.#beat(stream)
    return reply
  }

  [Symbol.dispose](): void {
    this.#following[Symbol.dispose]()
    for (const stream of this.#streams) {
      this.#end(stream)
      stream.response.end()
    }
  }

  #show(stream: Stream): void {
    const view = this.#faces.couriers.view(stream)
    if (view === null) {
      stream.response.end()
      return
    }
    const now = essence(view)
    if (now === stream.shown) return
    stream.shown = now
    const page = stream.draw?.(stream.pass) ?? null
    if (page === null) this.#write(stream, `data: ${JSON.stringify(view)}\n\n`)
    else this.#tellPage(stream, 'page', JSON.stringify(page))
  }

  #beat(stream: Stream): void {
    const { clock } = this.#faces.hub
    const isPage = stream.draw !== null
    stream.wake = clock.wake(after(clock.mono(), isPage ? PAGE_BEAT : HEARTBEAT), () => {
      if (isPage) this.#tellPage(stream, 'beat', 'null')
      else this.#write(stream, ':\n\n')
      // Time alone changes a view as well: a pass expires, a refusal is old.
      this.#show(stream)
      this.#beat(stream)
    })
  }

  /** With its age of the stream as id: what lay in the network is not taken for what is now. */
  #tellPage(stream: Stream, event: string, text: string): void {
    const age = Math.round(this.#faces.hub.clock.mono() - stream.began)
    this.#write(stream, `event: ${event}\nid: ${age}\ndata: ${text}\n\n`)
  }

  #write({ response }: Stream, text: string): void {
    response.write(text)
    if (response.writableLength > UNSENT_MAX) response.destroy()
  }

  #end(stream: Stream): void {
    stream.wake?.cancel()
    stream.wake = null
    this.#streams.delete(stream)
  }
}
