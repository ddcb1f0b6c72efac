// What the library of OAuth 2 asks of the hub: clients, codes and tokens. Times are judged here, by the hub's own clock.
import { timingSafeEqual } from 'node:crypto'
import type OAuth2Server from '@node-oauth/oauth2-server'
import { type ActorId, actorId } from '@portico/core'
import type { Chance } from '@portico/ports'
import { hashOf, newSecret } from '../people/secret.ts'
import type { LinkBook, StoredLink } from './link-book.ts'
import type { LinkClient } from './linking.ts'
import type { ShortSecrets } from './short-secrets.ts'

/** A code that became no token yet, or did. */
export interface OpenCode {
  readonly code: OAuth2Server.AuthorizationCode
  readonly by: ActorId
  isUsed: boolean
  /** It was shown once more: whatever it becomes is no good. */
  isReplayed: boolean
}

export interface ModelParts {
  readonly client: LinkClient
  readonly chance: Chance
  readonly codes: ShortSecrets<OpenCode>
  readonly book: LinkBook
  /** A link of this id is let in as a face, or that is undone. Rejects when the home has no room. */
  readonly admit: (id: string, by: ActorId) => Promise<void>
  readonly end: (id: string, why: 'voice-code-replayed' | 'voice-unlinked') => Promise<void>
}

/** Both kinds begin so that secret scanners find them. */
const ACCESS_PREFIX = 'pta_'
const REFRESH_PREFIX = 'ptr_'

type Client = OAuth2Server.Client

const known = ({ id, redirects }: LinkClient): Client => ({
  id,
  grants: ['authorization_code', 'refresh_token'],
  redirectUris: [...redirects],
})

const isEqual = (one: string, other: string): boolean =>
  timingSafeEqual(Buffer.from(hashOf(one)), Buffer.from(hashOf(other)))

const nextSecrets = (chance: Chance) => ({
  generateAccessToken: async () => `${ACCESS_PREFIX}${newSecret(chance)}`,
  generateRefreshToken: async () => `${REFRESH_PREFIX}${newSecret(chance)}`,
})

/** Of the page on which a person agrees: the client shows no secret there. */
export const authorizeModel = ({ client, chance, codes }: ModelParts) => ({
  generateAuthorizationCode: async () => newSecret(chance),
  getClient: async (id: string) => (id === client.id ? known(client) : null),
  saveAuthorizationCode: async (
    code: OAuth2Server.AuthorizationCode,
    of: Client,
    user: OAuth2Server.User,
  ): Promise<OAuth2Server.AuthorizationCode> => {
    const saved = { ...code, client: of, user }
    const by = actorId(String(user['id']))
    codes.keep(code.authorizationCode, { code: saved, by, isUsed: false, isReplayed: false })
    return saved
  },
  /** Never asked: a person is known by the code of the owner page. */
  getAccessToken: async () => null,
  saveToken: async () => null,
  getAuthorizationCode: async () => null,
  revokeAuthorizationCode: async () => false,
})

/** Of requests for tokens: without the client's secret nothing is told, PKCE or not. */
export function tokenModel(parts: ModelParts) {
  const { client, chance, codes, book, end } = parts
  return {
    ...nextSecrets(chance),
    getClient: async (id: string, secret: string | null | undefined) =>
      id === client.id && typeof secret === 'string' && isEqual(secret, client.secret) ? known(client) : null,

    getAuthorizationCode: async (code: string) => {
      const linked = book.ofCode(code)
      const open = codes.get(code)
      if (open?.isUsed) open.isReplayed = true
      // Somebody else has it as well (RFC 6749 section 4.1.2).
      if (linked) await end(linked.id, 'voice-code-replayed')
      return open && !open.isUsed && !linked ? open.code : null
    },
    revokeAuthorizationCode: async ({ authorizationCode }: OAuth2Server.AuthorizationCode) => {
      const open = codes.get(authorizationCode)
      if (!open || open.isUsed) return false
      open.isUsed = true
      return true
    },

    getRefreshToken: async (token: string) => {
      const link = book.ofRefresh(token)
      return (
        link && { refreshToken: token, client: known(client), user: { id: link.by, link: link.id, token } }
      )
    },
    revokeToken: async ({ refreshToken }: OAuth2Server.RefreshToken) => book.ofRefresh(refreshToken) !== null,

    saveToken: async (token: OAuth2Server.Token, of: Client, user: OAuth2Server.User) => {
      const fresh = { access: token.accessToken, refresh: token.refreshToken ?? '' }
      const saved = { ...token, client: of, user }
      const { link: id, token: shown } = user
      if (typeof id === 'string' && typeof shown === 'string')
        return (await book.refresh(id, shown, fresh)) && saved
      return (await begin(parts, token.authorizationCode ?? '', fresh)) && saved
    },
    getAccessToken: async () => null,
  }
}

/** Null: the code was shown twice meanwhile. */
async function begin(
  { codes, book, admit, end }: ModelParts,
  code: string,
  fresh: { readonly access: string; readonly refresh: string },
): Promise<StoredLink | null> {
  const open = codes.get(code)
  if (!open) return null
  const id = book.newId()
  const linkUp = async (): Promise<StoredLink> => {
    await admit(id, open.by)
    return book.begin({ id, by: open.by, codeHash: hashOf(code) }, fresh)
  }
  const link = await linkUp().catch(async (error: unknown) => {
    await end(id, 'voice-unlinked')
    throw error
  })
  // The map is changed by whoever showed it meanwhile.
  if (!open.isReplayed) return link
  await end(id, 'voice-code-replayed')
  return null
}
