// Signing in by a link of the hub: good once, for a quarter of an hour. Its secret stands behind the `#`, so that it
// never reaches a log, and leaves the address as soon as it is used.
import { ClientError, Requests } from '@portico/client'
import { failureWords } from '../live/one-act.ts'
import { replaceAddress } from '../live/route.ts'

export type SignedIn =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: string; readonly words: string }

/** Where the page was when its session ended, in this browser's storage. */
const PLACE = 'portico.place'
/** What a link's secret is made of; the hub says how long one is. */
const SECRET = /(?:^|#)\s*([A-Za-z0-9_-]{16,128})\s*$/

/** The secret in a pasted link, or in its last part alone; null: there is none. */
export const secretIn = (text: string): string | null => SECRET.exec(text.trim())?.[1] ?? null

const noWords: Readonly<Record<string, string>> = {
  HUB_HTTP_SIGN_IN: 'This link was used already, was replaced by a newer one, or is older than 15 minutes.',
  CLIENT_UNREACHABLE: 'The hub does not answer. The link is still good: try again when the hub runs.',
  HUB_HTTP_BODY: 'This is no sign-in link of Portico.',
}

export async function signIn(secret: string): Promise<SignedIn> {
  try {
    await new Requests(location.origin, null).post('/api/v1/sign-in', { link: secret })
    return { ok: true }
  } catch (error) {
    if (!(error instanceof ClientError)) throw error
    return { ok: false, code: error.code, words: noWords[error.code] ?? failureWords(error) }
  }
}

/** The secret of the address bar; null: this page was not opened by a link. */
export const secretOfAddress = (): string | null =>
  location.pathname === '/sign-in' ? secretIn(location.hash) : null

/** Signed in, or the link is no good: the secret leaves the address and the history. */
export function leaveSignIn(): void {
  const place = localStorage.getItem(PLACE) ?? ''
  localStorage.removeItem(PLACE)
  replaceAddress(`/${place.startsWith('#/') ? place : ''}`)
}

/** The session ended here: the next sign-in comes back to it. */
export function keepPlace(): void {
  if (location.hash.startsWith('#/')) localStorage.setItem(PLACE, location.hash)
}
