// From a file without fault to what the hub runs on: defaults filled in, devices gathered by plugin, frozen.
import { resolve } from 'node:path'
import {
  type DoorSettings,
  type DoorTimers,
  type Duration,
  defaultSettings,
  defaultTimers,
  doorId,
  seconds,
} from '@portico/core'
import type { SoundRule, ViewSetup } from '@portico/ports'
import type { BridgeName, DoorSettingsFile, MailboxSettings, SettingsFile } from '@portico/protocol'
import { USUAL_FALLBACK } from '@portico/runtime'
import { sentenceIn } from '../views/sentences.ts'
import type {
  CheckedDoor,
  CheckedMailbox,
  CheckedPlugin,
  CheckedSettings,
  Listener,
} from './checked-settings.ts'
import type { CheckedBridge } from '../bridges/bridges.ts'
import type { BridgeEntry } from './bridge-catalog.ts'
import { HOUSE_PORT, STREET_PORT, USUAL_HOST, isLoopback, systemTimeZone } from './network-checks.ts'
import type { PluginEntry } from './plugin-catalog.ts'

/** Long enough for a carrier's enquiry about a parcel. */
const VISIT_DAYS = 14
/** As long as a weekend away; whoever passes by is filmed for no longer (EDPB guidelines 3/2019, 72 hours). */
const RING_DAYS = 3

/** What the command line says against the file. */
export interface ListenOverrides {
  readonly housePort: number | null
  readonly streetPort: number | null
}

export interface BuildOptions {
  readonly plugins: ReadonlyMap<string, PluginEntry>
  readonly bridges: ReadonlyMap<BridgeName, BridgeEntry>
  /** Of the settings file: where paths begin. */
  readonly folder: string
  readonly carriers: readonly string[]
  readonly overrides: ListenOverrides
}

/** What the file may say of a listener; the schema of the file gives it no narrower type. */
interface ListenerFile {
  readonly host?: string
  readonly port?: number
  /** Of the house alone. */
  readonly https?: boolean
}

export function buildSettings(
  file: SettingsFile,
  { plugins, bridges, folder, carriers, overrides }: BuildOptions,
): CheckedSettings {
  const { home, network, policy, film } = file
  // cast (both): held to the listener's schema
  const house = network?.house as ListenerFile | undefined
  const street = network?.street as ListenerFile | undefined
  const virtual = [...plugins.values()].some(({ kind }) => kind === 'virtual')
  return freeze({
    homeName: home?.name ?? 'Home',
    timeZone: home?.timeZone ?? systemTimeZone(),
    position: home?.position ?? null,
    house: listener(house ?? {}, overrides.housePort, HOUSE_PORT),
    https: house?.https ?? !isLoopback(house?.host ?? USUAL_HOST),
    street:
      street || overrides.streetPort !== null
        ? listener(street ?? {}, overrides.streetPort, STREET_PORT)
        : null,
    publicUrl: network?.publicUrl === undefined ? null : new URL(network.publicUrl).origin,
    hosts: network?.hosts ?? [],
    webhookHosts: network?.webhookHosts ?? [],
    ice: (network?.ice?.servers ?? []).map(({ urls, username }) => ({ urls, username: username ?? null })),
    doors: file.doors.map(buildDoor),
    views: Object.fromEntries(file.doors.flatMap(({ cameras }) => cameras.flatMap(drawnView))),
    sounds: soundRules(file.doors),
    plugins: gatherPlugins(file, plugins),
    // In a simulated home every carrier may knock; in a real one only whom the owner let (threats G11).
    sources: virtual ? carriers : Object.keys(file.carriers ?? {}),
    mailboxes: Object.entries(file.mailboxes ?? {}).map(([id, mailbox]) => buildMailbox(id, mailbox)),
    bridges: [...bridges.values()].map((bridge) => buildBridge(bridge, file, folder)),
    policy: { mode: policy?.mode ?? 'owner', sentences: (policy?.sentences ?? []).map(sentenceIn) },
    film: { visitDays: film?.visitDays ?? VISIT_DAYS, ringDays: film?.ringDays ?? RING_DAYS },
    virtual,
  })
}

const listener = ({ host, port }: ListenerFile, asked: number | null, usual: number): Listener => ({
  host: host ?? USUAL_HOST,
  port: asked ?? port ?? usual,
})

function buildDoor({
  id,
  name,
  kind,
  fallback,
  lock,
  contact,
  edge,
  bell,
  cameras,
  ...rest
}: DoorSettingsFile): CheckedDoor {
  return {
    id: doorId(id),
    name: name ?? id,
    kind: kind ?? 'house',
    fallback: fallback ?? USUAL_FALLBACK,
    lock: lock ?? null,
    contact: contact ?? null,
    edge: edge ?? null,
    bell: bell ?? null,
    cameras: cameras.map((camera) => ({
      id: camera.id,
      view: camera.view,
      witness: camera.witness ?? false,
    })),
    settings: { ...doorSettings(rest), ...(kind === 'porch' && { bare: true as const }) },
  }
}

/**
 * Of each camera; where two doors share one, the stricter word. What is said at somebody's door may be heard while an
 * adult listens; a room is not listened to, and nothing is recorded, unless the home says so.
 */
function soundRules(doors: readonly DoorSettingsFile[]): Readonly<Record<string, SoundRule>> {
  const rules: Record<string, SoundRule> = {}
  for (const { id, view, sound } of doors.flatMap(({ cameras }) => cameras)) {
    const rule = sound ?? (view === 'outside' ? 'live' : 'off')
    const known = rules[id] ?? rule
    rules[id] = SOUND_RULES.indexOf(rule) < SOUND_RULES.indexOf(known) ? rule : known
  }
  return rules
}

/** The strictest first. */
const SOUND_RULES: readonly SoundRule[] = ['off', 'live', 'film']

/** What is drawn in the view of a camera; nothing where nothing is. */
function drawnView(camera: DoorSettingsFile['cameras'][number]): (readonly [string, ViewSetup])[] {
  const { id, proof = null, leaf = null, drop = null, masks = [] } = camera
  const isDrawn = proof !== null || leaf !== null || drop !== null || masks.length > 0
  return isDrawn ? [[id, { proof, leaf, drop, masks }]] : []
}

function doorSettings({
  timers = {},
  openingsPerDay = defaultSettings.openingsPerDay,
  thirdWitness,
}: Pick<DoorSettingsFile, 'timers' | 'openingsPerDay' | 'thirdWitness'>): DoorSettings {
  const set = (value: number | undefined, usual: Duration): Duration =>
    value === undefined ? usual : seconds(value)
  const chosen: DoorTimers = {
    ...defaultTimers,
    approve: set(timers.approveSeconds, defaultTimers.approve),
    prove: set(timers.proveSeconds, defaultTimers.prove),
    unlock: set(timers.unlockSeconds, defaultTimers.unlock),
    open: set(timers.openSeconds, defaultTimers.open),
    inside: set(timers.insideSeconds, defaultTimers.inside),
    tail: set(timers.tailSeconds, defaultTimers.tail),
  }
  return { timers: chosen, openingsPerDay, thirdWitness: thirdWitness ?? null }
}

const buildMailbox = (id: string, file: MailboxSettings): CheckedMailbox => ({
  id,
  host: file.host,
  port: file.port ?? null,
  security: file.security ?? 'tls',
  username: file.username,
  folder: file.folder ?? 'INBOX',
  receivers: file.receivers ?? [],
  addresses: file.addresses ?? [],
  askFor: file.askFor ?? [],
  oauth: file.oauth ?? null,
  dns: file.dns ?? null,
})

function buildBridge(
  { name, kind, module, files, runsNpm }: BridgeEntry,
  { bridges }: SettingsFile,
  folder: string,
): CheckedBridge {
  const { plugin: _plugin, ...given }: Readonly<Record<string, unknown>> = bridges?.[name] ?? {}
  const named = files.flatMap((key) => {
    const path = given[key]
    return typeof path === 'string' ? [[key, resolve(folder, path)] as const] : []
  })
  const options = { ...given, ...Object.fromEntries(named) }
  return { name, kind, module, options, files: named.map(([, path]) => path), runsNpm }
}

function gatherPlugins(
  { devices }: SettingsFile,
  plugins: ReadonlyMap<string, PluginEntry>,
): readonly CheckedPlugin[] {
  return [...plugins.values()].map(({ name, module, kind }) => ({
    name,
    module,
    kind,
    devices: Object.entries(devices)
      .filter(([, device]) => device.plugin === name)
      .map(([id, device]) => ({ id, kind: device.kind, options: device.options ?? {} })),
  }))
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(freeze)
  }
  return value
}
