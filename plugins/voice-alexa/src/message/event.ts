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

/** Of one endpoint, unasked. */
export const newsOf = (endpointId: string, said: Said): AlexaEvent => ({
  context: { properties: said.properties ?? [] },
  event: { header: headed(said, null), endpoint: { endpointId }, payload: said.payload ?? {} },
})

/** As the gateway wants it: with the token of whose home it is. */
export const borneBy = ({ event, ...rest }: AlexaEvent, token: string): AlexaEvent => ({
  ...rest,
  event: {
    ...event,
    ...(event.endpoint && { endpoint: { ...event.endpoint, scope: { type: 'BearerToken', token } } }),
  },
})
