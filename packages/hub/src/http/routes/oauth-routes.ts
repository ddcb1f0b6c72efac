// Linking of a voice account: the hub as provider of OAuth 2 (RFC 6749, RFC 7636). Reached from the street; there is no way
// to sign in, a code of the owner page is all that counts.
import { codeOf } from '@portico/ports'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  LINK_ANSWER_PATH,
  LINK_PATH,
  codePage,
  consentPage,
  linkPolicy,
  noLinkPage,
} from '../../linking/link-page.ts'
import type { Linking } from '../../linking/linking.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { textOf } from './schemas.ts'

const anyone = { right: 'anyone' } as const
const FORM = 'application/x-www-form-urlencoded'
/** A code verifier and a few tokens. */
const BODY_BYTES_MAX = 8 * 1024

const TokenReply = Type.Object({
  access_token: Type.String(),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Integer({ description: 'seconds' }),
  refresh_token: Type.String(),
})

/** RFC 6749 section 5.2. */
const TokenRefusal = Type.Object({ error: Type.String(), error_description: Type.String() })

const tokenReplies: Record<string, unknown> = { 200: TokenReply, '4xx': TokenRefusal }

type Fields = Readonly<Record<string, string>>

// cast: forms and queries are read as objects, whatever is in them
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {}

function addPages(scope: RouteApp, { hub }: Faces, linking: Linking): void {
  const policy = linkPolicy(linking.redirects)
  const page = (reply: FastifyReply, status: number, html: string): FastifyReply =>
    reply
      .code(status)
      .type('text/html; charset=utf-8')
      .headers({
        'content-security-policy': policy,
        // With `no-referrer` a browser sends a form with `Origin: null`, which the hub does not take.
        'referrer-policy': 'strict-origin',
        'x-robots-tag': 'noindex, nofollow',
      })
      .send(html)
  const schema = (summary: string) => ({ summary, response: textOf(200, 'text/html') })
  scope.get(
    LINK_PATH,
    { config: anyone, schema: schema('The page on which Alexa is linked') },
    async ({ query }, reply) => {
      const wish = linking.readWish(fieldsOf(query))
      return wish ? page(reply, 200, codePage(wish, false)) : page(reply, 400, noLinkPage)
    },
  )
  scope.post(
    LINK_PATH,
    { config: anyone, schema: schema('Type the code of the owner page there') },
    async ({ body }, reply) => {
      const fields = fieldsOf(body)
      const wish = linking.readWish(fields)
      if (!wish) return page(reply, 400, noLinkPage)
      try {
        const ticket = await linking.vouch(wish, fields['code'] ?? '')
        const { homeName: home, doors } = hub.settings
        return await page(reply, 200, consentPage({ home, doors: doors.map(({ name }) => name), ticket }))
      } catch (error) {
        if (codeOf(error) !== 'HUB_FACE_CODE') throw error
        return page(reply, 403, codePage(wish, true))
      }
    },
  )
  scope.post(
    LINK_ANSWER_PATH,
    { config: anyone, schema: schema('Agree to the linking, or not') },
    async ({ body }, reply) => {
      const { ticket = '', answer } = fieldsOf(body)
      const sent = await linking.answer(ticket, answer === 'yes')
      return sent ? reply.redirect(sent.location, 303) : page(reply, 400, noLinkPage)
    },
  )
}

const headersOf = ({ headers, body }: FastifyRequest): Fields => ({
  'content-type': headers['content-type'] ?? '',
  // By it the library knows that there is a body.
  'content-length': String(JSON.stringify(body ?? '').length),
  ...(headers.authorization !== undefined && { authorization: headers.authorization }),
})

/** In a scope of its own: forms are read here, and nothing else is. */
export async function addOauthRoutes(app: RouteApp, faces: Faces): Promise<void> {
  const { linking } = faces.hub
  if (linking === null) return
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      FORM,
      { parseAs: 'string', bodyLimit: BODY_BYTES_MAX },
      (_request, body, done) => {
        done(null, Object.fromEntries(new URLSearchParams(String(body))))
      },
    )
    // cast: a scope has the types of its schemas as the application around it has
    const routes = scope as unknown as RouteApp
    addPages(routes, faces, linking)
    routes.post(
      '/oauth/token',
      { config: anyone, schema: { summary: 'Tokens for a code or a refresh token', response: tokenReplies } },
      async (request, reply) => {
        const answer = await linking.token({ headers: headersOf(request), body: fieldsOf(request.body) })
        return reply.code(answer.status).headers(answer.headers).send(answer.body)
      },
    )
  })
}
