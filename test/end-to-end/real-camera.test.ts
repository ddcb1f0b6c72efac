// A real home of a camera and a bell, as somebody begins who has no lock for Portico yet: settings, password, start, who
// rings, and what is refused. The camera is an ONVIF device over real HTTP and RTSP; nobody here knows its password but
// its own plugin.
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import type { DoorView } from '@portico/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HubProcess, nodeArgs } from '../support/hub-process.ts'
import { Owner } from '../support/people.ts'
import { JPEG, PASSWORD, RealPorch } from '../support/real-porch.ts'
import { until } from '../support/until.ts'

const root = resolve(import.meta.dirname, '../..')

describe('a real home of a camera and a bell', () => {
  let porch: RealPorch
  let hub: HubProcess
  let owner: Owner | null = null
  /** Signed in once: each link is a process of its own. */
  const signedIn = async (): Promise<Owner> => (owner ??= await Owner.signIn(hub))

  beforeAll(async () => {
    porch = await RealPorch.open()
    hub = await HubProcess.rest({ settings: porch.settings })
  })
  afterAll(async () => {
    await owner?.[Symbol.asyncDispose]()
    await hub[Symbol.asyncDispose]()
    await porch[Symbol.asyncDispose]()
  })
  const config = (): readonly string[] => ['--config', join(hub.folder, 'portico.yaml')]

  test('its settings are good, and what is missing is named', () => {
    const { code, out, err } = hub.command('check', ...config())
    expect(out).toContain('ok: a home, 1 door, 3 devices')
    expect(err).toContain('portico secret porch')
    expect(err).toContain('portico secret drive')
    expect(code).toBe(0)
  })

  test.each(['porch', 'drive'])(
    'the password of %s comes by a pipe into a file that nobody else may read',
    (camera) => {
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [...nodeArgs, 'secret', camera, '--data', hub.data, ...config()],
        { cwd: root, encoding: 'utf8', input: `${PASSWORD}\n` },
      )
      expect([status, stderr]).toEqual([0, ''])
      const file = join(hub.data, `keys/devices/${camera}.secret`)
      expect(stdout).toContain(file)
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(readFileSync(file, 'utf8')).toBe(`${PASSWORD}\n`)
    },
  )

  test('then nothing is missing', () => {
    expect(hub.command('check', ...config()).err).toBe('')
  })

  test('it starts, is ready when the camera gave a picture, and shows it live', async () => {
    await hub.begin()
    const here = await signedIn()
    const [door] = await until('the camera to be live', async () => {
      const doors = await here.get<readonly DoorView[]>('/api/v1/doors')
      return doors[0]?.cameras[0]?.feed === 'live' ? doors : null
    })
    expect(door).toMatchObject({ kind: 'porch', state: 'unknown', unfit: 'LOCK_UNFIT', alarms: [] })
  })

  test('a camera of single pictures shows them, and is called live nowhere', async () => {
    const here = await signedIn()
    const [door] = await here.get<readonly DoorView[]>('/api/v1/doors')
    expect(door?.cameras.map(({ id, feed }) => [id, feed])).toContainEqual(['drive', 'stills'])
    const { jpeg } = await here.home.still('drive')
    expect(Buffer.from(jpeg)).toEqual(JPEG)
  })

  test('who presses the bell is announced, once for each press', async () => {
    const here = await signedIn()
    await until('the hub to listen', () => porch.device.subscriptions > 0)
    porch.device.press()
    await until('the ring', () => here.rings.length > 0)
    expect(here.rings.map(({ door }) => door)).toEqual(['front'])
  })

  test('nothing opens and nothing locks where there is no lock', async () => {
    const here = await signedIn()
    const answers = await Promise.all(
      ['open', 'lock'].map(async (act) => (await here.post(`/api/v1/doors/front/${act}`)).json()),
    )
    expect(answers).toEqual([
      expect.objectContaining({ code: 'LOCK_UNFIT' }),
      expect.objectContaining({ code: 'LOCK_UNFIT' }),
    ])
  })

  test('killed and started again it raises no alarm, and ends the subscription that was left', async () => {
    await hub.kill()
    await hub.begin()
    await until('the hub to listen again', () => porch.device.subscriptions === 1)
    const here = await signedIn()
    await here.connect()
    const doors = await here.get<readonly DoorView[]>('/api/v1/doors')
    expect(doors.flatMap(({ alarms }) => alarms)).toEqual([])
  })

  test('T19: neither log nor data folder nor settings hold the password of a device', async () => {
    await hub.stop()
    expect(hub.output + hub.errors).not.toContain(PASSWORD)
    const grep = spawnSync('grep', ['-rlF', PASSWORD, hub.data], { encoding: 'utf8' })
    expect(grep.stdout.trim().split('\n').toSorted()).toEqual(
      ['drive', 'porch'].map((camera) => join(hub.data, `keys/devices/${camera}.secret`)),
    )
  })
})

test('a camera of single pictures is refused at a door with a lock, and at a porch it is not', async () => {
  await using hub = await HubProcess.rest()
  const home = (kind: string, more: string): string => `
doors:
  - id: front
    kind: ${kind}
    ${more}
    cameras: [{ id: still, view: outside${kind === 'house' ? ', witness: true' : ''} }]
devices:
  still: { plugin: snapshot-camera, kind: camera, options: { snapshot: "http://192.0.2.7/jpg" } }
`
  const path = join(hub.folder, 'other.yaml')
  writeFileSync(path, home('house', 'lock: a\n    contact: b'))
  const refused = hub.command('check', '--config', path)
  expect(refused.code).toBe(2)
  expect(refused.err).toContain('"still" gives single pictures of unknown age')
  writeFileSync(path, home('porch', ''))
  expect(hub.command('check', '--config', path).code).toBe(0)
})
