// Which directive asks for what. Everything that is done is asked of the hub with the account's own token.
import { discovered, bellCameraOf, type Meant, meantBy } from '../home/endpoints.ts'
import { propertiesOf } from '../home/properties.ts'
import { type Directive, fieldsOf, textOf } from '../message/directive.ts'
import { type AlexaEvent, answerTo } from '../message/event.ts'
import { AlexaFailure, failureAnswer, failureOf, grantRefused } from '../message/failure.ts'
import type { Account } from './account.ts'
import { lockDoor } from './lock-door.ts'

const CODE_MAX = 2_048
const SESSION_MAX = 256
/** JSON makes more of it; the hub takes as much. */
const OFFER_MAX = 32_768
/** What was said longer ago, or later than now, is not done, ms. */
const SAID_WITHIN_MS = 5 * 60_000

const invalid = (message: string): AlexaFailure => new AlexaFailure('INVALID_DIRECTIVE', message)

type Act = (account: Account, directive: Directive) => Promise<AlexaEvent>

async function meant(account: Account, { endpoint }: Directive, part: Meant['part'] | null): Promise<Meant> {
  const { doors } = await account.home.now()
  const found = meantBy(endpoint, doors)
  if (!found || (part !== null && found.part !== part))
    throw new AlexaFailure('NO_SUCH_ENDPOINT', 'There is nothing of this id here.')
  return found
}

const discover: Act = async (account, directive) => {
  const { doors } = await account.home.now()
  return answerTo(directive, {
    namespace: 'Alexa.Discovery',
    name: 'Discover.Response',
    payload: { endpoints: discovered(doors) },
  })
}

const reportState: Act = async (account, directive) => {
  const properties = propertiesOf(await meant(account, directive, null), account.clock.wall())
  return answerTo(directive, { name: 'StateReport', properties })
}

const lock: Act = async (account, directive) => {
  const which = await meant(account, directive, 'door')
  account.spoke(which.door.id)
  return lockDoor(directive, which, account)
}

/**
 * Alexa asks for her spoken code herself and tells it to nobody, so there is no PIN that the hub could check. The hub is
 * asked without one, which it refuses, and the try stands in its journal.
 */
const unlock: Act = async (account, directive) => {
  const { door } = await meant(account, directive, 'door')
  await account.client.open(door.id, null).catch(() => null)
  throw new AlexaFailure(
    'NOT_SUPPORTED_IN_CURRENT_MODE',
    'This home opens no door by Alexa: her code is not told to the hub.',
  )
}

const acceptGrant: Act = async ({ grant }, directive) => {
  const code = textOf(fieldsOf(directive.payload['grant'])['code'], CODE_MAX)
  const accepted = answerTo(directive, { namespace: 'Alexa.Authorization', name: 'AcceptGrant.Response' })
  if (code === null) return grantRefused(directive, 'The grant has no code.')
  // The owner wants no news at Alexa: the linking is whole without.
  if (grant === null) return accepted
  try {
    await grant.accept(code)
    return accepted
  } catch (error) {
    return grantRefused(directive, error instanceof Error ? error.message : 'Amazon did not answer.')
  }
}

const sessionOf = ({ payload }: Directive): string => {
  const session = textOf(payload['sessionId'], SESSION_MAX)
  if (session === null) throw invalid('The directive names no session.')
  return session
}

const initiate: Act = async (account, directive) => {
  const session = sessionOf(directive)
  const { format, value } = fieldsOf(directive.payload['offer'])
  const offer = textOf(value, OFFER_MAX)
  if (format !== 'SDP' || offer === null) throw new AlexaFailure('INVALID_VALUE', 'The offer is no SDP.')
  const { door } = await meant(account, directive, 'bell')
  const camera = bellCameraOf(door)
  if (camera === null) throw new AlexaFailure('NO_SUCH_ENDPOINT', 'This door has no camera.')
  const answer = await account.sessions.open(session, camera, offer)
  return answerTo(directive, {
    namespace: 'Alexa.RTCSessionController',
    name: 'AnswerGeneratedForSession',
    payload: { answer: { format: 'SDP', value: answer } },
  })
}

const sessionTold =
  (name: 'SessionConnected' | 'SessionDisconnected'): Act =>
  async (account, directive) => {
    const sessionId = sessionOf(directive)
    if (name === 'SessionDisconnected') await account.sessions.close(sessionId)
    return answerTo(directive, { namespace: 'Alexa.RTCSessionController', name, payload: { sessionId } })
  }

const acts: ReadonlyMap<string, Act> = new Map([
  ['Alexa.Discovery Discover', discover],
  ['Alexa.Authorization AcceptGrant', acceptGrant],
  ['Alexa ReportState', reportState],
  ['Alexa.LockController Lock', lock],
  ['Alexa.LockController Unlock', unlock],
  ['Alexa.RTCSessionController InitiateSessionWithOffer', initiate],
  ['Alexa.RTCSessionController SessionConnected', sessionTold('SessionConnected')],
  ['Alexa.RTCSessionController SessionDisconnected', sessionTold('SessionDisconnected')],
])

/** Never rejects: whatever goes wrong is an answer. */
export function answerDirective(account: Account, directive: Directive): Promise<AlexaEvent> {
  return account.once(directive, async () => {
    const act = acts.get(`${directive.namespace} ${directive.name}`)
    try {
      if (!act) throw invalid(`There is no ${directive.name} of ${directive.namespace} here.`)
      if (directive.said !== null && Math.abs(account.clock.wall() - directive.said) > SAID_WITHIN_MS)
        throw invalid('That was said too long ago.')
      return await act(account, directive)
    } catch (error) {
      return failureAnswer(directive, failureOf(error))
    }
  })
}
