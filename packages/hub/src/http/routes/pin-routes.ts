// PINs of the home: made by a person with the code from the console, or by a face that has the right to codes. Digits go in
// and come out never, but for those that the hub chose.
import { actorId, doorId, wallTime } from '@portico/core'
import { Done, PinReply, PinRequest, PinView } from '@portico/protocol'
import { Type } from 'typebox'
import type { PinMaker, PinTerms } from '../../faces/pin.ts'
import type { Hub } from '../../hub.ts'
import type { Identity } from '../../people/identity.ts'
import { pinView } from '../../views/pin-view.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { isAwaited } from '../is-awaited.ts'
import { checkLooseningCode } from '../loosening-code.ts'
import { plainText } from '../plain-text.ts'
import { known, personOf, reaches } from '../rights.ts'
import { created, params, replies } from './schemas.ts'

const guard = { right: 'person', face: 'codes' } as const

/** What a person types. */
const SIX = /^\d{6}$/

const makerOf = (by: Identity): PinMaker => (by.kind === 'face' ? by : { id: personOf(by).id, keeper: null })

/** A face that is kept to some doors makes PINs for these alone. */
function doorsOf({ settings }: Hub, by: Identity, wished: PinRequest['doors']): PinTerms['doors'] {
  const doors = wished?.map(doorId) ?? (by.kind === 'face' ? by.doors : null)
  if (doors === null) return null
  if (
    doors.length === 0 ||
    doors.some((id) => !reaches(by, id) || !settings.doors.some((door) => door.id === id))
  )
    throw httpError('HUB_HTTP_NOT_FOUND', 'no such door')
  return doors
}

function termsOf(hub: Hub, by: Identity, { name, person, doors, hours, until }: PinRequest): PinTerms {
  const plain = plainText(name)
  if (plain === '') throw httpError('HUB_HTTP_BODY', 'body.name has nothing in it that can be seen')
  if (hours?.some(({ from, to }) => from >= to))
    throw httpError('HUB_HTTP_BODY', 'body.hours: a span ends after it begins; a night is two of them')
  if (person !== null && !hub.people.all.some(({ id }) => id === person))
    throw httpError('HUB_HTTP_NOT_FOUND', 'no such person')
  return {
    name: plain,
    person: person === null ? null : actorId(person),
    doors: doorsOf(hub, by, doors),
    hours,
    until: until === null ? null : wallTime(until),
  }
}

export function addPinRoutes(app: RouteApp, { hub }: Faces): void {
  app.get(
    '/api/v1/pins',
    { config: guard, schema: { response: replies(Type.Array(PinView)) } },
    async ({ identity }) => hub.pinBook.seenBy(makerOf(known(identity))).map(pinView),
  )
  app.post(
    '/api/v1/pins',
    { config: guard, schema: { body: PinRequest, response: created(PinReply) } },
    async (request, reply) => {
      const { body } = request
      const by = known(request.identity)
      const terms = termsOf(hub, by, body)
      const digits = body.pin ?? null
      if (by.kind === 'person') {
        if (digits !== null && !SIX.test(digits))
          throw httpError('HUB_HTTP_BODY', 'body.pin has to have six digits')
        // Whoever has one opens: it needs what a loosened rule needs.
        checkLooseningCode(hub, body.code, by.person.id)
      }
      const made = await hub.pinBook.make(makerOf(by), { terms, digits })
      // Nobody heard of it: it would open and stand in nobody's book.
      if (!isAwaited(request)) await hub.pinBook.revoke(makerOf(by), made.pin.id)
      return reply.code(201).send({ ...pinView(made.pin), pin: made.digits })
    },
  )
  app.post(
    '/api/v1/pins/:id/revoke',
    { config: guard, schema: { params: params('id'), response: replies(Done) } },
    async ({ params: { id }, identity }) => {
      if (!(await hub.pinBook.revoke(makerOf(known(identity)), id)))
        throw httpError('HUB_HTTP_NOT_FOUND', 'no such PIN')
      return { ok: true as const }
    },
  )
}
