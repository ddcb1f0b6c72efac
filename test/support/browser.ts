// A real Chromium: the one that PORTICO_CHROMIUM names, else one on PATH, else the one inside the npm package with the
// libraries it brings, so that a machine with Node alone can run the pages.
import { spawnSync } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const root = resolve(import.meta.dirname, '../..')

interface Found {
  readonly path: string
  readonly env: Readonly<Record<string, string>>
  readonly args: readonly string[]
}

function onPath(...names: readonly string[]): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/** The package's own settings look for its fonts in places of another machine. */
const fontSettings = (folder: string): string => `<?xml version="1.0" ?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}/fonts/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}/fonts/cache</cachedir>
</fontconfig>
`

/** Unpacked once, beside its place and then moved there, so that nobody ever finds half of it. */
function unpacked(): string {
  const manifest = join(root, 'test/node_modules/@sparticuz/chromium/package.json')
  // cast: the package's own manifest
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }
  const folder = join(root, 'node_modules/.cache/portico', `chromium-${version}`)
  if (existsSync(folder)) return folder
  const draft = `${folder}.${process.pid}`
  mkdirSync(draft, { recursive: true })
  // In a child: the package edits its process's environment. The name of the runtime makes it bring its NSS libraries.
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import chromium from '@sparticuz/chromium'; await chromium.executablePath()`,
    ],
    {
      cwd: join(root, 'test'),
      encoding: 'utf8',
      env: { ...process.env, TMPDIR: draft, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' },
    },
  )
  if (status !== 0) throw new Error(`Chromium cannot be unpacked: ${stderr}`)
  writeFileSync(join(draft, 'fonts/fonts.conf'), fontSettings(folder))
  try {
    renameSync(draft, folder)
  } catch (error) {
    // Somebody else was faster.
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(folder)) throw error
  }
  return folder
}

function find(): Found {
  const named = process.env['PORTICO_CHROMIUM'] ?? onPath('chromium', 'chromium-browser', 'google-chrome')
  if (named !== undefined) return { path: named, env: {}, args: [] }
  const folder = unpacked()
  return {
    path: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: join(folder, 'al2023/lib'), FONTCONFIG_PATH: join(folder, 'fonts') },
    args: ['--headless=shell'],
  }
}

// Never the package's own arguments: they turn off web security and use a single process.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
]

/** Why there is none on this machine; null: there is one. */
export const noBrowser: string | null =
  process.env['PORTICO_CHROMIUM'] === undefined &&
  onPath('chromium', 'chromium-browser', 'google-chrome') === undefined &&
  (process.platform !== 'linux' || process.arch !== 'x64')
    ? 'browser tests need Chromium on PATH or in PORTICO_CHROMIUM on this platform'
    : null

export interface LaunchOptions {
  readonly args?: readonly string[]
  /** Where it keeps what it trusts; absent: that of whoever runs the tests. */
  readonly home?: string
}

export function launchBrowser({ args: more = [], home }: LaunchOptions = {}): Promise<Browser> {
  const { path, env, args: own } = find()
  // cast: an environment of texts, none of them undefined
  const inherited = process.env as Record<string, string>
  return chromium.launch({
    executablePath: path,
    args: [...args, ...own, ...more],
    env: { ...inherited, ...env, ...(home !== undefined && { HOME: home }) },
  })
}
