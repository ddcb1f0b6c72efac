// The data folder: is it there and ours, how much is free, and how long does one durable write take.
import { mkdtemp, open, rm, statfs } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { KEY_FILE, keyFault } from '../config/home-key.ts'
import { NEXT_SIGNING_FILE, SIGNING_FILE, readSigner } from '../config/signing-key.ts'
import type { Places } from '../start/open-home.ts'
import { codeOf } from '@portico/ports'
import { type Finding, bad, good, warning } from './finding.ts'

const MB = 1_000_000
/** Less, and the hub films nothing and lets nobody in. */
const RESERVE_BYTES = 268 * MB
/** About a month of one visit a day. */
const COMFORT_BYTES = 5_000 * MB
const WRITES = 9
/** A webhook must be durable before it is answered, within 50 ms. */
const SLOW_MS = 20

export async function lookAtDisk({ data, keys }: Places): Promise<readonly Finding[]> {
  const folder = resolve(data)
  if (!existsSync(folder)) {
    const above = dirname(folder)
    return [warning('disk', `${folder} is not there yet: the first start makes it in ${above}`, null)]
  }
  return [await lookAtSpace(folder), await lookAtWriting(folder), ...lookAtKey(keys), lookAtSigning(keys)]
}

async function lookAtSpace(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  const words = `${Math.round(free / MB)} MB are free for ${folder}`
  const next = 'free some space, or choose another data folder with --data'
  if (free < RESERVE_BYTES) return bad('disk space', `${words}: nothing is filmed, nobody is let in`, next)
  return free < COMFORT_BYTES ? warning('disk space', words, next) : good('disk space', words)
}

async function lookAtWriting(folder: string): Promise<Finding> {
  let probe: string | null = null
  try {
    probe = await mkdtemp(join(folder, 'doctor-'))
    await using file = await open(join(probe, 'probe'), 'w')
    const took: number[] = []
    for (let count = 0; count < WRITES; count++) {
      const began = performance.now()
      await file.write(Buffer.alloc(4096), 0, 4096, 0)
      await file.sync()
      took.push(performance.now() - began)
    }
    const median = took.toSorted((a, b) => a - b)[Math.floor(WRITES / 2)] ?? 0
    const words = `a durable write takes ${median.toFixed(1)} ms`
    return median > SLOW_MS
      ? warning('disk speed', words, 'a slow disk delays webhooks and unlocks: prefer an SSD to a card')
      : good('disk speed', words)
  } catch (error) {
    const next = 'give the hub a folder on a local disk that it owns'
    return bad('disk', `${folder} cannot be written (${codeOf(error) ?? 'unknown'})`, next)
  } finally {
    if (probe !== null) await rm(probe, { recursive: true, force: true })
  }
}

function lookAtKey(keys: string): readonly Finding[] {
  const path = join(keys, KEY_FILE)
  if (!existsSync(path)) return [warning('key', `${path} is not there yet: the first start makes it`, null)]
  const fault = keyFault(path)
  return [
    fault === null
      ? good('key', `${path} is for its owner alone`)
      : bad('key', fault, `run chmod 600 ${path}`),
  ]
}

/** Told so that somebody notes it: evidence is held against this pin. */
function lookAtSigning(keys: string): Finding {
  const path = join(keys, SIGNING_FILE)
  if (!existsSync(path)) return warning('pin', `${path} is not there yet: the first start makes it`, null)
  try {
    const { pin } = readSigner(path)
    const next = join(keys, NEXT_SIGNING_FILE)
    if (existsSync(next))
      return warning(
        'pin',
        `the journal is signed by ${pin}, at the next start by ${readSigner(next).pin}`,
        null,
      )
    return good('pin', `the journal is signed by ${pin}: note it, evidence is held against it`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return bad('pin', why, 'nothing can be signed, and the hub does not start, until this is mended')
  }
}
