// The devices of the house behind their plugins: what they report goes to the door, the cameras' addresses to the engine.
import { type Clock, type ViewSetup, codeOf } from '@portico/ports'
import type { HomeRuntime } from '@portico/runtime'
import type { Logger } from 'pino'
import type { EdgeKeys } from '../config/edge-keys.ts'
import { ThrottledNotice } from '../http/throttled-notice.ts'
import type { House } from '../live/announcements.ts'
import { EdgeLines } from '../plugins/edge-lines.ts'
import { HouseDevices } from '../plugins/house-devices.ts'
import type { ComposeOrder } from './compose-order.ts'
import type { Eyes } from './open-eyes.ts'

export interface DevicesOrder {
  readonly keys: EdgeKeys
  readonly epoch: number
  readonly eyes: Eyes
  readonly house: House
  /** What is drawn in the view of a camera; likewise. */
  readonly setupOf: (camera: string) => ViewSetup
  /** The home is opened after its devices: asked for when there is something to tell. */
  readonly runtime: () => HomeRuntime
}

export interface OpenDevices extends Disposable {
  readonly devices: HouseDevices
}

export function openDevices(
  { settings, clock, log }: ComposeOrder,
  { keys, epoch, eyes, house, setupOf, runtime }: DevicesOrder,
): OpenDevices {
  const { media, cameras, relay } = eyes
  const refusals = edgeRefusals(clock, log, runtime)
  const devices = new HouseDevices({
    doors: settings.doors,
    clock,
    log,
    edges: new EdgeLines({
      keys,
      epoch,
      clock,
      log,
      refused: (edge, why) => refusals.note(`${edge} ${why}`),
    }),
    report: (door, body) => runtime().report(door, body),
    ring: (door) => house.ring(door),
    setCamera: (id, view, source) => {
      const sound = settings.sounds[id] ?? 'off'
      media.setCamera(id, { view, source, sound, setup: setupOf(id) })
      cameras.onSource(id, source)
    },
    noteCamera: (id, note) => {
      log[note.what === 'tamper' && note.on ? 'warn' : 'debug'](
        { camera: id, ...note },
        'camera says of its view',
      )
      relay.note(id, note)
    },
    pluginLost: (plugin, why) => void noteLoss(runtime(), log, { plugin, why }),
  })
  return { devices, [Symbol.dispose]: () => refusals[Symbol.dispose]() }
}

/** What an edge said that was not believed, at most once a minute for each edge and reason. */
const edgeRefusals = (clock: Clock, log: Logger, runtime: () => HomeRuntime): ThrottledNotice =>
  new ThrottledNotice({
    clock,
    log,
    write: ({ key, count }) => {
      const [edge, why] = key.split(' ')
      return runtime().notice('edge-report-refused', { edge, why, count })
    },
  })

async function noteLoss(
  runtime: HomeRuntime,
  log: Logger,
  data: { readonly plugin: string; readonly why: string },
): Promise<void> {
  try {
    const line = { door: null, session: null, type: 'PluginLost', cause: 'runtime', data }
    await runtime.journal.append({ lines: [line] })
  } catch (error) {
    log.warn({ code: codeOf(error) }, 'loss of a plugin not noted')
  }
}
