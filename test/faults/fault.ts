// The faults of real processes and lines, each with the numbers it bears in the fault list of the safety design (§3).
import { setTimeout as later } from 'node:timers/promises'
import type { SeededChance } from '@portico/testing'
import type { HubProcess } from '../support/hub-process.ts'
import type { FaultyHome } from './faulty-home.ts'
import { pidOf, signal } from './process-tree.ts'

export type FaultName =
  | 'kill-hub'
  | 'kill-hub-again-while-it-starts'
  | 'kill-hub-and-leave-it-dead'
  | 'kill-everything'
  | 'kill-media'
  | 'kill-plugin'
  | 'stop-hub'
  | 'stop-hub-long'
  | 'stop-media'
  | 'stop-plugin'
  | 'radio-slow'
  | 'radio-out'
  | 'radio-broken'
  | 'camera-slow'
  | 'camera-out'
  | 'camera-broken'
  | 'camera-frozen'
  | 'camera-silent'
  | 'contact-link-out'
  | 'edge-link-out'
  | 'lock-jam'
  | 'lock-late'
  | 'lock-lossy'
  | 'lock-doubled'
  | 'lock-reordered'
  | 'contact-lossy'

export interface Fault {
  /** Of F1–F72. */
  readonly list: readonly string[]
  /** Processes that it kills when all of them live. */
  readonly kills: number
  /** How often it is drawn. */
  readonly weight: number
  /**
   * Begins, lasts, and ends; what it broke works again when it resolves, or comes back by itself. Tells how many
   * processes it killed: one that was dead already counts for nothing.
   */
  readonly happen: (home: FaultyHome, chance: SeededChance) => Promise<number | void>
}

const DEAD_MS = 16_500
/** After this long a killed child is on its way back, and may be killed again. */
const CHILD_BACK_MS = 500
/** Of 50 s each. */
const READY_WAITS = 4
const LINK_MS = [2_000, 9_000] as const

/** Kills the hub and starts it again a moment later, as a supervisor does. */
async function killHub(home: FaultyHome, downMs: number): Promise<number> {
  await home.hub.kill()
  await later(downMs)
  home.noteStart()
  await ready(home.hub)
  await home.reconnect()
  return 1
}

/** On a machine that is busy with other things a start takes its time; one that ended is a failure. */
async function ready(hub: HubProcess): Promise<void> {
  const child = hub.launch()
  for (let waits = 1; ; waits++)
    try {
      return await hub.adopt(child)
    } catch (error) {
      if (child.exitCode !== null || child.signalCode !== null || waits === READY_WAITS) throw error
    }
}

async function killAgain(home: FaultyHome, chance: SeededChance): Promise<number> {
  await home.hub.kill()
  home.noteStart()
  home.hub.launch()
  await later(chance.integer(100, 1_200))
  return 1 + (await killHub(home, 200))
}

/** Hub, cameras and devices at once: nothing is left that could still say or do anything. */
async function killEverything(home: FaultyHome, chance: SeededChance): Promise<number> {
  const children = kill(home, 'media') + kill(home, 'plugin')
  return children + (await killHub(home, chance.integer(50, 1_000)))
}

function kill(home: FaultyHome, role: 'media' | 'plugin'): number {
  const pid = pidOf(home.hub.pid, role)
  return pid !== null && signal(pid, 'SIGKILL') ? 1 : 0
}

async function killChild(home: FaultyHome, role: 'media' | 'plugin'): Promise<number> {
  const killed = kill(home, role)
  await later(CHILD_BACK_MS)
  return killed
}

async function freeze(home: FaultyHome, role: 'hub' | 'media' | 'plugin', ms: number): Promise<void> {
  const pid = pidOf(home.hub.pid, role)
  if (pid === null || !signal(pid, 'SIGSTOP')) return
  await later(ms)
  signal(pid, 'SIGCONT')
}

const cut = (
  what: (home: FaultyHome, chance: SeededChance) => void,
  heal: (home: FaultyHome) => void = (home) => home.heal(),
): Fault['happen'] => {
  return async (home, chance) => {
    what(home, chance)
    await later(chance.integer(...LINK_MS))
    heal(home)
  }
}

/** Something in the house itself, by its own acts. */
const act = (
  name: string,
  on: string,
  options: { readonly begin: Record<string, unknown>; readonly end: Record<string, unknown> },
): Fault['happen'] => {
  return async ({ house }, chance) => {
    await house.act(name, on, options.begin)
    await later(chance.integer(...LINK_MS))
    await house.act(name, on, options.end)
  }
}

const lie = (on: string, begin: Record<string, unknown>): Fault['happen'] =>
  act('lie', on, { begin, end: { how: 'honest' } })
const link = (on: string): Fault['happen'] => act('link', on, { begin: { up: false }, end: { up: true } })
const camera = (how: string): Fault['happen'] =>
  act('freeze', 'hall', { begin: { how }, end: { how: 'off' } })

const eye = (chance: SeededChance): 'porch' | 'hall' => chance.pick(['hall', 'hall', 'porch'] as const)

export const faults: Readonly<Record<FaultName, Fault>> = {
  'kill-hub': {
    list: ['F34'],
    kills: 1,
    weight: 5,
    happen: (home, chance) => killHub(home, chance.integer(50, 1_500)),
  },
  'kill-hub-again-while-it-starts': { list: ['F35'], kills: 2, weight: 2, happen: killAgain },
  'kill-hub-and-leave-it-dead': {
    list: ['F34'],
    kills: 1,
    weight: 1,
    happen: (home) => killHub(home, DEAD_MS),
  },
  'kill-everything': { list: ['F34', 'F30', 'F31'], kills: 3, weight: 4, happen: killEverything },
  'kill-media': { list: ['F25', 'F31'], kills: 1, weight: 7, happen: (home) => killChild(home, 'media') },
  'kill-plugin': {
    list: ['F17', 'F30', 'F32'],
    kills: 1,
    weight: 7,
    happen: (home) => killChild(home, 'plugin'),
  },
  'stop-hub': {
    list: ['F36'],
    kills: 0,
    weight: 2,
    happen: (home, chance) => freeze(home, 'hub', chance.integer(500, 5_000)),
  },
  'stop-hub-long': { list: ['F36'], kills: 0, weight: 1, happen: (home) => freeze(home, 'hub', DEAD_MS) },
  'stop-media': {
    list: ['F25', 'F26'],
    kills: 0,
    weight: 1,
    happen: (home, chance) => freeze(home, 'media', chance.integer(1_000, 6_000)),
  },
  'stop-plugin': {
    list: ['F3', 'F29'],
    kills: 0,
    weight: 1,
    happen: (home, chance) => freeze(home, 'plugin', chance.integer(1_000, 6_000)),
  },
  'radio-slow': {
    list: ['F3', 'F29'],
    kills: 0,
    weight: 1,
    happen: cut((home, chance) => home.line('radio').slow(chance.integer(100, 4_000))),
  },
  'radio-out': {
    list: ['F30', 'F32'],
    kills: 0,
    weight: 1,
    happen: cut((home) => home.line('radio').pull()),
  },
  'radio-broken': { list: ['F30'], kills: 0, weight: 1, happen: cut((home) => home.line('radio').break()) },
  'camera-slow': {
    list: ['F26'],
    kills: 0,
    weight: 1,
    happen: cut((home, chance) => home.line(eye(chance)).slow(chance.integer(500, 4_000))),
  },
  'camera-out': {
    list: ['F25', 'F31'],
    kills: 0,
    weight: 1,
    happen: cut((home, chance) => home.line(eye(chance)).pull()),
  },
  'camera-broken': {
    list: ['F25', 'F31'],
    kills: 0,
    weight: 1,
    happen: cut((home, chance) => home.line(eye(chance)).break()),
  },
  'camera-frozen': { list: ['F22'], kills: 0, weight: 1, happen: camera('freeze') },
  'camera-silent': { list: ['F25'], kills: 0, weight: 1, happen: camera('silent') },
  'contact-link-out': { list: ['F31'], kills: 0, weight: 1, happen: link('front-contact') },
  'edge-link-out': { list: ['F32', 'F70'], kills: 0, weight: 1, happen: link('front-edge') },
  'lock-jam': {
    list: ['F1', 'F2'],
    kills: 0,
    weight: 1,
    happen: act('jam', 'front', { begin: { on: true, at: 0.5 }, end: { on: false } }),
  },
  'lock-late': { list: ['F3'], kills: 0, weight: 1, happen: lie('front-lock', { how: 'late', ms: 3_000 }) },
  'lock-lossy': {
    list: ['F5'],
    kills: 0,
    weight: 1,
    happen: lie('front-lock', { how: 'lossy', share: 0.3 }),
  },
  'lock-doubled': {
    list: ['F6'],
    kills: 0,
    weight: 1,
    happen: lie('front-lock', { how: 'doubled', share: 0.5 }),
  },
  'lock-reordered': {
    list: ['F7', 'F8'],
    kills: 0,
    weight: 1,
    happen: lie('front-lock', { how: 'reordered', share: 0.5 }),
  },
  'contact-lossy': {
    list: ['F20'],
    kills: 0,
    weight: 1,
    happen: lie('front-contact', { how: 'lossy', share: 0.4 }),
  },
}

// cast: the keys of the table above
export const faultNames = Object.keys(faults) as readonly FaultName[]
const deck = faultNames.flatMap((name) => Array.from({ length: faults[name].weight }, () => name))
const killers = deck.filter((name) => faults[name].kills > 0)

/** The next fault by chance; of those that kill when only they are wanted. */
export const drawFault = (chance: SeededChance, kills: boolean): FaultName =>
  chance.pick(kills ? killers : deck)
