// Builds what a run is played on: house, hub and chronicle, and whatever connects them with each other and with people.
import { type DoorSettings, defaultSettings, instant, milliseconds } from '@portico/core'
import type { Announcer } from '@portico/ports'
import type { HomeRuntimeOptions } from '@portico/runtime'
import type { TestClock } from '@portico/testing/fakes'
import { House } from '../house/house.ts'
import { MachineClock } from '../house/machine-clock.ts'
import type { Courier } from '../people/courier.ts'
import { type HouseRules, houseRules, plainRules } from '../people/house-rules.data.ts'
import { OWNER, type Owner } from '../people/owner.ts'
import type { Script } from '../people/script.ts'
import { Chronicle, type RunOptions } from './chronicle.ts'
import { edgeCommands } from './hub-devices.ts'
import { Hub, type HubOptions } from './hub.ts'
import { knownSigner, placeSigner } from './signer.ts'
import { luckOf, oneIn, streamOf } from './streams.ts'

export interface SceneParts {
  readonly seed: number
  readonly options: RunOptions
  readonly clock: TestClock
  readonly script: Script
  readonly owner: () => Owner
  /** Who stands at the door; null before the first. */
  readonly courier: () => Courier | null
  readonly isHealed: () => boolean
}

export interface Scene {
  readonly chronicle: Chronicle
  readonly house: House
  readonly hub: Hub
}

/** Most households have one mode; the rest live by sentences. */
const SENTENCES_SHARE = 0.3

/** What is drawn by name shifts nothing else of the seed. */
const rulesOf = (seed: number): HouseRules =>
  luckOf(seed, 'sentences') < SENTENCES_SHARE
    ? (houseRules[Math.floor(luckOf(seed, 'which sentences') * houseRules.length)] ?? plainRules)
    : plainRules

/** Numbers a line without hashing it: what nobody exports needs no proof. */
const unhashed: NonNullable<HomeRuntimeOptions['seal']> = (head, draft) => {
  const seq = head === null ? 0 : head.seq + 1
  const { data, ...rest } = draft
  return { ...rest, seq, data, prev: head?.hash ?? '0'.repeat(64), hash: `#${seq}.${draft.epoch}` }
}

export function buildScene(parts: SceneParts): Scene {
  const { options, clock } = parts
  const machine = new MachineClock(clock)
  const chronicle = new Chronicle({ options, clock, machine })
  // The two know each other: whatever the house says is heard by the hub that is there then.
  const ears: { hub: Hub | null } = { hub: null }
  const house = newHouse(parts, { chronicle, machine, hub: () => ears.hub })
  chronicle.watch(house.door)
  watchNotifier(house, chronicle)
  const third = watchLeaf(parts, { house, hub: () => ears.hub })
  const hub = newHub(parts, { chronicle, machine, house, third })
  ears.hub = hub
  return { chronicle, house, hub }
}

interface HouseNeeds {
  readonly chronicle: Chronicle
  readonly machine: MachineClock
  readonly hub: () => Hub | null
}

function newHouse({ seed, clock, owner }: SceneParts, { chronicle, machine, hub }: HouseNeeds): House {
  const draw = streamOf(seed, 'house')
  return new House({
    clock,
    door: { travelTime: milliseconds(draw.integer(700, 2500)) },
    draw: (wire) => {
      const stream = streamOf(seed, wire)
      return () => stream.unit()
    },
    listener: {
      pin: (report) => hub()?.reportOfLock({ type: 'ReportPin', ...report }),
      bolt: (report) => hub()?.reportOfLock({ type: 'ReportBolt', ...report }),
      contact: (report) => hub()?.report({ type: 'ReportContact', ...report }),
      edge: (report) => {
        for (const body of edgeCommands(report, machine)) hub()?.report(body)
      },
      edgeUp: (on) => chronicle.up('edge', on),
      edgeAlarm: (alarm) => chronicle.edgeAlarm(alarm),
      siren: (on) => {
        if (on) owner().heardSiren()
      },
    },
  })
}

/**
 * A third witness tells what it sees of the leaf; it may contradict and never grants. What comes back is what it says
 * when somebody begins to listen; null where there is none.
 */
function watchLeaf(
  { seed, clock, script, isHealed }: SceneParts,
  { house, hub }: { readonly house: House; readonly hub: () => Hub | null },
): HubOptions['third'] {
  const { door, lock, cameras } = house
  const draw = streamOf(seed, 'leaf')
  let { open } = door.truth
  let said = open
  const word = (): ReturnType<HubOptions['third']> => {
    const { thirdWitness: source, thirdMute } = script.household
    if (thirdMute && !isHealed()) return null
    return source && { type: 'ReportWitness', source, says: said ? 'open' : 'closed' }
  }
  door.watch(() => {
    const { thirdWitness: source, thirdSticks, thirdMute } = script.household
    const now = door.truth.open
    if (now === open || source === null) return
    open = now
    if (!isHealed() && (thirdMute || (thirdSticks && !open))) return
    said = now
    const body = { type: 'ReportWitness', source, says: now ? 'open' : 'closed' } as const
    // The sensor in the lock speaks over the lock's radio; a picture is looked at in the hub's machine.
    if (source === 'lock-door-sensor') lock.link.up.send(() => hub()?.reportOfLock(body))
    else if (cameras.sends)
      clock.wake(instant(clock.mono() + draw.integer(250, 700)), () => hub()?.report(body))
  })
  return word
}

function watchNotifier({ notifier: { down, up } }: House, chronicle: Chronicle): void {
  const tell = (): void => chronicle.up('notifier', down.up && up.up)
  for (const way of [down, up]) way.watch(tell)
  tell()
}

interface HubNeeds {
  readonly chronicle: Chronicle
  readonly machine: MachineClock
  readonly house: House
  readonly third: HubOptions['third']
}

function newHub(parts: SceneParts, { chronicle, machine, house, third }: HubNeeds): Hub {
  const { seed, clock, script, options } = parts
  const rules = rulesOf(seed)
  chronicle.household(rules.unasked(script.mode))
  const settings: DoorSettings = {
    ...defaultSettings,
    timers: { ...defaultSettings.timers, tail: milliseconds(script.tail) },
    // Half of the doors that have another witness of their leaf lean on it.
    thirdWitness: oneIn(streamOf(seed, 'third'), 2) ? script.household.thirdWitness : null,
  }
  const hub: Hub = new Hub({
    clock,
    machine,
    house,
    draw: streamOf(seed, 'hub'),
    policy: rules.policy(script.mode),
    settings,
    seal: options.hashes ? undefined : unhashed,
    signer: options.hashes ? knownSigner : placeSigner,
    voices: voicesOf(parts, { house, hub: () => hub }),
    residents: script.household.residents,
    third,
    onWire: (what, op) => chronicle.wire(what, op),
    onLines: (lines) => chronicle.lines(lines),
    onReboot: () => chronicle.rebooted(),
    onEvent: (what) => chronicle.tell('hub', what, what),
  })
  return hub
}

/** Messages to people: each over the notifier's link. */
function voicesOf(
  { owner, courier }: SceneParts,
  { house, hub }: { readonly house: House; readonly hub: () => Hub },
): Announcer {
  const say = (call: () => void): void => house.notifier.down.send(call)
  return {
    // An owner who has just answered it is left in peace; nobody else lives here.
    alarm: (call) => {
      if (call.quiet.includes(OWNER.by)) return
      say(() => {
        hub().report({ type: 'ReportDelivered', alarm: call.alarm, channel: 'screen' })
        owner().heard(call)
      })
    },
    notice: ({ notice }) => {
      if (notice === 'APPROVAL_ASKED') say(() => owner().asked())
    },
    courier: (message) => {
      if (message.say === 'pin') say(() => courier()?.readPin(message.pin))
    },
    photo() {},
    fallback() {},
  }
}
