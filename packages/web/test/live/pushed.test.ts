// Pushed pictures: the newest that can be seen is shown, whichever was decoded first, and none when nobody wants it.
import type { PictureHead } from '@portico/protocol'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PushedSlot } from '../../src/live/pushed.ts'

const decoding: PromiseWithResolvers<void>[] = []
const given = new Set<string>()
const jpeg = Uint8Array.of(0xff, 0xd8)
const head = (session: string): PictureHead => ({
  kind: 'photo',
  door: 'front',
  session,
  camera: 'hall',
  sha256: '0'.repeat(64),
  ageMs: 50,
  wall: 0,
})

/** Decodes when it is told to, as a browser does when it comes to it. */
class SlowImage {
  src = ''

  decode(): Promise<void> {
    const one = Promise.withResolvers<void>()
    decoding.push(one)
    return one.promise
  }
}

beforeEach(() => {
  vi.stubGlobal('Image', SlowImage)
  let count = 0
  vi.spyOn(URL, 'createObjectURL').mockImplementation(() => {
    count += 1
    given.add(`blob:${count}`)
    return `blob:${count}`
  })
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => void given.delete(url))
})
afterEach(() => {
  decoding.length = 0
  given.clear()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

describe('a pushed picture', () => {
  it('is shown with its age, in the place of the one before', async () => {
    const slot = new PushedSlot()
    const first = slot.put(head('a'), jpeg)
    expect(slot.shown.value).toBeNull()
    decoding[0]?.resolve()
    await first
    expect(slot.shown.value?.head.session).toBe('a')
    const second = slot.put(head('b'), jpeg)
    decoding[1]?.resolve()
    await second
    expect(slot.shown.value?.head.session).toBe('b')
    expect([...given]).toEqual([slot.shown.value?.url])
  })

  it('does not come back over a newer one that was decoded first', async () => {
    const slot = new PushedSlot()
    const puts = [slot.put(head('a'), jpeg), slot.put(head('b'), jpeg)]
    decoding[1]?.resolve()
    decoding[0]?.resolve()
    await Promise.all(puts)
    expect(slot.shown.value?.head.session).toBe('b')
    expect(given.size).toBe(1)
  })

  it('is not shown any more when it was dropped on its way', async () => {
    const slot = new PushedSlot()
    const put = slot.put(head('a'), jpeg)
    slot.drop()
    decoding[0]?.resolve()
    await put
    expect(slot.shown.value).toBeNull()
    expect(given.size).toBe(0)
  })

  it('is none when it cannot be seen: the one before stays', async () => {
    const slot = new PushedSlot()
    const first = slot.put(head('a'), jpeg)
    decoding[0]?.resolve()
    await first
    const broken = slot.put(head('b'), jpeg)
    decoding[1]?.reject(new Error('no picture'))
    await broken
    expect(slot.shown.value?.head.session).toBe('a')
    expect(given.size).toBe(1)
  })
})
