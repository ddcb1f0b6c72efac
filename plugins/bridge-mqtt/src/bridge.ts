// The bridge: a face of kind `mqtt` in a process of its own.
import { FaceClient } from '@portico/client'
import { type Bridge, defineBridge } from '@portico/plugin-api'
import { mqttOptions } from './config.ts'
import { MqttFace } from './mqtt-face.ts'

export default defineBridge({
  kind: 'mqtt',
  api: 1,
  start(host): Promise<Bridge> {
    const { clock, log, storage, secret, home } = host
    const ended = new AbortController()
    const signal = AbortSignal.any([host.signal, ended.signal])
    const face = new MqttFace({
      host: { clock, log, storage, secret, home, signal, tell: (status) => host.tell(status) },
      options: mqttOptions(host.options),
      client: new FaceClient(host.url, host.token),
    })
    const running = face.run()
    return Promise.resolve({
      unpair: () => face.takeAway(),
      openPairing: () => face.showAgain(),
      async [Symbol.asyncDispose]() {
        ended.abort()
        await running
      },
    })
  },
})
