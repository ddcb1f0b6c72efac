// Linking of a voice account, where the settings have one: its client and the secret of that, which stands in no settings.
import type { HomeRuntime } from '@portico/runtime'
import type { Bridges } from '../bridges/bridges.ts'
import type { BridgeFaces } from '../bridges/bridge-faces.ts'
import { deviceSecret } from '../config/device-secrets.ts'
import { httpError } from '../http/http-errors.ts'
import type { LinkDeskParts } from '../linking/link-desk.ts'
import type { Linking } from '../linking/linking.ts'
import type { ComposeOrder } from './compose-order.ts'

export interface LinkingParts extends Omit<LinkDeskParts, 'client' | 'notice' | 'faces'> {
  readonly faceBook: LinkDeskParts['faces']
  readonly runtime: Pick<HomeRuntime, 'notice'>
  readonly bridges: Pick<Bridges, 'admitBy'>
}

/** Printable and without an end that a person may forget (RFC 6749 appendix A.2). */
const goodSecret = /^[\x20-\x7e]{16,256}$/

/** Null: nothing is to be linked, or not before it has a secret. Rejects with a HubError as `deviceSecret` throws */
export async function openLinking(
  { settings, environment, places }: Pick<ComposeOrder, 'settings' | 'environment' | 'places'>,
  { runtime, bridges, faceBook: faces, ...parts }: LinkingParts,
): Promise<Linking | null> {
  const options = settings.bridges.find(({ name }) => name === 'alexa')?.options
  if (!options) return null
  const secret = deviceSecret({ keys: places.keys, environment: environment.value }, 'alexa')
  if (secret === null || !goodSecret.test(secret)) {
    parts.log.warn('Alexa cannot be linked: portico secret alexa keeps 16 to 256 plain letters for that')
    return null
  }
  // Loaded by homes that link an account.
  const { createLinking } = await import('../linking/link-desk.ts')
  const linking = createLinking({
    ...parts,
    faces,
    client: { id: String(options['clientId']), secret, redirects: addressesIn(options['redirects']) },
    notice: (what, data) => runtime.notice(what, data),
  })
  bridges.admitBy('alexa', async (authorization) => {
    const token = /^Bearer +([^\s]+)$/i.exec(authorization)?.[1]
    return token === undefined ? null : linking.peerOf(token)
  })
  return linking
}

const addressesIn = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : [])

/** A bridge lets nobody in whose link has ended, however long it has not heard of that. */
export const linkedFaces = (faces: BridgeFaces, linking: Linking | null): BridgeFaces => ({
  bridgeFace: (kind) => faces.bridgeFace(kind),
  admit: async (kind, peer) => {
    if (!linking?.has(peer.id)) throw httpError('HUB_HTTP_NOT_FOUND', 'this account is linked no more')
    return faces.admit(kind, peer)
  },
  dismiss: (kind, peer) => faces.dismiss(kind, peer),
})
