// What must hold of the STUN and TURN servers of the settings, and how they become complete.
import { readIceUrl } from '../live/ice-servers.ts'
import type { CheckedSettings, IceServer } from './checked-settings.ts'
import type { Environment } from './environment.ts'
import type { SchemaFault } from './schema-faults.ts'

/** Of every TURN server: with `_FILE` at its end the file that holds it. */
export const TURN_CREDENTIAL = 'PORTICO_TURN_CREDENTIAL'

export interface DraftIceServer {
  readonly urls: readonly string[]
  readonly username: string | null
}

export const iceFaults = (servers: readonly DraftIceServer[]): readonly SchemaFault[] =>
  servers.flatMap(({ urls, username }, place): SchemaFault[] => {
    const path = ['network', 'ice', 'servers', place] as const
    const unreadable = urls.flatMap((url, at): SchemaFault[] =>
      readIceUrl(url)
        ? []
        : [
            {
              path: [...path, 'urls', at],
              message:
                'must be like stun:stun.example:3478, turn:turn.example?transport=udp or turns:turn.example',
            },
          ],
    )
    const isNameless = username === null && urls.some((url) => /^turn/i.test(url))
    const message = `a TURN server needs a username here, and its credential by ${TURN_CREDENTIAL} or ${TURN_CREDENTIAL}_FILE`
    return [...unreadable, ...(isNameless ? [{ path: [...path], message }] : [])]
  })

/** Complete for viewers. A TURN server whose credential is not set is left out: nobody could use it. */
export function iceServersOf({ ice }: CheckedSettings, environment: Environment): readonly IceServer[] {
  const credential = environment.value(TURN_CREDENTIAL) ?? null
  return ice.flatMap(({ urls, username }): IceServer[] => {
    if (username !== null && credential !== null) return [{ urls, username, credential }]
    const free = urls.filter((url) => /^stun:/i.test(url))
    return free.length === 0 ? [] : [{ urls: free, username: null, credential: null }]
  })
}
