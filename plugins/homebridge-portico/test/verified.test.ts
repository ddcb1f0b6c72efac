// The rules of Homebridge's list of verified plugins, as far as they can be checked here.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PLATFORM, PLUGIN, VERSION } from '../src/version.ts'

const folder = join(import.meta.dirname, '..')
const read = (name: string): Record<string, unknown> =>
  // cast: both files hold an object
  JSON.parse(readFileSync(join(folder, name), 'utf8')) as Record<string, unknown>

const pack = read('package.json')
const schema = read('config.schema.json')

describe('package.json', () => {
  it('has the name and version that the plugin gives itself', () => {
    expect(pack).toMatchObject({ name: PLUGIN, version: VERSION })
    expect(PLUGIN).toMatch(/^(@[^/]+\/)?homebridge-/)
  })

  it('is known by two keywords and addresses on https', () => {
    expect(pack['keywords']).toContain('homebridge-plugin')
    // cast: an array, as the line above found
    expect((pack['keywords'] as string[]).length).toBeGreaterThan(1)
    expect(pack['homepage']).toMatch(/^https:/)
    expect(pack['bugs']).toMatchObject({ url: expect.stringMatching(/^https:/) })
  })

  it('runs nothing when it is installed, and brings neither homebridge nor hap-nodejs', () => {
    // cast: npm's own shape
    const scripts = Object.keys(pack['scripts'] as object)
    expect(scripts).not.toContain('preinstall')
    expect(scripts).not.toContain('install')
    expect(scripts).not.toContain('postinstall')
    // cast: npm's own shape
    expect(Object.keys(pack['dependencies'] as object)).toEqual(['opusscript'])
    expect(pack).not.toHaveProperty('peerDependencies')
    expect(pack).not.toHaveProperty('optionalDependencies')
  })

  it.each(['22.12.0', '22.99.0', '24.21.0', '26.0.0'])('takes Node %s', (version) => {
    const [major = 0, minor = 0] = version.split('.').map(Number)
    // cast: npm's own shape
    const ranges = (pack['engines'] as { node: string }).node.split(' || ')
    const fits = ranges.some((range) => {
      const [wantedMajor, wantedMinor = 0] = range.slice(1).split('.').map(Number)
      return range.startsWith('^') && major === wantedMajor && minor >= wantedMinor
    })
    expect(fits).toBe(true)
  })

  it('takes Homebridge 2', () => {
    expect(pack['engines']).toMatchObject({ homebridge: '^2.0.0' })
  })
})

describe('config.schema.json', () => {
  it('is a platform by the name that is registered, with a name of its own', () => {
    expect(schema).toMatchObject({ pluginAlias: PLATFORM, pluginType: 'platform' })
    expect(schema).toHaveProperty('schema.properties.name')
  })
})
