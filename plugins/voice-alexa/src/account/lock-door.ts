// "Lock the front door": asked of the hub's gate, and answered once the bolt is proved. What takes longer than Alexa likes
// to wait is deferred: she hears "in a moment" now and the end of it by the gateway, with the token of the question.
import type { FaceClient } from '@portico/client'
import { type Clock, instant } from '@portico/plugin-api'
import type { FaceHome } from '@portico/protocol'
import type { Meant } from '../home/endpoints.ts'
import { meantBy } from '../home/endpoints.ts'
import { propertiesOf } from '../home/properties.ts'
import type { Directive } from '../message/directive.ts'
import { type AlexaEvent, answerTo } from '../message/event.ts'
import { AlexaFailure, failureAnswer, failureOf } from '../message/failure.ts'
import type { FollowedHome } from './followed-home.ts'

export interface LockParts {
  readonly client: Pick<FaceClient, 'lock'>
  readonly home: Pick<FollowedHome, 'now' | 'until'>
  readonly clock: Clock
  /** Tells the end of what was deferred; null: no gateway, so nothing can be. */
  readonly later: ((event: AlexaEvent) => void) | null
}

/** Alexa hears something by then, ms. */
const ANSWER_WITHIN_MS = 3_000
/** Where nothing can be deferred; Alexa gives up at 8 s, the forwarder at 7, ms. */
const UNDEFERRED_WITHIN_MS = 6_000
/** A bolt that has said nothing by then says nothing, ms. */
const SETTLED_WITHIN_MS = 40_000
/** An older jam may be told still, ms. */
const JAM_COUNTS_AFTER_MS = 4_000
const ESTIMATED_S = 20

export async function lockDoor(directive: Directive, meant: Meant, parts: LockParts): Promise<AlexaEvent> {
  const { clock, later } = parts
  const ended = settle(directive, meant, parts).catch((error: unknown) =>
    failureAnswer(directive, failureOf(error)),
  )
  const first = await Promise.race([
    ended,
    pause(clock, later === null ? UNDEFERRED_WITHIN_MS : ANSWER_WITHIN_MS),
  ])
  if (first !== null) return first
  if (later === null)
    return failureAnswer(
      directive,
      new AlexaFailure('ENDPOINT_BUSY', 'The bolt has not said yet that it is in.'),
    )
  void ended.then(later)
  return answerTo(
    { ...directive, endpoint: null },
    { name: 'DeferredResponse', payload: { estimatedDeferralInSeconds: ESTIMATED_S } },
  )
}

const pause = (clock: Clock, ms: number): Promise<null> =>
  new Promise((resolve) => clock.wake(instant(clock.mono() + ms), () => resolve(null)))

async function settle(directive: Directive, { door, part }: Meant, parts: LockParts): Promise<AlexaEvent> {
  const { client, home, clock } = parts
  const began = clock.mono()
  await client.lock(door.id)
  const stateIn = ({ doors }: FaceHome): string => doors.find(({ id }) => id === door.id)?.state ?? 'gone'
  let wasOther = door.state !== 'jammed'
  const settled = await home.until((seen) => {
    const state = stateIn(seen)
    wasOther ||= state !== 'jammed'
    const isJam = state === 'jammed' && (wasOther || clock.mono() - began > JAM_COUNTS_AFTER_MS)
    return state === 'locked-proved' || isJam || state === 'gone'
  }, SETTLED_WITHIN_MS)
  const now = settled && meantBy(directive.endpoint, settled.doors)
  if (settled && !now) throw new AlexaFailure('NO_SUCH_ENDPOINT', 'This door is shown here no more.')
  if (!now) throw new AlexaFailure('ENDPOINT_UNREACHABLE', 'The bolt never said that it is in.')
  return answerTo(directive, {
    name: 'Response',
    properties: propertiesOf({ door: now.door, part }, clock.wall()),
  })
}
