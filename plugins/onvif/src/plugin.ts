// ONVIF cameras and bells as a plugin: one device of the house for each camera in the settings, and a bell for each
// button of one of them.
import { type CameraReporter, type DeviceEntry, type PluginHost, definePlugin } from '@portico/plugin-api'
import { OnvifCamera } from './camera/onvif-camera.ts'
import { bellOptions, cameraOptions } from './device-options.ts'
import type { OnvifMessage } from './events/read-messages.ts'
import { RingGate } from './events/ring-gate.ts'
import { subscriptionNote } from './events/subscription-note.ts'

/** A button of a camera. */
interface Button {
  readonly input: string | null
  readonly ring: () => void
}

async function start(host: PluginHost): Promise<void> {
  const cameras = host.devices.filter(({ kind }) => kind === 'camera')
  const buttons = buttonsOf(host, cameras)
  for (const camera of cameras) follow(host, camera, buttons.get(camera.id) ?? [])
}

/** By the camera that they belong to. */
function buttonsOf(
  host: PluginHost,
  cameras: readonly DeviceEntry[],
): ReadonlyMap<string, readonly Button[]> {
  const buttons = new Map<string, Button[]>()
  for (const bell of host.devices.filter(({ kind }) => kind === 'bell')) {
    const ring = host.addBell(bell.id)
    const { camera, input } = bellOptions(bell)
    if (!cameras.some(({ id }) => id === camera))
      host.log.error({ bell: bell.id, camera }, 'bell never rings: no onvif camera has this id')
    buttons.set(camera, [...(buttons.get(camera) ?? []), { input, ring }])
  }
  return buttons
}

function follow(host: PluginHost, entry: DeviceEntry, buttons: readonly Button[]): void {
  const { id } = entry
  const { addresses, credentials, choice, transport } = cameraOptions(entry)
  const report = host.addCamera(id, null)
  if (typeof entry.options.username === 'string' && credentials === null)
    host.log.error({ camera: id }, `no password for this camera: portico secret ${id}`)
  const rings = new RingGate()
  const standing = new Map<string, boolean>()
  host.use(
    new OnvifCamera({
      id,
      addresses,
      credentials,
      choice,
      transport,
      clock: host.clock,
      signal: host.signal,
      log: host.log,
      note: subscriptionNote(host.storage, id),
      onSource: report,
      onMessage: (message) => {
        const rung = rings.isRing(message, host.clock.mono())
        if (isNote(message)) tell(report, message, standing)
        else if (rung) for (const button of buttons) if (presses(message, button)) button.ring()
      },
      onReachable: (on) => {
        host.setReachable(id, on)
      },
    }),
  )
}

const isNote = ({ meaning }: OnvifMessage): boolean => meaning === 'motion' || meaning === 'tamper'

/** The button of the bell itself, or one that is wired to an input. */
const presses = ({ meaning, source }: OnvifMessage, { input }: Button): boolean =>
  meaning === 'ring' ? input === null : input !== null && source.split(' ').includes(input)

/** Kinds of notes and lenses of one device. */
const STANDING_MAX = 64

/** Only changes are told: devices repeat what stands. */
function tell(
  report: CameraReporter,
  { meaning, topic, source, on }: OnvifMessage,
  standing: Map<string, boolean>,
): void {
  if (meaning !== 'motion' && meaning !== 'tamper') return
  const isOn = (): boolean => [...standing].some(([key, each]) => each && key.startsWith(`${meaning} `))
  const before = isOn()
  const key = `${meaning} ${topic} ${source}`
  if (!standing.has(key) && standing.size >= STANDING_MAX) return
  standing.set(key, on)
  if (isOn() !== before) report({ what: meaning, on })
}

export default definePlugin({ name: 'onvif', api: 1, kind: 'real', start })
