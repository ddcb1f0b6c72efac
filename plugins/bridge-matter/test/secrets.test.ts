// Goal: no PIN stands in a log or in the bridge's file. Method: the library's own lines, and a grep through what is kept.
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Logger } from '@matter/main'
import { describe, expect, it } from 'vitest'
import { redirectLog } from '../src/matter/library-log.ts'
import { pinIn, placeholder } from '../src/matter/pin-bytes.ts'
import { BridgeDatabase } from '../src/matter/store.ts'
import { PinSlots } from '../src/pin-slots.ts'
import { redact } from '../src/redact.ts'

describe('a line of the library', () => {
  it.each([
    ['invoke unlockDoor pinCode: 313233343536', 'invoke unlockDoor pinCode: •••'],
    ['{"pinCode":"123456","x":1}', '{"pinCode":•••,"x":1}'],
    ['credentialData=0x31323334', 'credentialData=•••'],
    ['passcode: 20202021 discriminator: 3840', 'passcode: ••• discriminator: •••'],
    ['manual pairing code 3497-011-2332', 'manual pairing code •••'],
    ['MT:Y.K904QI14B2MR1X310', '•••'],
    ['data 31323334', 'data •••'],
    ['manual pairing code: 32138941210\n  ▄▄▄▄', 'manual pairing code: •••'],
    ['session 7 of 12 ended after 90 ms', 'session 7 of 12 ended after 90 ms'],
  ])('%s', (line, kept) => {
    expect(redact(line)).toBe(kept)
  })

  it('comes to the hub’s log without its secrets, however it was told', () => {
    const lines: string[] = []
    const take = (details: unknown): void => void lines.push(JSON.stringify(details))
    redirectLog({ debug: take, info: take, warn: take, error: take })
    Logger.get('Commissioning').notice('is uncommissioned', { passcode: 34_970_112 })
    Logger.get('Interaction').error('invoke', { pinCode: new TextEncoder().encode('271828') })
    expect(lines).toHaveLength(2)
    expect(lines.join('\n')).not.toMatch(/34970112|271828|323731383238/)
  })
})

describe('PINs of controllers', () => {
  it('are digits, and nothing else is one', () => {
    const octets = (text: string): Uint8Array => new TextEncoder().encode(text)
    expect(pinIn(octets('0042'))).toBe('0042')
    for (const bad of ['123', '123456789', '12a4', '١٢٣٤', '', '12 34', '1234\n'])
      expect(pinIn(octets(bad))).toBeNull()
    expect(placeholder()).not.toEqual(placeholder())
  })

  it('are known again by a hash, at their own door alone, and stand nowhere', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portico-matter-'))
    try {
      const database = new BridgeDatabase(join(folder, 'matter.db'))
      const slots = new PinSlots(database)
      await slots.keep({ door: 'front', slot: 3, pin: 'pin-1', peer: 'fabric-a' }, '271828')
      expect(await slots.find('front', '271828')).toBe(3)
      expect(await slots.find('front', '314159')).toBeNull()
      expect(await slots.find('back', '271828')).toBeNull()
      expect(slots.ofPeer('fabric-a')).toHaveLength(1)
      for (const file of readdirSync(folder))
        expect(readFileSync(join(folder, file)).includes('271828'), file).toBe(false)
      slots.forget({ door: 'front', slot: 3 })
      expect(slots.at('front', 3)).toBeNull()
      expect(await slots.find('front', '271828')).toBeNull()
      database[Symbol.dispose]()
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
