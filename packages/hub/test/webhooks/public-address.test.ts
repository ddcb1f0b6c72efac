// Where a webhook may go: every kind of address that leads back into the house or to nobody is refused, however it is
// written, and a name that shows another address the second time gains nothing.
import { describe, expect, test } from 'vitest'
import { poster } from '../../src/webhooks/post-webhook.ts'
import { isPublicAddress, targetOf, webhookUrl } from '../../src/webhooks/public-address.ts'
import { Receiver } from '../support/receiver.ts'

describe('an address', () => {
  const inner = [
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255'],
    ...['192.0.0.8', '192.0.2.1', '192.168.1.1', '198.18.0.1', '198.51.100.7', '203.0.113.9', '224.0.0.1'],
    ...['255.255.255.255', '::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::7f00:1', '64:ff9b::808:808'],
    ...['fe80::1', 'fc00::1', 'fd12:3456::1', 'ff02::1', '2001::1', '2001:db8::1', '2002:7f00:1::', '100::1'],
    ...['', 'localhost', '127.1', '0x7f.1'],
  ]
  test.each(inner)('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
  test.each(['8.8.8.8', '1.1.1.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true)
    },
  )
})

test.each([
  ['http://example.com/', 'HUB_WEBHOOK_URL'],
  ['ftp://example.com/', 'HUB_WEBHOOK_URL'],
  ['https://name:word@example.com/', 'HUB_WEBHOOK_URL'],
  ['https://', 'HUB_WEBHOOK_URL'],
  ['https://127.0.0.1/', 'HUB_WEBHOOK_ADDRESS'],
  // All of these are 127.0.0.1 to a browser, and to us.
  ['https://0x7f000001/', 'HUB_WEBHOOK_ADDRESS'],
  ['https://2130706433/', 'HUB_WEBHOOK_ADDRESS'],
  ['https://127.1/', 'HUB_WEBHOOK_ADDRESS'],
  ['https://[::1]/', 'HUB_WEBHOOK_ADDRESS'],
  ['https://[::ffff:10.0.0.1]/', 'HUB_WEBHOOK_ADDRESS'],
  ['https://metadata.example/', 'HUB_WEBHOOK_ADDRESS'],
  ['https://half.example/', 'HUB_WEBHOOK_ADDRESS'],
])('%s is refused: %s', async (url, code) => {
  const resolve = async (host: string): Promise<readonly string[]> =>
    host === 'half.example' ? ['8.8.8.8', '10.0.0.1'] : ['169.254.169.254']
  await expect(targetOf(url, [], resolve)).rejects.toMatchObject({ code })
})

test('what the settings name may be private, with its port or without, and by http', () => {
  expect(webhookUrl('http://ha.local:8123/x', ['ha.local']).host).toBe('ha.local:8123')
  expect(webhookUrl('http://ha.local:8123/x', ['HA.local:8123']).host).toBe('ha.local:8123')
  expect(() => webhookUrl('http://ha.local:9/x', ['ha.local:8123'])).toThrow('https://')
})

test('a name is asked for once for each message, and what was looked at is what is connected to', async () => {
  await using inside = await Receiver.open()
  const { port } = inside
  // Public when it is looked at, this machine whenever it is asked for again.
  const asked: string[] = []
  const rebinding = async (host: string): Promise<readonly string[]> => {
    asked.push(host)
    return asked.length === 1 ? ['2001:db8::1'] : ['127.0.0.1']
  }
  const url = `https://rebind.example:${port}/`
  const posting = { url, headers: {}, body: '{}', signal: AbortSignal.timeout(5_000) }
  const first = await poster({ allowed: [], resolve: rebinding })(posting)
  const second = await poster({ allowed: [], resolve: rebinding })(posting)
  expect([first, second]).toEqual([
    { type: 'failed', words: 'the address leads into a private network' },
    { type: 'failed', words: 'the address leads into a private network' },
  ])
  // Allowed, and pinned: `localhost` of the system is never asked.
  const pinned = await poster({ allowed: ['pinned.example'], resolve: async () => ['127.0.0.1'] })({
    ...posting,
    url: `http://pinned.example:${port}/`,
  })
  expect(pinned).toEqual({ type: 'answered', status: 204, retryAfter: null })
  // The second address where nobody is at the first.
  const both = poster({ allowed: ['both.example'], resolve: async () => ['::1', '127.0.0.1'] })
  expect(await both({ ...posting, url: `http://both.example:${port}/` })).toMatchObject({ status: 204 })
  expect(inside.got[0]?.headers.host).toBe(`pinned.example:${port}`)
  expect(inside.got).toHaveLength(2)
})
