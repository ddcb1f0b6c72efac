// The media process: one engine, and the pipe to the hub on descriptor 3. It ends when the pipe ends, whatever the
// reason, and leaves every film whole.
import { Socket } from 'node:net'
import { assertNever } from '@portico/core'
import { homeKey } from '@portico/evidence/seal'
import { codeOf } from '@portico/ports'
import { FrameReader, encodeFrame } from '@portico/plugin-api'
import { Engine } from './engine.ts'
import { isMediaErrorCode } from './errors.ts'
import { systemClock } from './system-clock.ts'
import { type MediaLog, type ToChild, type ToHub, toChild } from './wire.ts'

/** Live pieces are left out while more than this waits for the hub, bytes. */
const LIVE_WAITING_MAX = 4 * 1024 * 1024
/** A hub that lets this much wait is no longer one, bytes. */
const WAITING_MAX = 32 * 1024 * 1024
/** To write what is left of the films when the hub is gone, ms. */
const LAST_MS = 2_000

// The terminal sends Ctrl-C to the whole group: the hub hears it too, and ends this process in its order.
process.on('SIGINT', () => undefined)

const pipe = new Socket({ fd: 3, readable: true, writable: true })
const reader = new FrameReader()
let engine: Engine | null = null
let ending = false

/** False when the hub does not keep up. */
function send(message: ToHub, tail?: Uint8Array): boolean {
  if (ending) return false
  pipe.write(encodeFrame(message, tail))
  if (pipe.writableLength > WAITING_MAX) pipe.destroy()
  return pipe.writableLength <= LIVE_WAITING_MAX
}

const logAt =
  (level: keyof MediaLog) =>
  (details: object, message: string): void => {
    send({ type: 'log', level, details: { ...details }, message })
  }
const log: MediaLog = {
  debug: logAt('debug'),
  info: logAt('info'),
  warn: logAt('warn'),
  error: logAt('error'),
}

function receive(message: ToChild, tail: Uint8Array): void {
  switch (message.type) {
    case 'hello': {
      const { boot, filmFolder, storageReserveBytes, workerPath, ffmpeg } = message
      const filmKey = homeKey(Buffer.from(message.filmKey, 'base64'))
      const clock = systemClock(boot)
      const emit = (event: Extract<ToHub, { type: 'event' }>['event'], bytes?: Uint8Array): boolean =>
        send({ type: 'event', event }, bytes)
      engine = new Engine({ filmFolder, filmKey, storageReserveBytes, workerPath, ffmpeg, clock, log, emit })
      break
    }
    case 'ping':
      send({ type: 'pong', n: message.n })
      break
    case 'set-camera':
      engine?.setCamera(message.id, message.setting)
      break
    case 'set-view':
      engine?.setView(message.id, message.setup)
      break
    case 'remove-camera':
      engine?.removeCamera(message.id)
      break
    case 'leaf':
      engine?.tellShut(message.camera, message.shut)
      break
    case 'learn-view':
      engine?.learnView(message.camera)
      break
    case 'sound':
      engine?.talks.sound(message.camera, tail)
      break
    case 'expect-viewers':
      engine?.expectViewers()
      break
    case 'mark':
      engine?.mark(message.mark)
      break
    case 'ask':
      void answer(message.id, message.ask)
      break
    default:
      assertNever(message)
  }
}

async function answer(id: number, ask: Extract<ToChild, { type: 'ask' }>['ask']): Promise<void> {
  try {
    const answered = await engine?.answer(ask)
    if (answered) send({ type: 'answer', id, answer: answered.answer }, answered.tail)
  } catch (error) {
    const code = codeOf(error)
    const known = isMediaErrorCode(code) ? code : 'HUB_MEDIA_FAULT'
    const text = error instanceof Error ? error.message : String(error)
    const retryable =
      typeof error === 'object' && error !== null && 'retryable' in error && error.retryable === true
    send({ type: 'refusal', id, code: known, message: text, retryable })
  }
}

async function end(): Promise<void> {
  if (ending) return
  ending = true
  const limit = setTimeout(() => process.exit(1), LAST_MS)
  await engine?.[Symbol.asyncDispose]()
  clearTimeout(limit)
  process.exit(0)
}

pipe.on('data', (chunk) => {
  for (const { head, tail } of reader.push(chunk)) receive(toChild(head), tail)
})
pipe.on('error', () => {
  void end()
})
pipe.on('close', () => {
  void end()
})
// Signals of a terminal reach the whole group; the hub decides when this process ends.
process.on('SIGINT', () => undefined)
process.on('SIGTERM', () => {
  void end()
})
