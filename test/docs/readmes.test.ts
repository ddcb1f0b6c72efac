// The README of each package is held to the package: a reason for every dependency from outside, and no file that is
// not there.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../..')
const folders = globSync('{packages,plugins}/*/README.md', { cwd: root }).map(dirname).toSorted()

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

const read = (folder: string, file: string): string => readFileSync(join(root, folder, file), 'utf8')

/** Names of what does not come from this workspace. */
function outsiders(folder: string): readonly string[] {
  // cast: the manifests are ours
  const { dependencies = {}, devDependencies = {} } = JSON.parse(read(folder, 'package.json')) as Manifest
  return Object.entries({ ...dependencies, ...devDependencies })
    .filter(([, version]) => !version.startsWith('workspace:'))
    .map(([name]) => name)
}

/** What a page for people links to or shows, inside this repository. */
const linksIn = (text: string): readonly string[] =>
  [...text.matchAll(/\]\((?!https?:|#)([^)#]+)|src="([^"]+)"/g)].map(([, link, image]) => link ?? image ?? '')

test.each(['README.md', ...globSync('{docs,docker,bench}/*.md', { cwd: root })])(
  '%s leads to nothing that is not there',
  (page) => {
    const missing = linksIn(read('.', page)).filter((link) => !existsSync(join(root, dirname(page), link)))
    expect(missing).toEqual([])
  },
)

test('the packages are found', () => {
  expect(folders.length).toBeGreaterThan(10)
})

test('the rooms of the architecture are the folders that there are', () => {
  const rooms = [...read('docs', 'architecture.md').matchAll(/^\| `((?:packages|plugins)\/[\w-]+)` \|/gm)]
  expect(rooms.map(([, room = '']) => room).toSorted()).toEqual(folders)
})

describe.each(folders)('%s', (folder) => {
  const text = read(folder, 'README.md')

  test('its README gives a reason for each dependency from outside', () => {
    const lines = text.split('\n')
    expect(outsiders(folder).filter((name) => !lines.some((line) => line.includes(`\`${name}\``)))).toEqual(
      [],
    )
  })

  test('its README names no file that is not there', () => {
    const files = globSync('**/*.ts', { cwd: join(root, folder), exclude: ['node_modules', 'dist'] })
    const names = new Set(files.map((file) => basename(file)))
    const named = [...text.matchAll(/`((?:[\w-]+\/)*[\w-]+(?:\.data)?\.ts)`/g)].map(([, name = '']) => name)
    const exists = (name: string): boolean =>
      name.includes('/') ? files.some((file) => file.endsWith(name)) : names.has(name)
    expect(named.filter((name) => !exists(name) && !existsSync(join(root, folder, name)))).toEqual([])
  })
})
