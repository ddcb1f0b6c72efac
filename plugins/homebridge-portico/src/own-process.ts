// Whether the hub runs this Homebridge: then the process is ours, the token comes by a file, and events go out at once.
import type { API } from 'homebridge'

/** Name of the variable with the path of the file that holds the token. */
const TOKEN_FILE = 'PORTICO_TOKEN_FILE'

export interface OwnProcess {
  /** Null: somebody else's Homebridge. */
  readonly tokenFile: string | null
}

export function ownProcess(api: API, environment: Readonly<Record<string, string | undefined>>): OwnProcess {
  const tokenFile = environment[TOKEN_FILE] || null
  if (tokenFile !== null) sendAtOnce(api)
  return { tokenFile }
}

/**
 * hap-nodejs holds events back for 250 ms to send several at once, except those of buttons, motion and contact. That bound is
 * the whole process's, so it is left alone in a stranger's Homebridge; where there is none any more nothing happens.
 */
function sendAtOnce(api: API): void {
  const connection: object = api.hap.HAPConnection
  if ('EVENT_COALESCING_DELAY' in connection && typeof connection.EVENT_COALESCING_DELAY === 'number')
    Object.assign(connection, { EVENT_COALESCING_DELAY: 0 })
}
