// What the edges of a house keep besides their notes: their own keys, the hub they were paired with, and how far epochs
// and lives have come. A file for the owner's eyes only, in the plugin's folder.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { type KeptByEdge, SEED_BYTES, isPublicKey, keyPair } from '@portico/edge'
import type { KeyPair } from '@portico/edge'
import { readJson, writePrivate } from './house-files.ts'

export interface EdgeIdentity extends KeptByEdge {
  readonly keys: KeyPair
}

export interface EdgeVault {
  /** Public key of the hub; null before the house was paired. */
  readonly hubKey: string | null
  /** Pins the first hub; false for any other. */
  pair(hubKey: string): boolean
  /** Keys and counts of an edge, a new life counted in. */
  begin(edge: string): EdgeIdentity
  /** Keeps a newer epoch, before anything is said in it. */
  keep(edge: string, kept: KeptByEdge): void
}

interface Stored extends KeptByEdge {
  /** Hex. */
  readonly seed: string
}

interface VaultFile {
  readonly v: 1
  readonly hub: string | null
  readonly edges: Readonly<Record<string, Stored>>
}

export const vaultPath = (storage: string): string => join(storage, 'edges.json')

const isSeed = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What cannot be read is as on the first day: then hub and house have to be paired anew. */
function read(storage: string): VaultFile {
  const value = readJson(vaultPath(storage))
  if (!isRecord(value) || value.v !== 1 || !isRecord(value.edges)) return { v: 1, hub: null, edges: {} }
  const edges = Object.entries(value.edges).flatMap(([id, edge]): [string, Stored][] => {
    if (!isRecord(edge) || !isSeed(edge.seed) || !isCount(edge.epoch) || !isCount(edge.life)) return []
    return [[id, { seed: edge.seed, epoch: edge.epoch, life: edge.life }]]
  })
  const hub = typeof value.hub === 'string' && isPublicKey(value.hub) ? value.hub : null
  return { v: 1, hub, edges: Object.fromEntries(edges) }
}

/** A disk that takes nothing stops no dead-man: an epoch that was not kept is logged, and kept with the next one. */
export function openEdgeVault(storage: string, log: (line: string) => void = () => undefined): EdgeVault {
  let file = read(storage)
  const write = (change: Partial<VaultFile>): void => {
    file = { ...file, ...change }
    writePrivate(vaultPath(storage), file)
  }
  const put = (id: string, edge: Stored): void => write({ edges: { ...file.edges, [id]: edge } })
  return {
    get hubKey() {
      return file.hub
    },
    pair(hubKey) {
      if (file.hub === null) write({ hub: hubKey })
      return file.hub === hubKey
    },
    begin(id) {
      const before = file.edges[id] ?? { seed: randomBytes(SEED_BYTES).toString('hex'), epoch: 0, life: 0 }
      const now = { ...before, life: before.life + 1 }
      put(id, now)
      return { keys: keyPair(Buffer.from(now.seed, 'hex')), epoch: now.epoch, life: now.life }
    },
    keep(id, kept) {
      const before = file.edges[id]
      try {
        if (before) put(id, { ...before, ...kept })
      } catch (error) {
        log(`epoch of ${id} was not kept: ${String(error)}`)
      }
    },
  }
}
