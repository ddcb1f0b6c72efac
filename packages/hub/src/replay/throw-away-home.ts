// A home that lives as long as a replay: a data folder and a key of its own, a door without hardware, and a wall clock
// that goes by the messages. Nothing of it reaches the hub that guards a door.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type WallTime, defaultSettings, doorId } from '@portico/core'
import { HubError, type Clock } from '@portico/ports'
import { HomeRuntime } from '@portico/runtime'
import { systemTimeZone } from '../config/network-checks.ts'
import { createLog } from '../start/logger.ts'
import { HOME, openHome } from '../start/open-home.ts'
import { systemChance, systemClock } from '../start/system-clock.ts'

export interface ThrowAwayHome extends AsyncDisposable {
  readonly runtime: HomeRuntime
  /** From now on it is this late. */
  set(wall: WallTime): void
}

/** There is no hardware: whatever it is asked for, it cannot. */
const nothing = (): Promise<never> =>
  Promise.reject(new HubError('HUB_DEVICE_MISSING', 'a replay has no door', { retryable: false }))

const silent = (): void => undefined

export async function openThrowAwayHome(): Promise<ThrowAwayHome> {
  await using parts = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'portico-replay-'))
  parts.defer(() => rm(folder, { recursive: true, force: true }))
  const system = systemClock()
  let wall = system.wall()
  const clock: Clock = { ...system, wall: () => wall }
  const home = parts.use(await openHome({ data: folder, keys: join(folder, 'keys') }, clock))
  const runtime = parts.use(
    await HomeRuntime.open({
      home: HOME,
      epoch: home.store.epoch,
      writer: 'sim',
      timeZone: systemTimeZone(),
      policy: { mode: 'owner', sentences: [] },
      doors: [
        {
          id: doorId('replay'),
          kind: 'house',
          settings: defaultSettings,
          cameras: [],
          devices: {
            unlock: () => 'LOCK_UNREACHABLE',
            grantPin: () => 'LOCK_UNREACHABLE',
            revokePin: nothing,
            lock: nothing,
            query: nothing,
            arm: nothing,
            disarm: nothing,
            release: nothing,
            heartbeat: nothing,
            siren: nothing,
          },
        },
      ],
      journal: home.store,
      key: home.key,
      signer: home.signers.signer,
      clock,
      chance: systemChance,
      log: createLog('silent'),
      engine: {
        startFilm: nothing,
        stopFilm: nothing,
        takePhoto: nothing,
        still: nothing,
        watch: nothing,
        unwatch: nothing,
      },
      announcer: { alarm: silent, notice: silent, courier: silent, photo: silent, fallback: silent },
    }),
  )
  const open = parts.move()
  return {
    runtime,
    set: (next) => {
      wall = next
    },
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}
