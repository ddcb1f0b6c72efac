// Starts that cannot be, and ends: each a clear line and an exit code, nothing damaged, nothing left behind.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HubProcess, hubEnv, nodeArgs, portico } from '../support/hub-process.ts'
import { postHook } from '../support/people.ts'
import { until } from '../support/until.ts'

const root = resolve(import.meta.dirname, '../..')

/** Starts on the data of `hub`, whatever becomes of it, and waits for its end. */
const startAgain = (hub: HubProcess, ...more: string[]): ReturnType<typeof portico> =>
  portico(['start', '--port', '0', '--data', hub.data, ...more])

/** One home for all tests that find it well and leave it so. */
let home: HubProcess
beforeAll(async () => {
  home = await HubProcess.rest()
})
afterAll(() => home[Symbol.asyncDispose]())

async function running(): Promise<HubProcess> {
  if (!home.isRunning) await home.begin()
  return home
}

/** Gives the journal another version; its own is returned. */
function versioned(file: string, version: number): number {
  using db = new DatabaseSync(file)
  const own = Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
  db.exec(`PRAGMA user_version = ${version}`)
  return own
}

const hashOf = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

describe('a start that cannot be', () => {
  test('another program has the port: named with its setting; with another port it starts', async () => {
    const other = createServer()
    other.listen(0, '127.0.0.1')
    await once(other, 'listening')
    // cast: of a server that listens on TCP
    const { port } = other.address() as AddressInfo
    await home.stop()
    const { code, err } = startAgain(home, '--port', String(port))
    other.close()
    expect(code).toBe(1)
    expect(err).toContain('[HUB_HTTP_PORT_TAKEN]')
    expect(err).toContain(`port ${port}; choose another with network.house.port`)
    await home.begin()
    expect((await fetch(`${home.url}/healthz`)).status).toBe(200)
  })

  test('the data folder cannot be written', async () => {
    await using hub = await HubProcess.rest()
    writeFileSync(join(hub.folder, 'file'), '')
    const { code, err } = portico(['start', '--port', '0', '--data', join(hub.folder, 'file/data')])
    expect(code).toBe(1)
    expect(err).toContain('[HUB_STORE_NOT_WRITABLE]')
    expect(err).toContain('give the hub a folder on a local disk that it owns')
  })

  test('a second hub on the same data is refused, and the first serves on', async () => {
    const hub = await running()
    const { code, err } = startAgain(hub)
    expect(code).toBe(1)
    expect(err).toContain('[HUB_STORE_IN_USE]')
    expect(err).toContain(`process ${hub.pid}`)
    expect((await postHook(hub)).status).toBe(200)
  })

  test('a newer Portico wrote the journal: nothing is changed', async () => {
    const hub = await running()
    await hub.stop()
    const file = join(hub.data, 'journal.db')
    const own = versioned(file, 999)
    const before = hashOf(file)
    const { code, err } = startAgain(hub)
    expect(code).toBe(1)
    expect(err).toContain('[HUB_STORE_NEWER]')
    expect(err).toContain('version 999')
    expect(hashOf(file)).toBe(before)
    versioned(file, own)
  })

  test('settings with faults: all of them with their lines, exit 2, nothing is made', async () => {
    await using hub = await HubProcess.rest({
      settings: 'home: { timeZone: Nowhere/Land }\ndoors: []\ncolour: green\n',
    })
    const { code, err } = startAgain(hub, '--config', join(hub.folder, 'portico.yaml'))
    expect(code).toBe(2)
    expect(err).toMatch(/portico\.yaml:1: home\.timeZone: /)
    expect(err).toMatch(/portico\.yaml:3: colour: /)
    expect(err).toContain('[HUB_SETTINGS_INVALID]')
    expect(() => readFileSync(join(hub.data, 'journal.db'))).toThrow('ENOENT')
  })
})

/** A disk of its own size, of which only the started process and its children know. */
const hasSmallDisks = spawnSync('unshare', ['--map-root-user', '--mount', 'true']).status === 0

describe.skipIf(!hasSmallDisks)('a full disk (needs unshare with user namespaces)', () => {
  function onSmallDisk(hub: HubProcess, size: string): ChildProcess {
    mkdirSync(hub.data)
    const start = [process.execPath, ...nodeArgs, 'start', '--port', '0', '--data', hub.data]
    const line = `mount -t tmpfs -o size=${size} tmpfs "$0" && exec "$@"`
    return spawn('unshare', ['--map-root-user', '--mount', 'sh', '-c', line, hub.data, ...start], {
      env: { ...process.env, ...hubEnv },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  test('at the start: one line, exit 1', async () => {
    await using hub = await HubProcess.rest()
    const child = onSmallDisk(hub, '16k')
    let err = ''
    child.stderr?.on('data', (text: Buffer) => void (err += text.toString()))
    // cast: the arguments of `exit`
    const [code] = (await once(child, 'exit')) as [number | null]
    expect(code).toBe(1)
    expect(err).toContain('[HUB_JOURNAL_FULL]')
    expect(err).toContain('free some space')
  })

  test('while it serves: no 2xx for what is not on the disk, and all is well when there is room again', async () => {
    await using hub = await HubProcess.rest()
    await hub.adopt(onSmallDisk(hub, '24m'))
    expect((await postHook(hub)).status).toBe(200)
    const filler = `/proc/${hub.pid}/root${hub.data}/filler`
    spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=64k'])
    const refused = await until('a webhook to be refused', async () => {
      const answer = await postHook(hub, 'out-for-delivery', { number: '1Z999AA10123456784' })
      return answer.ok ? null : answer
    })
    expect(refused.status).toBe(503)
    // A line of the house's own may be the one that found the disk full: what was decided upon it is refused with it.
    expect(await refused.json()).toMatchObject({
      code: expect.stringMatching(/^HUB_JOURNAL_(FULL|VOIDED)$/),
    })
    rmSync(filler)
    await until('a webhook to be taken again', async () => (await postHook(hub)).ok, 30_000)
    const inside = ['--target', String(hub.pid), '--user', '--mount', '--preserve-credentials']
    const ask = (...command: string[]): string => {
      const looking = [process.execPath, ...nodeArgs, ...command, '--data', hub.data]
      return spawnSync('nsenter', [...inside, ...looking], { encoding: 'utf8' }).stdout
    }
    const file = join(hub.folder, 'journal.jsonl')
    writeFileSync(file, ask('journal', 'export'))
    const [pin = ''] = ask('keys', 'show').split('\t')
    expect(portico(['verify', file, '--pin', pin])).toMatchObject({ code: 0 })
  })
})

describe('the end', () => {
  test('npm start passes options on, and Ctrl-C and exit code back', async () => {
    await using hub = await HubProcess.rest({
      settings: 'home: { name: Elsewhere, timeZone: Europe/Berlin }\ndoors: []\ndevices: {}\n',
    })
    const own = ['--port', '0', '--data', hub.data, '--config', join(hub.folder, 'portico.yaml')]
    const wrong = spawn('npm', ['start', '--', ...own, '--colour', 'green'], { cwd: root, stdio: 'ignore' })
    expect(await once(wrong, 'exit')).toEqual([2, null])
    const npm = spawn('npm', ['start', '--', ...own.slice(0, 4)], {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    await hub.adopt(npm)
    expect((await fetch(`${hub.url}/healthz`)).status).toBe(200)
    // cast: our own file
    const house = JSON.parse(readFileSync(join(hub.houseFolder, 'house.json'), 'utf8')) as {
      readonly pid: number
    }
    expect(isAlive(house.pid)).toBe(true)
    // The terminal sends Ctrl-C to the whole group.
    const ended = once(npm, 'exit')
    process.kill(-(npm.pid ?? 0), 'SIGINT')
    expect(await ended).toEqual([130, null])
    await until('the simulated house to end with its hub', () => !isAlive(house.pid))
  })

  test.each([
    ['SIGTERM', 0],
    ['SIGINT', 130],
  ] as const)(
    'by %s everything ends: exit %i, no process, no socket, and the next start is sound',
    async (signal, code) => {
      const hub = await running()
      // cast: the plugin's own file
      const house = JSON.parse(readFileSync(join(hub.houseFolder, 'house.json'), 'utf8')) as { pid: number }
      const children = childrenOf(hub.pid)
      expect(children.length).toBeGreaterThanOrEqual(2)
      expect(await hub.stop(signal)).toBe(code)
      for (const pid of [...children, house.pid])
        await until(`process ${pid} to be gone`, () => !isAlive(pid))
      expect(hub.log.at(-1)).toMatchObject({ msg: 'portico stopped' })
      await expect(fetch(`${hub.url}/healthz`)).rejects.toThrow('fetch failed')
      await hub.begin()
      expect((await postHook(hub)).status).toBe(200)
    },
  )
})

function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
  return stdout.split('\n').flatMap((line) => (line.trim() === '' ? [] : [Number(line)]))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
