// One directive of Alexa (Smart Home Skill API, payload version 3), read within bounds.

export interface Directive {
  readonly namespace: string
  readonly name: string
  readonly messageId: string
  /** Comes back in the answer; null: it has none. */
  readonly correlationToken: string | null
  /** Id of the endpoint that is meant; null: none. */
  readonly endpoint: string | null
  /** Unix ms, where the sender says when it was said; null: it does not. */
  readonly said: number | null
  readonly payload: Readonly<Record<string, unknown>>
}

const NAME_MAX = 128
const ID_MAX = 256
const CORRELATION_MAX = 4_096

type Fields = Readonly<Record<string, unknown>>

export const fieldsOf = (value: unknown): Fields =>
  // cast: an object; each field that is read is looked at
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

/** Null: no text, empty, or longer. */
export const textOf = (value: unknown, most: number): string | null =>
  typeof value === 'string' && value !== '' && value.length <= most ? value : null

function saidAt(header: Fields, payload: Fields): number | null {
  const said = textOf(header['timestamp'] ?? payload['timestamp'], NAME_MAX)
  const at = said === null ? Number.NaN : Date.parse(said)
  return Number.isNaN(at) ? null : at
}

/** Null: it is none. */
export function readDirective(body: unknown): Directive | null {
  const { header: head, endpoint: place, payload: load } = fieldsOf(fieldsOf(body)['directive'])
  const header = fieldsOf(head)
  const payload = fieldsOf(load)
  const [namespace, name] = [header['namespace'], header['name']].map((each) => textOf(each, NAME_MAX))
  const messageId = textOf(header['messageId'], ID_MAX)
  if (!namespace || !name || messageId === null || header['payloadVersion'] !== '3') return null
  const correlation = header['correlationToken']
  const correlationToken = textOf(correlation, CORRELATION_MAX)
  const endpoint = textOf(fieldsOf(place)['endpointId'], ID_MAX)
  if (correlation !== undefined && correlationToken === null) return null
  if (place !== undefined && endpoint === null) return null
  return { namespace, name, messageId, correlationToken, endpoint, said: saidAt(header, payload), payload }
}
