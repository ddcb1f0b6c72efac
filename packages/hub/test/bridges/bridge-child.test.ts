// Goal: a bridge gets what the contract promises, and whatever it does or suffers, the hub stays whole and starts it again.
// Method: a real bridge's process under its belt, told what to do by requests, and killed.
import { readdirSync, statSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { httpError } from '../../src/http/http-errors.ts'
import { BridgeBench } from './bridge-bench.ts'

const bounded = { timeout: 40_000 }

describe.concurrent('a bridge', () => {
  it('gets address, token, options and secret, and is asked, paired and unpaired', bounded, async () => {
    await using bench = await BridgeBench.serving({ url: 'mqtt://broker' })
    await bench.until('its first status', () => bench.words === 'there')
    expect(await bench.act('who', { a: ['ü'] })).toEqual({
      url: 'http://127.0.0.1:8080',
      token: 'ptf_1',
      home: { name: 'Home', simulated: true },
      options: { url: 'mqtt://broker' },
      peer: 'somebody',
      body: { a: ['ü'] },
    })
    expect(await bench.act('secret')).toBe('hunter2')
    expect(statSync(bench.storage).mode & 0o777).toBe(0o700)
    expect(readdirSync(bench.storage)).toEqual(['compile-cache'])

    expect(await bench.act('admit', 'fabric-1')).toBe('ptf_2')
    await bench.act('dismiss', 'fabric-1')
    expect(bench.admitted).toEqual(['fabric-1 Name of fabric-1', '-fabric-1'])
    bench.refusal = httpError('HUB_HTTP_QUOTA', 'no more')
    await expect(bench.act('admit', 'fabric-2')).rejects.toThrow('no more')
    bench.refusal = null

    await bench.child.openPairing()
    expect(bench.child.status.pairing?.qr).toBe('MT:ABC')
    await bench.child.unpair('fabric-1')
    await bench.child.unpair(null)
    expect(bench.words).toBe('unpaired all')
  })

  it('tells no secret in its log, its errors or its words', bounded, async () => {
    await using bench = await BridgeBench.serving()
    await bench.act('log')
    await bench.until('the line', () => bench.logged.some(([, , line]) => line?.startsWith('the secret')))
    await expect(bench.act('nothing')).rejects.toThrow('my secret is ******')
    await bench.act('tell', 'password hunter2 of ptf_1')
    expect(bench.words).toBe('password ****** of ******')
    expect(JSON.stringify(bench.logged)).not.toMatch(/hunter2|ptf_/)
  })

  it('is started again with another token when it is killed, dies or is stuck', bounded, async () => {
    await using bench = await BridgeBench.serving()
    const before = bench.child.pid ?? 0
    process.kill(before, 'SIGKILL')
    await bench.until('its loss', () => !bench.child.isUp)
    await expect(bench.child.openPairing()).rejects.toThrow('bridge mqtt is not running')
    expect(bench.child.status).toMatchObject({ state: 'failed', words: expect.stringContaining('1 s later') })
    await bench.until('it to serve again', () => bench.child.isUp)
    expect(await bench.act('who')).toMatchObject({ token: 'ptf_2' })
    expect(await bench.lostAndBack('die')).toContain('not running')
    await bench.child.restart()
    await bench.until('it to serve anew', () => bench.child.isUp)
    expect(await bench.act('who')).toMatchObject({ token: 'ptf_4' })
  })

  it('that does not start says why, and is tried again', bounded, async () => {
    await using bench = new BridgeBench({ start: 'fails' })
    await bench.until('a second try', () => bench.tokens >= 2)
    await bench.until('its words', () => bench.child.status.state === 'failed')
    expect(bench.words).toMatch(/^the broker refuses \*{6}; tried again (1|2) s later$/)
  })
})

describe.concurrent('a hostile bridge', () => {
  it('that floods or talks nonsense is ended; what is huge is not kept', bounded, async () => {
    await using bench = await BridgeBench.serving()
    await bench.act('tell', 'good')
    await bench.act('huge')
    expect(bench.words).toBe('good')
    await expect(bench.act('wordy')).rejects.toThrow('an answer that is none')
    await bench.lostAndBack('nonsense')
    await bench.lostAndBack('flood')
    const why = bench.logged.filter(([, , line]) => line === 'bridge lost').map(([, details]) => details)
    expect(why).toEqual([
      { why: 'garbage', detail: '11 messages of no sense' },
      { why: 'flood', detail: 'more than 1000 messages in a second' },
    ])
  })

  it('gets only so many controllers, and one that never answers holds nobody up', bounded, async () => {
    await using bench = await BridgeBench.serving()
    const silent = bench.act('silent').catch(String)
    await bench.act('crowd')
    expect(bench.admitted).toHaveLength(15)
    await bench.act('admit', 'one-more')
    await expect(bench.act('admit', 'too-many')).rejects.toThrow('no more than 16')
    expect(await silent).toContain('no answer in 8000 ms')
  })
})
