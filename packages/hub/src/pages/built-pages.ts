// The built pages, read into memory once: what is served is a closed list, and no path of a request reaches the disk.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { basename, extname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

export interface PageFile {
  readonly bytes: Buffer
  readonly gzip: Buffer
  readonly type: string
}

/** The page that checks evidence: one file, the same in every home and in every evidence file, to the byte. */
export const CHECKER_PAGE = 'verify.html'

const HTML = '.html'

const types: Readonly<Record<string, string>> = {
  [HTML]: 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
}

/** Where the build of `@portico/web` puts them. */
export const builtFolder = (): string =>
  join(fileURLToPath(import.meta.resolve('@portico/web/package.json')), '../pages-built')

/** What a page knows of its home before anybody has signed in. */
export interface HomeOfPages {
  readonly simulated: boolean
  /** IANA name: a phone in another zone, or set to a wrong one, shows the times of the house. */
  readonly timeZone: string
}

function marked(page: Buffer, { simulated, timeZone }: HomeOfPages): Buffer {
  const mark = simulated ? ' data-simulated' : ''
  return Buffer.from(
    page.toString().replace('<html lang="en">', `<html lang="en"${mark} data-zone="${timeZone}">`),
  )
}

/** Pressed when somebody first asks for it: a start waits for none. */
function pageFile(bytes: Buffer, type: string): PageFile {
  let gzip: Buffer | null = null
  return {
    bytes,
    type,
    get gzip() {
      return (gzip ??= gzipSync(bytes))
    },
  }
}

/** By path below the folder, `assets/owner-3f2a.js`. Empty when nothing is built. */
export function readBuiltPages(folder: string, home: HomeOfPages): ReadonlyMap<string, PageFile> {
  const pages = new Map<string, PageFile>()
  for (const file of filesIn(folder)) {
    const type = types[extname(file)]
    if (type === undefined) continue
    const read = readFileSync(file)
    const isMarked = extname(file) === HTML && basename(file) !== CHECKER_PAGE
    const bytes = isMarked ? marked(read, home) : read
    pages.set(relative(folder, file).replaceAll('\\', '/'), pageFile(bytes, type))
  }
  return pages
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  } catch {
    return []
  }
}

/** The page for an evidence file; null: the pages are not built. */
export function checkerPage(): Uint8Array | null {
  const path = join(builtFolder(), CHECKER_PAGE)
  return existsSync(path) ? readFileSync(path) : null
}

/** The policy that the page itself states, by the hashes of what is in it. */
export const policyIn = (page: Buffer): string | null =>
  /http-equiv="Content-Security-Policy" content="(?<policy>[^"]+)"/.exec(page.toString())?.groups?.[
    'policy'
  ] ?? null
