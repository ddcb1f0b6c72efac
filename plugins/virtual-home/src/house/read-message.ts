// Reads what a client of the house sent. Whatever is not exactly a message throws `HUB_VIRTUAL_MESSAGE`.
import { FRAME_CHARS_MAX } from '@portico/edge'
import { type VirtualAct, instant, op } from '@portico/plugin-api'
import { virtualError } from '../errors.ts'
import type { Ask, FromClient } from './messages.ts'

type Fields = Readonly<Record<string, unknown>>

const TEXT_MAX = 256
const PIN_MAX = 8

function fields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw virtualError('HUB_VIRTUAL_MESSAGE', `${what} is no object`)
  // cast: an object that is neither null nor a list
  return value as Fields
}

function text(from: Fields, name: string, max = TEXT_MAX): string {
  const value = from[name]
  if (typeof value === 'string' && value.length <= max) return value
  throw virtualError('HUB_VIRTUAL_MESSAGE', `${name} is no text of at most ${max} letters`)
}

function number(from: Fields, name: string): number {
  const value = from[name]
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw virtualError('HUB_VIRTUAL_MESSAGE', `${name} is no number`)
}

export function readMessage(head: unknown): FromClient {
  const message = fields(head, 'the message')
  if ('hello' in message) {
    const hello = fields(message.hello, 'hello')
    return { hello: { secret: text(hello, 'secret'), role: hello.role === 'hub' ? 'hub' : 'witness' } }
  }
  return { id: number(message, 'id'), ask: readAsk(fields(message.ask, 'ask')) }
}

function readAsk(ask: Fields): Ask {
  const type = text(ask, 'type')
  const device = (): string => text(ask, 'device')
  switch (type) {
    case 'unlock':
      return {
        type,
        device: device(),
        op: op(text(ask, 'op')),
        notAfter: instant(number(ask, 'notAfter')),
        frame: ask.frame === null ? null : text(ask, 'frame', FRAME_CHARS_MAX),
      }
    case 'grant-pin':
      return {
        type,
        device: device(),
        op: op(text(ask, 'op')),
        notAfter: instant(number(ask, 'notAfter')),
        endsAt: instant(number(ask, 'endsAt')),
        pin: text(ask, 'pin', PIN_MAX),
        frame: ask.frame === null ? null : text(ask, 'frame', FRAME_CHARS_MAX),
      }
    case 'revoke-pin':
    case 'lock':
      return { type, device: device(), op: op(text(ask, 'op')) }
    case 'query':
      return { type, device: device(), q: number(ask, 'q') }
    case 'edge':
      return { type, device: device(), frame: text(ask, 'frame', FRAME_CHARS_MAX) }
    case 'pair':
      return { type, key: text(ask, 'key') }
    case 'act':
      return { type, act: readAct(fields(ask.act, 'act')) }
    case 'follow':
    case 'truth':
    case 'end':
      return { type }
    default:
      throw virtualError('HUB_VIRTUAL_MESSAGE', `nobody here understands ${type}`)
  }
}

const readAct = (act: Fields): VirtualAct => ({
  act: text(act, 'act'),
  on: text(act, 'on'),
  options: fields(act.options ?? {}, 'options'),
})
