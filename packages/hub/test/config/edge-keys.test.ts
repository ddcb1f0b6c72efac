// Goal: the keys between hub and edges are made once, for the owner's eyes only, and pins outlive a start. Method: real
// files.
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EDGE_KEY_FILE, EDGE_PINS_FILE, loadEdgeKeys } from '../../src/config/edge-keys.ts'

const KEY = 'ab'.repeat(32)

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-edge-keys-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

describe('the keys of edges', () => {
  it('T9: are made at the first start, kept, and readable by their owner alone', () => {
    const first = loadEdgeKeys(folder)
    first.pin('front-edge', KEY)
    const again = loadEdgeKeys(folder)
    expect(again.own.publicKey).toBe(first.own.publicKey)
    expect([...again.pins]).toEqual([['front-edge', KEY]])
    for (const name of [EDGE_KEY_FILE, EDGE_PINS_FILE])
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(folder, EDGE_KEY_FILE)).toString('hex')).not.toBe(first.own.publicKey)
  })

  it('that others may read are refused', () => {
    loadEdgeKeys(folder)
    chmodSync(join(folder, EDGE_KEY_FILE), 0o644)
    expect(() => loadEdgeKeys(folder)).toThrow(expect.objectContaining({ code: 'HUB_KEYS_UNSAFE' }))
  })

  it.each([
    [EDGE_KEY_FILE, 'short'],
    [EDGE_PINS_FILE, '{'],
    [EDGE_PINS_FILE, '{"v":1}'],
    [EDGE_PINS_FILE, '{"v":1,"edges":{"front-edge":"AB"}}'],
  ])('that are damaged are no keys, and never made anew: %s %j', (name, text) => {
    loadEdgeKeys(folder).pin('front-edge', KEY)
    writeFileSync(join(folder, name), text)
    expect(() => loadEdgeKeys(folder)).toThrow(expect.objectContaining({ code: 'HUB_KEYS_UNREADABLE' }))
    expect(readFileSync(join(folder, name), 'utf8')).toBe(text)
  })
})
