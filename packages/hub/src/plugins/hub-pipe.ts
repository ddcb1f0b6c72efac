// The pipe of a child process to its hub. When the hub is gone the process ends at once and leaves the world as it is; a
// bridge may say goodbye before.
import { Socket } from 'node:net'
import { type Frame, FrameReader, encodeFrame } from '@portico/plugin-api'

/** A hub that lets this much wait is no longer one, bytes. */
const WAITING_MAX = 4 * 1024 * 1024
/** For a goodbye without a hub, ms: the next hub starts another of this kind. */
const GOODBYE_MAX_MS = 1_000

export interface HubPipe {
  send(head: object, tail?: Uint8Array): void
  /** Says goodbye: what was sent is delivered, then the process ends. */
  end(): void
}

/** To be called once; the pipe is place 3 of what the process inherits. `onGone`: when the hub ended without a word. */
export function openHubPipe(
  take: (frame: Frame) => void,
  onGone: (() => Promise<void>) | undefined,
): HubPipe {
  const pipe = new Socket({ fd: 3, readable: true, writable: true })
  const reader = new FrameReader()
  // The terminal sends Ctrl-C to the whole group: the hub hears it too, and ends this process in its order. One that
  // died of it first could not end what it started.
  process.on('SIGINT', () => undefined)
  pipe.on('data', (chunk: Uint8Array) => {
    for (const frame of reader.push(chunk)) take(frame)
  })
  pipe.on('error', () => undefined)
  pipe.on('close', () => {
    if (!onGone) process.exit(0)
    setTimeout(() => process.exit(0), GOODBYE_MAX_MS)
    void onGone().finally(() => process.exit(0))
  })
  return {
    send(head, tail) {
      pipe.write(encodeFrame(head, tail))
      if (pipe.writableLength > WAITING_MAX) process.exit(1)
    },
    end: () => void pipe.end(() => process.exit(0)),
  }
}
