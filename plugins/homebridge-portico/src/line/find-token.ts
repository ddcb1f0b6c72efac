// How this face comes by its token: from the hub that started this Homebridge, from the store, or for the eight digits of
// the owner page.
import { ClientError, FaceClient } from '@portico/client'
import type { PorticoConfig } from '../plugin-config.ts'
import { type TokenStore, hashOf, tokenIn } from './token-store.ts'

export interface TokenOrder {
  readonly config: PorticoConfig
  readonly store: TokenStore
  /** Of a Homebridge that the hub runs; null: a stranger's. */
  readonly tokenFile: string | null
}

/** A token; `later`: worth another try soon; `never`: not before a person does something. */
export type Found =
  | { readonly found: 'token'; readonly token: string }
  | { readonly found: 'later' | 'never'; readonly words: string }

const PAIR = 'take a code on the owner page (House, Faces, Pair a program) and set it as `code`'

/** Does not throw for anything that hub or disk do. */
export async function findToken({ config, store, tokenFile }: TokenOrder): Promise<Found> {
  if (tokenFile !== null) {
    const token = await tokenIn(tokenFile)
    return token === null
      ? { found: 'later', words: 'the hub has not said yet who we are' }
      : { found: 'token', token }
  }
  const kept = await store.read()
  const known = kept?.url === config.url ? kept : null
  const isNew = config.code !== null && known?.code !== hashOf(config.code)
  if (config.code !== null && isNew) return claim(config, store, config.code)
  if (known !== null && known.token !== null) return { found: 'token', token: known.token }
  const words = config.code === null ? `not paired: ${PAIR}` : `this code was refused already: ${PAIR}`
  return { found: 'never', words }
}

async function claim(config: PorticoConfig, store: TokenStore, code: string): Promise<Found> {
  const { url, name } = config
  try {
    const { token } = await FaceClient.claim(url, { code, kind: 'homekit', name })
    await store.write({ url, token, code: hashOf(code) })
    return { found: 'token', token }
  } catch (error) {
    if (!(error instanceof ClientError))
      return { found: 'later', words: `the token cannot be kept: ${String(error)}` }
    if (error.code !== 'HUB_FACE_CODE') return { found: 'later', words: error.message }
    const kept = await store.read()
    const token = kept?.url === url ? kept.token : null
    // Shown once: a hub counts wrong codes, and a Homebridge that restarts would show it again each time.
    await store.write({ url, token, code: hashOf(code) }).catch(() => undefined)
    if (token !== null) return { found: 'token', token }
    return {
      found: 'never',
      words: `the hub does not know this code, or it is older than five minutes: ${PAIR}`,
    }
  }
}
