// A courier's browser without script: it asks for HTML, sends forms with its origin, and gives its cookies back.
import { NUMBER, FRONT, type TestHub } from './test-hub.ts'
import type { Asked, Asking } from './asking.ts'

export const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'

export const look = (hub: TestHub, path: string, headers: Record<string, string> = {}): Promise<Asked> =>
  hub.street(`GET ${path}`, { headers: { accept, ...headers } })

export const form = (
  hub: TestHub,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Asking => ({
  headers: {
    accept,
    'content-type': 'application/x-www-form-urlencoded',
    origin: hub.streetUrl,
    ...headers,
  },
  body: Buffer.from(new URLSearchParams(fields).toString()),
})

export const textOf = ({ bytes }: Asked): string => bytes.toString()
export const stateOf = (asked: Asked): string | undefined => /data-state="(\w+)"/.exec(textOf(asked))?.[1]

/** What a browser would send back: names and values alone. */
export const cookiesOf = ({ headers }: Asked): Record<string, string> => ({
  cookie: (headers['set-cookie'] ?? []).map((each) => each.split(';')[0]).join('; '),
})

export const code = (hub: TestHub): string => hub.runtime.codes.mint(FRONT).code

/** A label form that is right; where it leads and what it gives along. */
export async function knock(hub: TestHub, scanned = code(hub)): Promise<Asked> {
  return hub.street('POST /d/front', form(hub, { code: scanned, label: NUMBER }))
}

export const passIn = ({ headers }: Asked): string =>
  /^\/c\/([\w-]{22})/.exec(headers.location ?? '')?.[1] ?? ''
