// The webhook that is entered at a service for this home: entered once, looked after every day, and taken out again when
// the address or the secret has changed or nobody wants it any more.
import type { HookClient } from '@portico/plugin-api'
import type { Source } from '../people/source.ts'
import { audit } from '../people/audit.ts'
import type { LineParts, VendorLine } from './vendor-line.ts'

const LOOK_EVERY_MS = 24 * 60 * 60 * 1000
/** What was not brought about is tried again after this. */
const AGAIN_MS = 60 * 60 * 1000

export interface HookKeeping extends Pick<LineParts, 'records' | 'journal' | 'clock'> {
  readonly line: VendorLine
  readonly hooks: HookClient
  readonly source: Source
  /** By which carriers reach this home; null: by none. */
  readonly publicUrl: string | null
}

interface Wished {
  readonly url: string
  readonly secret: string
  readonly mark: string
}

export function hookAddress({ carrier, secret }: Source, publicUrl: string): string {
  const token = carrier.urlToken && secret !== '' ? `?token=${carrier.urlToken(secret)}` : ''
  return `${publicUrl}/hooks/${carrier.id}${token}`
}

function wishOf({ source, publicUrl, records }: HookKeeping): Wished | null {
  if (publicUrl === null) return null
  const url = hookAddress(source, publicUrl)
  const secret = source.rotating.values[0] ?? ''
  return { url, secret, mark: records.hash('source-hook', `${url} ${secret}`) }
}

/** Unix ms when it is to be looked at; in the past: now. Null: never. */
export function hookDue(keeping: HookKeeping): number | null {
  const { hook, hookLooked } = keeping.line.state
  const wished = wishOf(keeping)
  if (wished === null && hook === null) return null
  if (hookLooked === null) return 0
  const looked = Math.min(hookLooked, keeping.clock.wall())
  return looked + (hook?.mark === wished?.mark ? LOOK_EVERY_MS : AGAIN_MS)
}

/** One step towards what is wished; whatever fails is tried again when the line may be asked. */
export async function keepHook(keeping: HookKeeping): Promise<void> {
  const { line, hooks, clock } = keeping
  const wished = wishOf(keeping)
  await line.change({ hookLooked: clock.wall() })
  const listed = await line.ask({ request: (key) => hooks.list(key), read: (reply) => hooks.readList(reply) })
  if (listed?.type !== 'done') return undefined
  const { hook } = line.state
  const isThere = hook !== null && listed.found.some(({ ref }) => ref === hook.ref)
  if (isThere && hook.mark === wished?.mark) return undefined
  // One with our address and another secret, or of an earlier address of ours, would be refused at every push.
  const stale = listed.found.filter(
    ({ ref, url }) => ref === hook?.ref || (wished && sameRoute(url, wished.url)),
  )
  for (const { ref } of stale) if (!(await remove(keeping, ref))) return undefined
  await line.change({ hook: null })
  return wished ? add(keeping, wished) : undefined
}

/** The token in an address may have changed. */
const sameRoute = (url: string, wished: string): boolean => url.split('?')[0] === wished.split('?')[0]

async function remove({ line, hooks, journal, source }: HookKeeping, ref: string): Promise<boolean> {
  const removed = await line.ask({
    request: (key) => hooks.remove(ref, key),
    read: ({ status }) =>
      status < 300 || status === 404
        ? { type: 'done', found: null }
        : { type: 'failed', why: `the webhook was not removed (${status})` },
  })
  if (removed?.type !== 'done') return false
  await audit(journal, { what: 'source-hook-removed', by: null, more: { source: source.carrier.id } })
  return true
}

async function add({ line, hooks, journal, source }: HookKeeping, wished: Wished): Promise<void> {
  const { url, secret, mark } = wished
  const added = await line.ask({
    request: (key) => hooks.add({ url, secret }, key),
    read: (reply) => hooks.readAdded(reply),
  })
  if (added?.type !== 'done') return
  await line.change({ hook: { ref: added.found, url: url.split('?')[0] ?? url, mark } })
  await audit(journal, { what: 'source-hook-entered', by: null, more: { source: source.carrier.id } })
}
