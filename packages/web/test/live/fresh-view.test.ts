// A view is asked for anew by itself: seldom in a quiet house, every two seconds while a picture is looked at.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FreshView } from '../../src/live/fresh-view.ts'

/** What a browser's document tells of being seen. */
class Seen extends EventTarget {
  hidden = false

  turn(hidden: boolean): void {
    this.hidden = hidden
    this.dispatchEvent(new Event('visibilitychange'))
  }
}

let page: Seen
let asked = 0
let isHeard = true
const load = (): Promise<void> => {
  asked += 1
  return Promise.resolve()
}
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms)

beforeEach(() => {
  vi.useFakeTimers()
  page = new Seen()
  vi.stubGlobal('document', page)
  asked = 0
  isHeard = true
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('a view that is kept fresh', () => {
  it('is asked for twice a minute while nothing happens', async () => {
    using view = new FreshView({ load, isHeard: () => isHeard })
    view.again()
    await pass(60_000)
    expect(asked).toBe(3)
  })

  it('is asked for at once and every two seconds for as long as anybody watches', async () => {
    using view = new FreshView({ load, isHeard: () => isHeard })
    view.again()
    await pass(10_000)
    expect(asked).toBe(1)
    const one = view.watch()
    const other = view.watch()
    expect(asked).toBe(2)
    await pass(10_000)
    expect(asked).toBe(7)
    one[Symbol.dispose]()
    one[Symbol.dispose]()
    await pass(4_000)
    expect(asked).toBe(9)
    other[Symbol.dispose]()
    await pass(20_000)
    expect(asked).toBe(9)
  })

  it('is looked at closely when what it says asks for it', async () => {
    let isClose = false
    using view = new FreshView({ load, isHeard: () => isHeard, isClose: () => isClose })
    view.again()
    await pass(4_000)
    isClose = true
    await pass(4_000)
    expect(asked).toBe(3)
  })

  it('is asked for closely neither without the hub nor while nobody sees the page', async () => {
    using view = new FreshView({ load, isHeard: () => isHeard })
    using watching = view.watch()
    isHeard = false
    await pass(20_000)
    expect(watching).toBeDefined()
    expect(asked).toBe(1)
    isHeard = true
    page.turn(true)
    await pass(8_000)
    expect(asked).toBe(1)
    page.turn(false)
    expect(asked).toBe(2)
  })

  it('asks nothing when it is over', async () => {
    const view = new FreshView({ load, isHeard: () => isHeard })
    view[Symbol.dispose]()
    page.turn(false)
    await pass(60_000)
    expect(asked).toBe(0)
  })
})
