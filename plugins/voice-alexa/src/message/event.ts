// What goes back to Alexa: answers to directives, and news to the event gateway. Both have one shape.
import { randomUUID } from 'node:crypto'
import type { Directive } from './directive.ts'

export interface Property {
  readonly namespace: string
  readonly name: string
  readonly value: unknown
  /** ISO 8601, UTC. */
  readonly timeOfSample: string
  readonly uncertaintyInMilliseconds: number
}

export interface AlexaEvent {
  readonly context?: { readonly properties: readonly Property[] }
  readonly event: {
    readonly header: {
      readonly namespace: string
      readonly name: string
      readonly payloadVersion: '3'
      readonly messageId: string
      readonly correlationToken?: string
    }
    readonly endpoint?: {
      readonly endpointId: string
      /** Of news: whose they are. */
      readonly scope?: { readonly type: 'BearerToken'; readonly token: string }
    }
    readonly payload: Readonly<Record<string, unknown>>
  }
}

export interface Said {
  /** `Alexa` where nothing is said. */
  readonly namespace?: string
  readonly name: string
  readonly payload?: Readonly<Record<string, unknown>>
  readonly properties?: readonly Property[]
}

const headed = ({ namespace = 'Alexa', name }: Said, correlationToken: string | null) => ({
  namespace,
  name,
  payloadVersion: '3' as const,
  messageId: randomUUID(),
  ...(correlationToken !== null && { correlationToken }),
})

/** To one directive. */
export const answerTo = (
  { correlationToken, endpoint }: Pick<Directive, 'correlationToken' | 'endpoint'>,
  said: Said,
): AlexaEvent => ({
  ...(said.properties && { context: { properties: said.properties } }),
  event: {
    header: headed(said, correlationToken),
    ...(endpoint !== null && { endpoint: { endpointId: endpoint } }),
    payload: said.payload ?? {},
  },
})

/** Unasked: of one endpoint, or null: of which there are. */
export const newsOf = (endpointId: string | null, said: Said): AlexaEvent => ({
  ...(endpointId !== null && { context: { properties: said.properties ?? [] } }),
  event: {
    header: headed(said, null),
    ...(endpointId !== null && { endpoint: { endpointId } }),
    payload: said.payload ?? {},
  },
})

/** As the gateway wants it: with the token of whose home it is, beside the endpoint or, without one, in the payload. */
export function borneBy({ event, ...rest }: AlexaEvent, token: string): AlexaEvent {
  const scope = { type: 'BearerToken', token } as const
  const { endpoint } = event
  if (!endpoint) return { ...rest, event: { ...event, payload: { ...event.payload, scope } } }
  return { ...rest, event: { ...event, endpoint: { ...endpoint, scope } } }
}
