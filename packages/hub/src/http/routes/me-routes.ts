// Signing in by a link, signing out, and who one is.
import { actorId } from '@portico/core'
import { Done, InviteReply, InviteRequest, Me, PersonView, SignInRequest } from '@portico/protocol'
import { Type } from 'typebox'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { cookieOptions, credentialOf } from '../credentials.ts'
import { httpError } from '../http-errors.ts'
import { checkLooseningCode } from '../loosening-code.ts'
import { CHILD_SCOPES, idOf, isAdult, known, personOf } from '../rights.ts'
import type { Hub } from '../../hub.ts'
import type { Identity } from '../../people/identity.ts'
import { AGE_MAX } from '../../people/logins.ts'
import { params, replies } from './schemas.ts'

function meOf(identity: Identity, { clock, settings }: Hub): Me {
  const simulated = settings.virtual
  const id = idOf(identity)
  if (identity.kind === 'token') {
    const { name, scopes } = identity
    return { kind: 'token', id, name, scopes: [...scopes], assuredMs: null, display: null, simulated }
  }
  if (identity.kind === 'face')
    return { kind: 'face', id, name: identity.name, scopes: [], assuredMs: null, display: null, simulated }
  if (identity.kind === 'display') {
    const { name, place, door } = identity
    return {
      kind: 'display',
      id,
      name,
      scopes: [],
      assuredMs: null,
      display: { place, door },
      simulated,
    }
  }
  const { person, assurance } = identity
  const assuredMs = assurance === null ? null : Math.max(0, clock.mono() - assurance)
  const scopes = isAdult(identity) ? null : [...CHILD_SCOPES]
  return { kind: 'person', id, name: person.name, scopes, assuredMs, display: null, simulated }
}

function peopleOf({ people, movingOut }: Hub): PersonView[] {
  return people.all.map(({ id, name, role }) => {
    const leave = movingOut.of(id)
    return { id, name, role, leaves: leave && { at: leave.at, by: leave.by } }
  })
}

export function addMeRoutes(app: RouteApp, { hub, cookies }: Faces): void {
  app.post(
    '/api/v1/sign-in',
    { config: { right: 'anyone' }, schema: { body: SignInRequest, response: replies(Me) } },
    async ({ body, raw }, reply) => {
      const cookie = cookies(raw).login
      const signed = await hub.people.signIn(body.link)
      const identity = signed && (await hub.people.identify(signed.cookie))
      if (!signed || !identity)
        throw httpError(
          'HUB_HTTP_SIGN_IN',
          'this link is no good any more; make a new one with portico owner link',
        )
      reply.setCookie(cookie, signed.cookie, {
        ...cookieOptions(cookie),
        maxAge: Math.floor(AGE_MAX / 1000),
      })
      return meOf(identity, hub)
    },
  )
  app.post(
    '/api/v1/sign-out',
    { config: { right: 'resident' }, schema: { response: replies(Done) } },
    async ({ headers, raw }, reply) => {
      const cookie = cookies(raw).login
      const credential = credentialOf(headers, cookies(raw))
      if (credential) await hub.people.signOut(credential.secret)
      reply.clearCookie(cookie, cookieOptions(cookie))
      return { ok: true as const }
    },
  )
  app.get(
    '/api/v1/me',
    { config: { right: 'known', display: 'any', face: 'any' }, schema: { response: replies(Me) } },
    async ({ identity }) => meOf(known(identity), hub),
  )
  app.get(
    '/api/v1/people',
    { config: { right: 'resident' }, schema: { response: replies(Type.Array(PersonView)) } },
    async () => peopleOf(hub),
  )
  for (const act of ['ask', 'stop'] as const)
    app.post(
      `/api/v1/people/:id/${act === 'ask' ? 'remove' : 'stay'}`,
      {
        config: { right: 'person' },
        schema: { params: params('id'), response: replies(Type.Array(PersonView)) },
      },
      async ({ params: { id }, identity }) => {
        await hub.movingOut[act](actorId(id), personOf(identity).id)
        return peopleOf(hub)
      },
    )
  app.post(
    '/api/v1/people/invite',
    { config: { right: 'person' }, schema: { body: InviteRequest, response: replies(InviteReply) } },
    async ({ body: { name, role, code }, identity }) => {
      const { id: by } = personOf(identity)
      // Whoever is asked in stays: it needs what a loosened rule needs.
      checkLooseningCode(hub, code, by)
      const { secret, goodFor } = await hub.people.mintLink(name, { role, by })
      return { path: `/sign-in#${secret}`, goodForMs: goodFor }
    },
  )
}
