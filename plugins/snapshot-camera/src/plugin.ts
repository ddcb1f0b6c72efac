// Cameras that give single pictures over HTTP: this plugin only says where; the media process asks for them.
import { type DeviceEntry, type PluginHost, type StillSource, definePlugin } from '@portico/plugin-api'

async function start(host: PluginHost): Promise<void> {
  for (const entry of host.devices) host.addCamera(entry.id, sourceOf(host, entry))
}

function sourceOf(host: PluginHost, { id, options, secret }: DeviceEntry): StillSource {
  const { username, snapshot } = options
  const named = typeof username === 'string' ? username : null
  if (named !== null && secret === undefined)
    host.log.error({ camera: id }, `no password for this camera: portico secret ${id}`)
  return {
    rtsp: null,
    snapshot: typeof snapshot === 'string' ? snapshot : '',
    username: secret === undefined ? null : named,
    password: named === null ? null : (secret ?? null),
    liveness: { method: 'none' },
  }
}

export default definePlugin({ name: 'snapshot-camera', api: 1, kind: 'real', start })
