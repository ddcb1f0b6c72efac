// Somebody else, who asks the least of the hub again and again and notes how long the longest answer took: a turn of its
// loop that lasts too long is seen by whoever waits behind it.
import { Agent, get } from 'node:http'

const EVERY_MS = 2

export class Prober implements AsyncDisposable {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 })
  readonly #url: string
  readonly #going: Promise<void>
  #longest = 0
  #isOver = false
  /** One for each `keep`. */
  readonly kept: number[] = []

  constructor(url: string) {
    this.#url = url
    this.#going = this.#go()
  }

  /** Since it was forgotten, ms. */
  get longest(): number {
    return this.#longest
  }
  forget(): void {
    this.#longest = 0
  }
  keep(): void {
    this.kept.push(this.#longest)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    await this.#going
    this.#agent.destroy()
  }

  async #go(): Promise<void> {
    while (!this.#isOver) {
      const began = performance.now()
      if (await this.#ask()) this.#longest = Math.max(this.#longest, performance.now() - began)
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS))
    }
  }

  /** False: there was no answer, as of a hub that was killed. */
  #ask(): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const asked = get(this.#url, { agent: this.#agent }, (response) => {
      response.resume()
      response.on('end', () => resolve(true))
      response.on('error', () => resolve(false))
    })
    asked.on('error', () => resolve(false))
    return promise
  }
}
