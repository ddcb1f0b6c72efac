// Whether a broker is open to others, tried in a process of its own that may read code and nothing else.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { BrokerVerdict } from '@portico/plugin-bridge-mqtt/probe'
import { codeFolders, conditionFlags } from '../plugins/plugin-permissions.ts'

/** Two tries of eight seconds, one of listening, and a slow machine. */
const ASK_MAX_MS = 25_000
const ANSWER_BYTES_MAX = 4 * 1024

export interface BrokerToAsk {
  readonly url: string
  /** File of the authority that vouches for it; null: those of the system. */
  readonly ca: string | null
}

/** The script of the process, beside this file as source or built. */
const askMain = fileURLToPath(
  new URL(`./ask-broker-main.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
)

/** Null: it could not be tried. */
export async function askBroker(broker: BrokerToAsk): Promise<BrokerVerdict | null> {
  const readable = [...codeFolders('@portico/plugin-bridge-mqtt'), ...(broker.ca === null ? [] : [broker.ca])]
  const flags = readable.map((path) => `--allow-fs-read=${path}`)
  const args = [...conditionFlags(), '--permission', ...flags, askMain, JSON.stringify(broker)]
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      env: {},
      timeout: ASK_MAX_MS,
      killSignal: 'SIGKILL',
      maxBuffer: ANSWER_BYTES_MAX,
    })
    // cast: the process is the same build of this file
    return JSON.parse(stdout) as BrokerVerdict
  } catch {
    return null
  }
}
