// A network of one's own with one link in it, for what speaks multicast: nothing of the machine hears it, and two of them
// do not hear each other. It needs root, `unshare` and iproute2.
import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')
const LINK = 'matter0'
const OTHER_END = 'matter1'

/** A dummy link would do, but its module is not everywhere; on `lo` alone matter.js 0.13 hears nothing. */
const network = [
  'ip link set lo up',
  `ip link add ${LINK} type veth peer name ${OTHER_END}`,
  `ip link set ${OTHER_END} up`,
  `ip addr add 192.168.77.1/24 dev ${LINK}`,
  `ip link set ${LINK} up`,
  `ip route add 224.0.0.0/4 dev ${LINK}`,
].join('; ')

export const hasPrivateLinks = (): boolean =>
  spawnSync('unshare', ['-n', 'ip', 'link', 'set', 'lo', 'up']).status === 0

/** Runs a script in it, with the name of the link as its first argument; it ends after `withinMs` at the latest. */
export function playOnPrivateLink(
  [script, ...more]: readonly [string, ...string[]],
  stdio: StdioOptions,
  withinMs: number,
): ChildProcess {
  const run = `${network}; exec "$0" --conditions=@portico/source "$@"`
  return spawn('unshare', ['-n', '-m', 'sh', '-c', run, process.execPath, script, LINK, ...more], {
    cwd: root,
    env: { ...process.env, MATTER_MDNS_NETWORKINTERFACE: LINK },
    stdio,
    timeout: withinMs,
  })
}

/** How a script that was started with a pipe for its errors ended, and the newest of what it wrote there. */
export async function endOf(
  played: ChildProcess,
): Promise<{ readonly code: number | null; readonly errors: string }> {
  let errors = ''
  played.stderr?.setEncoding('utf8').on('data', (text: string) => void (errors += text))
  // cast: the arguments of `close`
  const [code] = (await once(played, 'close')) as [number | null]
  return { code, errors: errors.slice(-6_000) }
}
