// The page that tells how to trust this house, and the certificate to trust. Both are for everybody, with or without
// HTTPS: there is no secret in them.
import { createHash } from 'node:crypto'
import { fingerprintOf } from '../../https/fingerprint.ts'
import {
  AUTHORITY_PATH,
  INSTALL_PATH,
  INSTALL_STYLE,
  installPage,
  noHttpsPage,
} from '../../https/install-page.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { isSecure } from '../plain-side.ts'
import { bytesOf } from './schemas.ts'

const STYLE_HASH = createHash('sha256').update(INSTALL_STYLE).digest('base64')
const POLICY = `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

const anyone = { right: 'anyone' } as const

export function addCertificateRoutes(app: RouteApp, { hub: { certificate } }: Faces): void {
  const shown = (): NonNullable<typeof certificate> => {
    if (certificate) return certificate
    throw httpError(
      'HUB_HTTP_NOT_FOUND',
      'this house has no HTTPS: network.house.https in its settings switches it on',
    )
  }
  app.get(INSTALL_PATH, { config: anyone }, async ({ headers: { host }, raw }, reply) => {
    void reply.type('text/html; charset=utf-8').header('content-security-policy', POLICY)
    if (!certificate) return reply.code(404).send(noHttpsPage)
    const { authority } = certificate
    const page = installPage({
      fingerprint: fingerprintOf(authority),
      name: authority.subject.replace(/^CN=/, ''),
      // Host is one of ours: the guards have looked at it.
      goOn: `https://${host ?? ''}/`,
      isSecure: isSecure(raw),
    })
    return reply.send(page)
  })
  app.get(
    AUTHORITY_PATH,
    { config: anyone, schema: { response: bytesOf('application/x-x509-ca-cert') } },
    async (_request, reply) =>
      reply
        .type('application/x-x509-ca-cert')
        .header('content-disposition', 'attachment; filename="portico-house.crt"')
        .send(shown().authority.raw),
  )
}
