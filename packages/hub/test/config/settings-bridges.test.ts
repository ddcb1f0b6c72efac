// Goal: bridges are read as they are meant, and each fault is told with its line and a next step. Method: the text of a
// settings file, with a bridge from a folder of its own.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missingSecrets, secretOwners } from '../../src/config/device-secrets.ts'
import { check, faultsOf, homeAnd } from './home-text.ts'

const folder = mkdtempSync(join(tmpdir(), 'portico-settings-'))
const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: { url: { type: 'string', description: 'where the broker is' }, username: { type: 'string' } },
}

beforeAll(() => {
  mkdirSync(join(folder, 'own'))
  writeFileSync(join(folder, 'own/bridge.mjs'), 'export default null\n')
  writeFileSync(join(folder, 'own/config.json'), JSON.stringify({ kind: 'mqtt', configSchema: schema }))
})
afterAll(() => rmSync(folder, { recursive: true }))

const faults = (more: string): Promise<readonly string[]> => faultsOf(homeAnd(more), { folder })

describe('bridges', () => {
  it('are none where nothing is said', async () => {
    expect((await check(homeAnd(''))).settings?.bridges).toEqual([])
  })

  it('have their options and a secret', async () => {
    const text = homeAnd('bridges:\n  mqtt: { plugin: ./own, url: mqtt://broker, username: portico }')
    const { settings } = await check(text, { folder })
    if (!settings) throw new Error('no settings')
    expect(settings.bridges).toEqual([
      {
        name: 'mqtt',
        kind: 'mqtt',
        module: join(folder, 'own/bridge.mjs'),
        options: { url: 'mqtt://broker', username: 'portico' },
        files: [],
        runsNpm: false,
      },
    ])
    expect(secretOwners(settings)).toContain('mqtt')
    expect(missingSecrets(settings, { keys: folder, environment: () => undefined })).toEqual([
      'bridge mqtt has a user name and no password: portico secret mqtt keeps one',
    ])
  })

  it('of Alexa send nobody back to an address that is none of hers, and have two secrets', async () => {
    const alexa = (redirect: string, region = 'eu'): string =>
      `bridges:\n  alexa: { clientId: skill, redirects: [${redirect}], region: ${region} }`
    const { settings } = await check(homeAnd(alexa('https://layla.amazon.com/api/skill/link/M1')), { folder })
    if (!settings) throw new Error('no settings')
    expect(settings.bridges).toMatchObject([
      { name: 'alexa', kind: 'voice', module: '@portico/plugin-voice-alexa' },
    ])
    expect(secretOwners(settings)).toEqual(expect.arrayContaining(['alexa', 'alexa-messaging']))
    for (const wrong of [
      'http://layla.amazon.com/api/skill/link/M1',
      'https://layla.amazon.com.example/api/skill/link/M1',
      'https://layla.amazon.com/api/skill/link/M1?x=1',
      'https://layla.amazon.com/elsewhere',
    ])
      expect(await faults(alexa(`"${wrong}"`))).toEqual([expect.stringContaining('bridges.alexa.redirects')])
    expect(await faults(alexa('https://layla.amazon.com/api/skill/link/M1', 'mars'))).toEqual([
      expect.stringContaining('bridges.alexa.region'),
    ])
  })

  it('that cannot be are told with line and next step', async () => {
    expect(await faults('bridges:\n  mqqt: {}')).toEqual([
      'portico.yaml:24: bridges.mqqt: unknown key … did you mean "mqtt"?',
    ])
    expect(await faults('bridges:\n  homekit: { prt: 51826 }')).toEqual([
      'portico.yaml:24: bridges.homekit.prt: unknown key … did you mean "port"?',
    ])
    expect(await faults('bridges:\n  mqtt: { plugin: ./own, ur: 1 }')).toEqual([
      'portico.yaml:24: bridges.mqtt.url: is missing (where the broker is)',
      'portico.yaml:24: bridges.mqtt.ur: unknown key … did you mean "url"?',
    ])
    expect(await faults('bridges:\n  matter: { plugin: ./own, url: x }')).toEqual([
      'portico.yaml:24: bridges.matter: bridge at "./own" is one of kind mqtt, not matter',
    ])
    expect(await faults('bridges:\n  mqtt: { plugin: ./other }')).toEqual([
      'portico.yaml:24: bridges.mqtt: no bridge at "./other": its folder must hold one of bridge.js, bridge.mjs, bridge.ts',
    ])
    expect(
      await faults(
        'mailboxes:\n  mqtt: { host: a, username: m@b.c }\nbridges:\n  mqtt: { plugin: ./own, url: x }',
      ),
    ).toEqual([
      'portico.yaml:26: bridges.mqtt: a device or mailbox is called "mqtt" too, and both would have one password: rename that one',
    ])
  })
})
