// What must hold of bridges: each exists, takes these options, and names its secret like nothing else does.
import { isAbsolute } from 'node:path'
import { type BridgeName, bridgeNames } from '@portico/protocol'
import { type BridgeEntry, findBridge } from './bridge-catalog.ts'
import { type SchemaFault, foreignFaults, schemaFaults } from './schema-faults.ts'

type Loose = Readonly<Record<string, unknown>>

const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const mapOf = (value: unknown): Loose => (isLoose(value) ? value : {})

/** Of one bridge: they are told to its process in one message, bytes of JSON. */
const OPTIONS_BYTES_MAX = 16 * 1024

export interface BridgeCheck {
  readonly faults: readonly SchemaFault[]
  readonly bridges: ReadonlyMap<BridgeName, BridgeEntry>
}

export async function checkBridges(document: unknown, folder: string): Promise<BridgeCheck> {
  const { bridges, devices, mailboxes } = mapOf(document)
  const named = bridgeNames.flatMap((name) => {
    const options = mapOf(bridges)[name]
    return isLoose(options) ? [{ name, options }] : []
  })
  const taken = { ...mapOf(devices), ...mapOf(mailboxes) }
  const checked = await Promise.all(
    named.map(async ({ name, options }) => {
      const { faults, entry } = await checkBridge(name, options, folder)
      return { name, entry, faults: [...faults, ...takenFaults(name, taken)] }
    }),
  )
  return {
    faults: checked.flatMap(({ faults }) => faults),
    bridges: new Map(checked.flatMap(({ name, entry }) => (entry ? [[name, entry] as const] : []))),
  }
}

async function checkBridge(
  name: BridgeName,
  { plugin, ...options }: Loose,
  folder: string,
): Promise<{ readonly faults: readonly SchemaFault[]; readonly entry: BridgeEntry | null }> {
  const path = ['bridges', name]
  const entry = await findBridge(name, typeof plugin === 'string' ? plugin : null, folder)
  if (typeof entry === 'string') return { faults: [{ path, message: entry }], entry: null }
  const faults = optionFaults(entry, options).map((fault) => ({
    path: [...path, ...fault.path],
    message: fault.message,
  }))
  if (Buffer.byteLength(JSON.stringify(options)) > OPTIONS_BYTES_MAX)
    faults.push({ path, message: `is larger than ${OPTIONS_BYTES_MAX / 1024} kB: make its options shorter` })
  return { faults, entry }
}

function optionFaults({ configSchema: schema, module }: BridgeEntry, options: Loose): readonly SchemaFault[] {
  if (!isAbsolute(module)) return schemaFaults(schema, options)
  try {
    return foreignFaults(schema, options)
  } catch {
    return [{ path: [], message: 'this bridge gives a schema that is none: ask its author' }]
  }
}

const takenFaults = (name: BridgeName, taken: Loose): readonly SchemaFault[] =>
  Object.hasOwn(taken, name)
    ? [
        {
          path: ['bridges', name],
          message: `a device or mailbox is called "${name}" too, and both would have one password: rename that one`,
        },
      ]
    : []
