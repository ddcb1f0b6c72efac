// Commands that need a whole home: the play of a delivery, the doctor, the export of evidence.
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Homes } from '../support/homes.ts'
import { HubProcess } from '../support/hub-process.ts'
import { until } from '../support/until.ts'

interface Finding {
  readonly about: string
  readonly verdict: 'good' | 'warning' | 'bad'
  readonly words: string
}

function doctor(hub: HubProcess, ...more: string[]): { code: number | null; found: Map<string, Finding> } {
  const { code, out } = hub.command('doctor', '--json', ...more)
  // cast: what the command prints
  const findings = JSON.parse(out) as Finding[]
  return { code, found: new Map(findings.map((finding) => [finding.about, finding])) }
}

describe('portico doctor', () => {
  let hub: HubProcess
  beforeAll(async () => {
    hub = await HubProcess.rest()
  })
  afterAll(() => hub[Symbol.asyncDispose]())

  test('finds nothing bad before the first start, while the hub serves, and changes nothing', async () => {
    expect(doctor(hub, '--port', '0').code).toBe(0)
    expect(existsSync(hub.data)).toBe(false)
    await hub.begin()
    const { code, found } = doctor(hub)
    expect(code).toBe(0)
    expect(found.get('port house')).toMatchObject({ verdict: 'good', words: `the hub answers at ${hub.url}` })
    for (const about of ['hub', 'camera hall', 'camera porch', 'disk space', 'disk speed', 'key'])
      expect(found.get(about)?.verdict).toMatch(/good|warning/)
    // The pin that evidence is held against is said wherever somebody may note it.
    const pin = hub.command('keys', 'show').out.split('\t')[0] ?? ''
    expect(pin).toMatch(/^[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}$/)
    expect(found.get('pin')).toMatchObject({ verdict: 'good', words: expect.stringContaining(pin) })
    expect(hub.errors).toContain(pin)
  })

  test('names a port that is taken, a key that others may read, a camera that is frozen', async () => {
    if (!hub.isRunning) await hub.begin()
    await using house = await hub.house()
    await house.act('freeze', 'hall', { how: 'freeze' })
    const camera = await until('the camera to be seen frozen', () => {
      const { code, found } = doctor(hub)
      const finding = found.get('camera hall')
      return code === 1 && finding?.verdict === 'bad' ? finding : null
    })
    expect(camera.words).toBe('it is frozen')
    await hub.stop()
    chmodSync(join(hub.data, 'keys/home.key'), 0o644)
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    // cast: of a server that listens on TCP
    const { port } = other.address() as AddressInfo
    const { code, found } = doctor(hub, '--port', String(port))
    other.close()
    expect(code).toBe(1)
    expect(found.get('port house')).toMatchObject({ verdict: 'bad' })
    expect(found.get('key')).toMatchObject({ verdict: 'bad' })
  })
})

const homes = new Homes()

describe('portico virtual play delivery', () => {
  test('delivers through the doors of real people, and ends with the proof', async () => {
    await using visit = await homes.visit()
    const { hub } = visit
    const { code, out, err } = hub.command('virtual', 'play', 'delivery', '--approve')
    expect(code, err).toBe(0)
    const told = ['carrier', 'courier', 'owner', 'lock', 'door', 'photo', 'evidence']
    for (const who of told) expect(out).toMatch(new RegExp(`^ *[\\d.]+ s  ${who} `, 'm'))
    await using house = await hub.house()
    const door = (await house.truth()).doors['front']
    expect(door).toMatchObject({ bolt: 'thrown', leaf: 'closed' })
    expect(await visit.unlocksReceived()).toBe(1)
  })

  test('says what courier and owner read when the door stays shut', async () => {
    await using visit = await homes.visit()
    await visit.act('freeze', 'hall', { how: 'freeze' })
    const { code, err } = visit.hub.command('virtual', 'play', 'delivery', '--approve')
    expect(code).toBe(1)
    expect(err).toContain('not delivered. The courier reads: ')
    expect(err).toMatch(/The owner reads: .+ \((FRAME_\w+|FRAMES_FEW)\)/)
    expect(await visit.unlocksReceived()).toBe(0)
  })

  test('needs a running hub', async () => {
    await using hub = await HubProcess.rest()
    const { code, err } = hub.command('virtual', 'play', 'delivery')
    expect(code).toBe(1)
    expect(err).toContain('[HUB_COMMAND_OFFLINE]')
  })
})

describe('portico evidence export', () => {
  test('is refused for a visit that goes on, for none, and over a file that is there', async () => {
    await using visit = await homes.visit()
    await visit.asked()
    const { id } = await visit.owner.session()
    const out = join(visit.hub.folder, 'delivery.tar')
    const goesOn = visit.hub.command('evidence', 'export', id, '--out', out)
    expect([goesOn.code, goesOn.err]).toEqual([1, expect.stringContaining('[HUB_COMMAND_UNFINISHED]')])
    const none = visit.hub.command('evidence', 'export', 's_none', '--out', out)
    expect([none.code, none.err]).toEqual([1, expect.stringContaining('[HUB_COMMAND_UNKNOWN]')])
    expect(existsSync(out)).toBe(false)
    writeFileSync(out, 'mine')
    const taken = visit.hub.command('evidence', 'export', id, '--out', out)
    expect([taken.code, taken.err]).toEqual([1, expect.stringContaining('[HUB_COMMAND_FILE]')])
    const nowhere = visit.hub.command('evidence', 'export', id)
    expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining('--out is missing')])
  })
})
