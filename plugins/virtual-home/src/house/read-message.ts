// Reads what a client of the house sent. Whatever is not exactly a message throws `HUB_VIRTUAL_MESSAGE`.
import { type ArmOrder, type Heartbeat, type VirtualAct, instant, op } from '@portico/plugin-api'
import { virtualError } from '../errors.ts'
import type { Ask, FromClient } from './messages.ts'

type Fields = Readonly<Record<string, unknown>>

const TEXT_MAX = 256

function fields(value: unknown, what: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw virtualError('HUB_VIRTUAL_MESSAGE', `${what} is no object`)
  // cast: an object that is neither null nor a list
  return value as Fields
}

function text(from: Fields, name: string): string {
  const value = from[name]
  if (typeof value === 'string' && value.length <= TEXT_MAX) return value
  throw virtualError('HUB_VIRTUAL_MESSAGE', `${name} is no text of at most ${TEXT_MAX} letters`)
}

function number(from: Fields, name: string): number {
  const value = from[name]
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw virtualError('HUB_VIRTUAL_MESSAGE', `${name} is no number`)
}

function flag(from: Fields, name: string): boolean {
  const value = from[name]
  if (typeof value === 'boolean') return value
  throw virtualError('HUB_VIRTUAL_MESSAGE', `${name} is neither true nor false`)
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
      return { type, device: device(), op: op(text(ask, 'op')), notAfter: instant(number(ask, 'notAfter')) }
    case 'lock':
    case 'disarm':
    case 'release':
      return { type, device: device(), op: op(text(ask, 'op')) }
    case 'query':
      return { type, device: device(), q: number(ask, 'q') }
    case 'arm':
      return { type, device: device(), order: readOrder(fields(ask.order, 'order')) }
    case 'heartbeat':
      return { type, device: device(), beat: readBeat(fields(ask.beat, 'beat')) }
    case 'siren':
      return { type, device: device(), on: flag(ask, 'on') }
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

const readOrder = (order: Fields): ArmOrder => ({
  op: op(text(order, 'op')),
  epoch: number(order, 'epoch'),
  withinMs: number(order, 'withinMs'),
  silenceActMs: number(order, 'silenceActMs'),
  silenceAlarmMs: number(order, 'silenceAlarmMs'),
})

const readBeat = (beat: Fields): Heartbeat => ({
  epoch: number(beat, 'epoch'),
  sent: instant(number(beat, 'sent')),
  seq: number(beat, 'seq'),
})

const readAct = (act: Fields): VirtualAct => ({
  act: text(act, 'act'),
  on: text(act, 'on'),
  options: fields(act.options ?? {}, 'options'),
})
