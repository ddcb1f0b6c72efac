// Starts the process of one bridge, with its own secret and nobody else's.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { BridgeChild } from '../bridges/bridge-child.ts'
import { bridgeSecretOwner, deviceSecret } from '../config/device-secrets.ts'
import { findNpm, npmWay } from '../config/find-npm.ts'
import { isLoopback } from '../config/network-checks.ts'
import type { Listeners } from '../http/listeners.ts'
import type { CheckedBridge } from '../bridges/bridges.ts'
import type { Hub } from '../hub.ts'
import { conditionFlags, permissionFlags } from '../plugins/plugin-permissions.ts'
import type { ComposeOrder } from './compose-order.ts'
import { linkedFaces } from './open-linking.ts'

/** The script of a bridge's process, beside this file as source or built. */
const bridgeMain = fileURLToPath(
  new URL(`../bridges/bridge-main.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
)

export const bridgesFolder = (data: string): string => join(data, 'bridges')

export interface BridgeSurroundings {
  readonly hub: Pick<Hub, 'certificate' | 'faceBook' | 'linking'>
  readonly urls: Listeners
}

/** @throws HubError as `deviceSecret` and `permissionFlags` do */
export function startBridge(
  { places, settings, environment, clock, log }: ComposeOrder,
  bridge: CheckedBridge,
  { hub, urls }: BridgeSurroundings,
): BridgeChild {
  const { name, module, files, runsNpm } = bridge
  const npm = runsNpm ? findNpm(environment) : null
  const way = wayTo(hub.certificate, urls, places.data)
  const readable = [...files, ...(npm ? [npm.folder] : [])]
  return new BridgeChild({
    bridge: runsNpm ? { ...bridge, options: { ...bridge.options, npm: npm?.script ?? null } } : bridge,
    faces: bridge.kind === 'voice' ? linkedFaces(hub.faceBook, hub.linking) : hub.faceBook,
    home: { name: settings.homeName, simulated: settings.virtual },
    secret: deviceSecret({ keys: places.keys, environment: environment.value }, bridgeSecretOwner(name)),
    storage: join(bridgesFolder(places.data), name),
    mainPath: bridgeMain,
    execArgv: (storage) => [
      ...conditionFlags(),
      ...permissionFlags({
        module,
        storage,
        secret: [places.data, places.keys],
        rights: runsNpm ? 'processes' : 'none',
      }),
      ...readable.map((file) => `--allow-fs-read=${file}`),
    ],
    clock,
    log: log.child({ bridge: name }),
    url: way.url,
    // The hours of its users are hours of the home, wherever the clock of the machine stands.
    env: { TZ: settings.timeZone, ...(runsNpm && npmWay(environment)), ...way.env },
  })
}

/**
 * By loopback where the house listens there: that is taken in the clear. A house on one address of the network alone is
 * reached there, by HTTPS, and the bridge trusts the authority of the house.
 */
function wayTo(
  certificate: Hub['certificate'],
  { houseUrl, secureUrl }: Listeners,
  data: string,
): { readonly url: string; readonly env: Readonly<Record<string, string>> } {
  const { hostname } = new URL(houseUrl)
  if (certificate === null || secureUrl === null || isLoopback(hostname)) return { url: houseUrl, env: {} }
  const file = join(bridgesFolder(data), 'house-authority.pem')
  mkdirSync(bridgesFolder(data), { recursive: true, mode: 0o700 })
  writeFileSync(file, certificate.authority.toString(), { mode: 0o600 })
  return { url: houseUrl.replace(/^http:/, 'https:'), env: { NODE_EXTRA_CA_CERTS: file } }
}
