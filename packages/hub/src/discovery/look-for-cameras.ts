// Looks for cameras in the network, in a process of its own that may read code and nothing else: answers come from
// anybody (threats G19). Who asks while it looks is told what it finds.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { FoundCamera } from '@portico/plugin-onvif/discovery'
import { hubError } from '../errors.ts'
import { codeFolders, conditionFlags } from '../plugins/plugin-permissions.ts'

/** Three seconds of listening, two of asking, and a slow machine. */
const LOOK_MAX_MS = 15_000
/** 64 devices with all their words. */
const ANSWER_BYTES_MAX = 64 * 1024

/** The script of the process, beside this file as source or built. */
const lookMain = fileURLToPath(
  new URL(`./look-main.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
)

let looking: Promise<readonly FoundCamera[]> | null = null

/** By address. Rejects with `HUB_DISCOVERY_FAILED`. */
export function lookForCameras(): Promise<readonly FoundCamera[]> {
  looking ??= look().finally(() => {
    looking = null
  })
  return looking
}

async function look(): Promise<readonly FoundCamera[]> {
  const readable = codeFolders('@portico/plugin-onvif').map((path) => `--allow-fs-read=${path}`)
  const args = [...conditionFlags(), '--permission', ...readable, lookMain]
  try {
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      env: {},
      timeout: LOOK_MAX_MS,
      killSignal: 'SIGKILL',
      maxBuffer: ANSWER_BYTES_MAX,
    })
    // cast: the process is the same build of this file
    return JSON.parse(stdout) as readonly FoundCamera[]
  } catch (cause) {
    throw hubError('HUB_DISCOVERY_FAILED', 'the network cannot be asked: is this machine connected?', {
      cause,
    })
  }
}
