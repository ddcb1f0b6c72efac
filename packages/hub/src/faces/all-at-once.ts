// Two acts for the hour in which somebody has lost a telephone, or trust: unpair everything, and new secrets for everything.
// What is in doubt ends first and whatever the rest does; what could not be reached is named.
import { randomBytes } from 'node:crypto'
import type { ActorId } from '@portico/core'
import { codeOf } from '@portico/ports'
import type { RotateAllReply, UnpairAllReply } from '@portico/protocol'
import { CalendarLinks } from '../calendar/calendar-links.ts'
import type { Hub } from '../hub.ts'
import { audit } from '../people/audit.ts'
import { type KeptFace, isBridges } from './face.ts'

type Parts = Pick<Hub, 'faceBook' | 'bridges' | 'runtime' | 'log'>
type RotatedParts = Parts & Pick<Hub, 'tokens' | 'sources' | 'sourceDesk' | 'webhooks' | 'people' | 'clock'>

/** A bridge goes on, with another face; everything else that a face stands for is gone with it. */
const isBridgeItself = (face: KeptFace): boolean => isBridges(face) && face.peer === null

/** Somebody outside has a secret of it: a program its token, a linked account what it was given to come back with. */
const holdsSecret = (face: KeptFace): boolean =>
  !isBridges(face) || (face.kind === 'voice' && face.peer !== null)

/** How many ended. Each is dead in this moment; a disk that fails is told of once all are. */
async function endFaces({ faceBook }: Parts, by: ActorId, is: (face: KeptFace) => boolean): Promise<number> {
  const ending = faceBook.all.filter(is).map(({ id }) => faceBook.revoke(by, id))
  const ended = await Promise.allSettled(ending)
  for (const each of ended) if (each.status === 'rejected') throw each.reason
  return ended.length
}

/** By its name whether each did what was asked. */
async function toldBridges(
  { bridges, log }: Parts,
  ask: (name: string) => Promise<void>,
): Promise<UnpairAllReply['bridges']> {
  return await Promise.all(
    bridges.all.map(async ({ bridge: { name } }) => {
      try {
        await ask(name)
        return { name, done: true }
      } catch (error) {
        log.warn({ bridge: name, code: codeOf(error) }, 'a bridge did not do what was asked')
        return { name, done: false }
      }
    }),
  )
}

/** Every face ends with its PINs, and every bridge forgets its controllers: one that does not answer, when it is back. */
export async function unpairAll(parts: Parts, by: ActorId): Promise<UnpairAllReply> {
  const { faceBook, bridges, runtime } = parts
  faceBook.endCodes()
  const ended = await endFaces(parts, by, (face) => !isBridgeItself(face))
  await audit(runtime.journal, { what: 'all-unpaired', by })
  const told = await toldBridges(parts, (name) => bridges.unpairAll(name))
  const own = await endFaces(parts, by, isBridgeItself)
  return { faces: ended + own, bridges: told }
}

/** Secrets of sources that the hub has made; what a sender or the environment gave is changed where it came from. */
async function rollSources(
  { sources, sourceDesk }: RotatedParts,
  by: ActorId,
): Promise<Pick<RotateAllReply, 'secrets' | 'left'>> {
  const secrets: RotateAllReply['secrets'] = []
  const left: string[] = []
  for (const [id, { rotating, carrier }] of sources) {
    if (carrier.publicKeys || rotating.from === 'missing') continue
    const secret = rotating.from === 'generated' ? await sourceDesk.changeSecret(id, null, by) : null
    if (secret === null) left.push(id)
    else secrets.push({ of: 'source', id, secret })
  }
  return { secrets, left }
}

/** The one before signs for a day besides: whoever receives is told in that time. */
async function rollWebhooks({ webhooks }: RotatedParts, by: ActorId): Promise<RotateAllReply['secrets']> {
  const secrets: RotateAllReply['secrets'] = []
  for (const { id } of webhooks.all)
    secrets.push({ of: 'webhook', id, secret: (await webhooks.rotate(id, by)).secret })
  return secrets
}

async function endCalendars({ people, runtime, clock }: RotatedParts, by: ActorId): Promise<number> {
  const { records, journal } = runtime
  const links = new CalendarLinks({ records, journal, people, clock, chance: { bytes: randomBytes } })
  let ended = 0
  for (const { id } of people.all) if (await links.end(id, by)) ended += 1
  return ended
}

/**
 * Bridges begin anew with other tokens. Programs, linked accounts, scripts and calendars end: nobody could tell them new
 * ones. Secrets under which webhooks come and go are made anew and told this once; the ones before are good for a while
 * more.
 */
export async function rotateAll(parts: RotatedParts, by: ActorId): Promise<RotateAllReply> {
  const { faceBook, bridges, tokens, runtime } = parts
  faceBook.endCodes()
  const faces = await endFaces(parts, by, holdsSecret)
  const names = tokens.all.map(({ name }) => name)
  for (const name of names) await tokens.revoke(name)
  await audit(runtime.journal, { what: 'all-rotated', by })
  const told = await toldBridges(parts, (name) => bridges.restart(name))
  const calendars = await endCalendars(parts, by)
  const { secrets, left } = await rollSources(parts, by)
  const all = [...secrets, ...(await rollWebhooks(parts, by))]
  return { faces, tokens: names, calendars, bridges: told, secrets: all, left }
}
