// A reader of server-sent events, as a courier's phone is one.
import { type ClientRequest, type IncomingMessage, get } from 'node:http'
import type { Asked } from './asking.ts'
import { until } from './until.ts'

export class EventStream implements Disposable {
  /** Everything that came, as text. */
  text = ''
  isOver = false
  readonly response: IncomingMessage
  readonly #request: ClientRequest

  private constructor(request: ClientRequest, response: IncomingMessage) {
    this.#request = request
    this.response = response
    response.setEncoding('utf8').on('data', (chunk: string) => void (this.text += chunk))
    response.on('close', () => void (this.isOver = true))
    // A line that is cut is told by `isOver`.
    response.on('error', () => {})
  }

  static open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<EventStream> {
    return new Promise((resolve, reject) => {
      const request = get(url, { agent: false, headers })
      request.on('error', reject)
      request.on('response', (response) => resolve(new EventStream(request, response)))
    })
  }

  /** The data of each event, parsed. */
  get told(): Asked['body'][] {
    return [...this.text.matchAll(/^data: (.*)\n\n/gm)].map(([, json = '']) => JSON.parse(json))
  }

  untilTold(count: number): Promise<true> {
    return until(`${count} events of the stream`, () => this.told.length >= count)
  }

  [Symbol.dispose](): void {
    this.#request.destroy()
  }
}
