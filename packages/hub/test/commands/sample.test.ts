// Goal: what portico sample prints is what the carrier would send: it passes the carrier's own check, survives a shell,
// and portico parse reads it. Method: samples printed, checked by the plugin, run through a real shell, read back.
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { type ParcelStatus, mustNotUnlock, parcelStatuses, wallTime } from '@portico/core'
import { carriers } from '@portico/plugin-carriers'
import { describe, expect, it } from 'vitest'
import { TypedHome, typed } from './typed.ts'

const NUMBER = '1Z4R8V670310455204'
const SECRET = `haustür-'schlüssel"`

/** A vendor's key set, as if we were the vendor. */
function keySet(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return JSON.stringify({ keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'key-1' }] })
}
const KEY_SETS = [keySet(), keySet()] as const

const carrierOf = (source: string): (typeof carriers)[number] | undefined =>
  carriers.find(({ id }) => id === source)
const secretOf = (source: string): string => (carrierOf(source)?.publicKeys ? KEY_SETS[0] : SECRET)
const otherSecretOf = (source: string): string => (carrierOf(source)?.publicKeys ? KEY_SETS[1] : `${SECRET}.`)

interface Sample {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

// cast: what the command is told to print
const sampleIn = (out: readonly string[]): Sample => JSON.parse(out.join('\n')) as Sample

const verdict = (source: string, { headers, body }: Sample, secret: string): unknown =>
  carrierOf(source)?.verify(
    { headers, body: Buffer.from(body) },
    { secret, now: wallTime(Date.now()), memory: null },
  )

const sampleOf = async (source: string, ...more: readonly string[]): Promise<Sample> =>
  sampleIn(
    (await typed('sample', source, '--number', NUMBER, '--secret', secretOf(source), '--json', ...more)).out,
  )

/** By source: statuses that it has no word for. */
const neverSaid: Readonly<Record<string, readonly ParcelStatus[]>> = {
  easypost: ['arriving'],
  aftership: ['arriving', 'cancelled'],
  shippo: ['arriving', 'cancelled'],
  shipengine: ['arriving', 'cancelled'],
  '17track': ['arriving', 'cancelled'],
  ups: ['arriving', 'cancelled'],
  fedex: ['arriving', 'cancelled'],
  dhl: ['accepted', 'arriving', 'cancelled'],
  usps: ['arriving', 'cancelled'],
  'amazon-shipping': ['arriving', 'cancelled'],
  'uber-direct': ['delivered-elsewhere', 'attempted', 'cancelled'],
  doordash: ['announced', 'in-transit', 'delivered-elsewhere', 'attempted', 'cancelled'],
  webhook: [],
}

describe.each(carriers.map(({ id }) => id))('a sample of %s', (source) => {
  it('bears the signature that the carrier itself asks for, and no other secret fits it', async () => {
    const sample = await sampleOf(source)
    expect(verdict(source, sample, secretOf(source))).toMatchObject({ accepted: true })
    expect(verdict(source, sample, otherSecretOf(source))).toMatchObject({ accepted: false })
    const changed = { ...sample, body: sample.body.replace(NUMBER, '1Z4R8V670310455205') }
    // Nothing is signed where the proof is a header: then the body is whatever its sender makes of it.
    expect(verdict(source, changed, secretOf(source))).toMatchObject({
      accepted: carrierOf(source)?.provesByHeader === true,
    })
  })

  it('that it never sends is not made', async () => {
    for (const status of neverSaid[source] ?? [])
      expect(
        await typed('sample', source, '--number', NUMBER, '--secret', secretOf(source), '--status', status),
      ).toEqual({
        code: 1,
        out: [],
        err: [`portico: sample ${source}: it never reports ${status} [HUB_CARRIER_SAMPLE]`],
      })
  })

  it.each(parcelStatuses.filter((status) => neverSaid[source]?.includes(status) !== true))(
    'that says %s is read as that',
    async (status) => {
      using home = new TypedHome()
      const { body } = await sampleOf(source, '--status', status)
      const file = home.put('body.json', body)
      const { code, out } = await typed('parse', '--source', source, file)
      const found: unknown = JSON.parse(out[0] ?? '')
      expect(code).toBe(0)
      expect(found).toMatchObject({ source, status, trackingNumbers: [NUMBER] })
      expect(found).toEqual(
        mustNotUnlock(status)
          ? expect.objectContaining({ mustNotUnlock: true })
          : expect.not.objectContaining({ mustNotUnlock: expect.anything() }),
      )
    },
  )

  it('is out for delivery, now, and new each time, unless one says otherwise', async () => {
    using home = new TypedHome()
    const before = Date.now()
    const readings = await Promise.all(
      [1, 2].map(async (at) => {
        const file = home.put(`${at}.json`, (await sampleOf(source)).body)
        // cast: what `parse` prints
        return JSON.parse((await typed('parse', '--source', source, file)).out[0] ?? '') as Record<
          string,
          string
        >
      }),
    )
    const [one, other] = readings
    expect(one).toMatchObject({ status: 'out-for-delivery' })
    // Whoever has no id of an event tells two of them apart by their bytes.
    if (one?.['eventId'] !== undefined) expect(one['eventId']).not.toBe(other?.['eventId'])
    const [first, second] = await Promise.all([sampleOf(source), sampleOf(source)])
    expect(first?.body === second?.body && source !== 'webhook').toBe(false)
    const occurred = Date.parse(one?.['occurredAt'] ?? '')
    expect(occurred).toBeGreaterThanOrEqual(before - 1_000)
    expect(occurred).toBeLessThanOrEqual(Date.now() + 1_000)
  })
})

describe('portico sample', () => {
  it('says so when only the vendor can sign', async () => {
    expect(await typed('sample', 'shipengine', '--number', NUMBER, '--secret', SECRET)).toEqual({
      code: 1,
      out: [],
      err: ['portico: sample shipengine: only the vendor has the key that signs [HUB_CARRIER_SAMPLE]'],
    })
  })

  it('prints headers, an empty line and the body', async () => {
    const { code, out } = await typed('sample', 'easypost', '--number', NUMBER, '--secret', SECRET)
    expect(code).toBe(0)
    const empty = out.indexOf('')
    const headers = Object.fromEntries(out.slice(0, empty).map((line) => line.split(': ')))
    const body = out.slice(empty + 1).join('\n')
    expect(verdict('easypost', { headers, body }, SECRET)).toEqual({ accepted: true })
  })

  it('prints a curl command that a shell hands over to the letter', async () => {
    const number = `it's "1" $HOME \`id\` \\ ü`
    const url = 'http://127.0.0.1:8081/ignored?path'
    const { out } = await typed('sample', 'easypost', '--number', number, '--secret', SECRET, '--curl', url)
    const line = out.join('\n')
    const { stdout, status } = spawnSync('sh', ['-c', `curl() { printf '%s\\0' "$@"; }\n${line}`], {
      encoding: 'utf8',
    })
    expect(status).toBe(0)
    const args = stdout.split('\0')
    expect(args.slice(0, 4)).toEqual(['-sS', '-X', 'POST', 'http://127.0.0.1:8081/hooks/easypost'])
    const headers = Object.fromEntries(
      args.flatMap((arg, at) => (args[at - 1] === '-H' ? [arg.split(': ')] : [])),
    )
    const body = args[args.indexOf('--data-binary') + 1] ?? ''
    expect(body).toContain(JSON.stringify(number))
    expect(verdict('easypost', { headers, body }, SECRET)).toEqual({ accepted: true })
  })

  it('signs with the secret of the home', async () => {
    using home = new TypedHome()
    const { out } = await home.type('sample', 'easypost', '--number', NUMBER, '--json')
    const hooks = await home.type('hooks', '--json')
    // cast: what `hooks` prints
    const [hook] = JSON.parse(hooks.out[0] ?? '') as { source: string; secret: string }[]
    expect(hook?.source).toBe('easypost')
    expect(verdict('easypost', sampleIn(out), hook?.secret ?? '')).toEqual({ accepted: true })
  })
})

describe('portico parse', () => {
  it('says why it does not understand, and ends with 1', async () => {
    using home = new TypedHome()
    for (const [text, why] of [
      ['no JSON', 'not JSON'],
      ['{"object":"invoice"}', expect.any(String)],
      ['[]', expect.any(String)],
    ] as const) {
      const { code, out } = await typed('parse', '--source', 'easypost', home.put('body.json', text))
      expect(code).toBe(1)
      expect(JSON.parse(out[0] ?? '')).toEqual({ source: 'easypost', why })
    }
  })

  it('reads no file that is missing, a folder, or larger than the carrier may send', async () => {
    using home = new TypedHome()
    const none = `${home.folder}/none.json`
    const large = home.put('large.json', 'x'.repeat(256_001))
    for (const [file, told] of [
      [none, `${none} cannot be read: name the file with the body`],
      [home.folder, `${home.folder} cannot be read: name the file with the body`],
      [large, `${large} is larger than this source may send (256000 bytes)`],
    ] as const)
      expect(await typed('parse', '--source', 'easypost', file)).toEqual({
        code: 1,
        out: [],
        err: [`portico: ${told} [HUB_COMMAND_FILE]`],
      })
  })
})
