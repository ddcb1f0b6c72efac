// A whole simulated home as real processes, with everything between the hub and the house in our hands: the radio to
// lock, contact and edge, and the network to each camera.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HouseConnection } from '@portico/plugin-virtual-home/house'
import { connectHouse } from '@portico/plugin-virtual-home/house'
import { CALM, HubProcess, hubEnv, nodeArgs } from '../support/hub-process.ts'
import { Owner } from '../support/people.ts'
import { until } from '../support/until.ts'
import { SlowLine } from './slow-line.ts'

const CAMERAS = ['porch', 'hall'] as const

const settings = `
home: { timeZone: Europe/Berlin }
doors:
  - id: front
    lock: front-lock
    contact: front-contact
    edge: front-edge
    cameras:
      - { id: porch, view: outside }
      - { id: hall, view: inside, witness: true }
    timers: { insideSeconds: 30, openSeconds: 15, tailSeconds: 30, approveSeconds: 60 }
devices:
  front-lock: { plugin: virtual-home, kind: lock, options: { door: front } }
  front-contact: { plugin: virtual-home, kind: contact, options: { door: front } }
  front-edge: { plugin: virtual-home, kind: edge, options: { door: front } }
  porch: { plugin: virtual-home, kind: camera, options: { door: front, view: outside, ${CALM} } }
  hall: { plugin: virtual-home, kind: camera, options: { door: front, view: inside, ${CALM} } }
policy: { mode: owner }
`

/** As far as we touch it: where the house and its cameras can be found. */
interface HouseFile {
  readonly socket: string
  readonly cameras: Readonly<Record<string, { readonly rtsp: string }>>
}

export type LineName = 'radio' | (typeof CAMERAS)[number]

export class FaultyHome implements AsyncDisposable {
  readonly hub: HubProcess
  /** Straight into the house, past every line: what is physically true. */
  readonly house: HouseConnection
  readonly owner: Owner
  /** Of the screen beside the door. */
  readonly displayToken: string
  /** When each hub was started, on the machine's monotonic clock, ms. */
  readonly starts: number[] = []
  readonly #lines: ReadonlyMap<LineName, SlowLine>

  private constructor(parts: {
    readonly hub: HubProcess
    readonly house: HouseConnection
    readonly owner: Owner
    readonly displayToken: string
    readonly lines: ReadonlyMap<LineName, SlowLine>
  }) {
    this.hub = parts.hub
    this.house = parts.house
    this.owner = parts.owner
    this.displayToken = parts.displayToken
    this.#lines = parts.lines
  }

  /** Started as always; then the lines are laid, and the hub is started again to find the house through them. */
  static async start(): Promise<FaultyHome> {
    const hub = await HubProcess.start({ settings })
    const lines = new Map<LineName, SlowLine>()
    try {
      await layLines(hub, lines)
      const house = await connectHouse(directFolder(hub))
      await hub.kill()
      await hub.begin()
      const owner = await Owner.signIn(hub)
      const made = await command(hub, 'token', 'create', 'door-display', '--scope', 'presence')
      const displayToken = /ptk_[A-Za-z0-9_-]+/.exec(made)?.[0]
      if (displayToken === undefined) throw new Error(`no token: ${made}`)
      return new FaultyHome({ hub, house, lines, owner, displayToken })
    } catch (error) {
      for (const line of lines.values()) await line[Symbol.asyncDispose]()
      await hub[Symbol.asyncDispose]()
      throw error
    }
  }

  line(name: LineName): SlowLine {
    const line = this.#lines.get(name)
    if (!line) throw new Error(`no line ${name}`)
    return line
  }

  noteStart(): void {
    this.starts.push(Number(process.hrtime.bigint()) / 1e6)
  }

  heal(): void {
    for (const line of this.#lines.values()) line.heal()
  }

  /** The journal as an export prints it. */
  async lines(): Promise<readonly string[]> {
    const out = await command(this.hub, 'journal', 'export')
    return out.split('\n').filter((line) => line !== '')
  }

  /** The hub may be at another address by now; whoever speaks to it connects again. */
  async reconnect(): Promise<void> {
    await until('the owner to be connected again', async () => {
      try {
        await this.owner.connect()
        return true
      } catch {
        return false
      }
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.owner[Symbol.asyncDispose]()
    await this.house[Symbol.asyncDispose]()
    await this.hub[Symbol.asyncDispose]()
    for (const line of this.#lines.values()) await line[Symbol.asyncDispose]()
  }
}

/** Not waited for in this thread: other lines of other homes run in it. */
async function command({ folder, data }: HubProcess, ...words: string[]): Promise<string> {
  const child = spawn(process.execPath, [...nodeArgs, ...words, '--data', data], {
    cwd: folder,
    env: { ...process.env, ...hubEnv },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => void (out += text))
  // cast: the arguments of `close`
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}`)
  return out
}

const directFolder = ({ folder }: HubProcess): string => join(folder, 'direct')

/** The plugin finds the house by a file; from now on that file leads through our lines. */
async function layLines(hub: HubProcess, lines: Map<LineName, SlowLine>): Promise<void> {
  const path = join(hub.houseFolder, 'house.json')
  mkdirSync(directFolder(hub))
  copyFileSync(path, join(directFolder(hub), 'house.json'))
  // cast: written by the house a moment ago
  const file = JSON.parse(readFileSync(path, 'utf8')) as HouseFile
  const radio = join(hub.folder, 'radio')
  lines.set('radio', await SlowLine.lay({ path: file.socket }, radio))
  const cameras: Record<string, unknown> = {}
  for (const id of CAMERAS) {
    const source = file.cameras[id]
    if (!source) throw new Error(`the house has no camera ${id}`)
    const url = new URL(source.rtsp)
    const line = await SlowLine.lay({ port: Number(url.port), host: url.hostname }, null)
    lines.set(id, line)
    url.port = String(line.port)
    cameras[id] = { ...source, rtsp: url.href }
  }
  writeFileSync(path, JSON.stringify({ ...file, socket: radio, cameras }), { mode: 0o600 })
}
