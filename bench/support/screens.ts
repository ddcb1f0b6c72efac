// Many screens at once, all in this process, and when each of them heard.
import { once } from 'node:events'
import { HomeClient } from '@portico/client'
import { WebSocket } from 'ws'

export type Heard = 'event' | 'picture'

/** One after the other is told; the next is told when all have heard. */
export class Arrivals {
  /** Bytes of the newest picture. */
  pictureBytes = 0
  #want: { readonly heard: Heard; readonly count: number; readonly done: () => void } | null = null
  #times: number[] = []

  /** Calls, and resolves with the ms from the call until each screen heard, the quickest first. */
  async after(
    call: () => Promise<unknown>,
    { heard, count }: { readonly heard: Heard; readonly count: number },
  ): Promise<readonly number[]> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const late = setTimeout(
      () => reject(new Error(`${this.#times.length} of ${count} screens heard within ${HEAR_WITHIN_MS} ms`)),
      HEAR_WITHIN_MS,
    )
    this.#times = []
    this.#want = { heard, count, done: resolve }
    const began = performance.now()
    try {
      await Promise.all([call(), promise])
    } finally {
      clearTimeout(late)
      this.#want = null
    }
    return this.#times.map((at) => at - began).toSorted((a, b) => a - b)
  }

  hear(heard: Heard): void {
    const want = this.#want
    if (want?.heard !== heard) return
    this.#times.push(performance.now())
    if (this.#times.length === want.count) want.done()
  }
}

const HEAR_WITHIN_MS = 15_000

export interface Screens extends AsyncDisposable {
  readonly arrivals: Arrivals
}

export interface Where {
  readonly url: string
  /** A token that may read and see. */
  readonly token: string
}

/** Screens of the household: socket.io, events and pictures. */
export async function openLive({ url, token }: Where, count: number): Promise<Screens> {
  const arrivals = new Arrivals()
  const home = new HomeClient(url, { kind: 'token', token })
  const screens = await Promise.all(
    Array.from({ length: count }, () =>
      home.live({
        onEvent: ({ type }) => {
          if (type === 'ParcelObserved') arrivals.hear('event')
        },
        onPicture: (_, { length }) => {
          arrivals.pictureBytes = length
          arrivals.hear('picture')
        },
      }),
    ),
  )
  return {
    arrivals,
    async [Symbol.asyncDispose]() {
      for (const screen of screens) screen[Symbol.dispose]()
    },
  }
}

/** Readers of the hub's plain WebSocket: events alone. */
export const openEvents = ({ url, token }: Where, count: number): Promise<Screens> =>
  openSockets(`${url}/ws/events`, { authorization: `Bearer ${token}` }, count)

export const openRaw = ({ url }: Pick<Where, 'url'>, count: number): Promise<Screens> =>
  openSockets(url, {}, count)

async function openSockets(
  url: string,
  headers: Readonly<Record<string, string>>,
  count: number,
): Promise<Screens> {
  const arrivals = new Arrivals()
  const open = async (): Promise<WebSocket> => {
    const socket = new WebSocket(url.replace(/^http/, 'ws'), {
      headers: { ...headers },
      perMessageDeflate: false,
    })
    socket.on('message', (message: Buffer, isBinary) => {
      if (isBinary) return arrivals.hear('picture')
      // Read, as a screen has to.
      const { type } = JSON.parse(message.toString()) as { type?: string } // cast: only its type is looked at
      if (type === 'ParcelObserved') arrivals.hear('event')
    })
    await once(socket, 'open')
    return socket
  }
  const sockets = await Promise.all(Array.from({ length: count }, open))
  return {
    arrivals,
    async [Symbol.asyncDispose]() {
      const ended = sockets.map((socket) => once(socket, 'close'))
      for (const socket of sockets) socket.close()
      await Promise.all(ended)
    },
  }
}
