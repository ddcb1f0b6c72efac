// Goal: what is old is not told: a home is unknown from the moment the line is cut, or after the bound when the hub says
// nothing any more; one question at a time, and none is lost. Method: a hub that answers when the test says so, in fake time.
import type { FaceHome } from '@portico/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HomeWatch } from '../src/line/home-watch.ts'
import { home } from './some-door.ts'

class SlowHub {
  readonly asked: PromiseWithResolvers<FaceHome>[] = []
  home(): Promise<FaceHome> {
    const question = Promise.withResolvers<FaceHome>()
    this.asked.push(question)
    return question.promise
  }
}

const told: (FaceHome | null)[] = []
let hub = new SlowHub()
let watch = new HomeWatch(hub, () => undefined)

beforeEach(() => {
  vi.useFakeTimers()
  told.length = 0
  hub = new SlowHub()
  watch = new HomeWatch(hub, (newest) => void told.push(newest))
})
afterEach(() => {
  watch[Symbol.dispose]()
  vi.useRealTimers()
})

async function answer(at: number, newest: FaceHome | Error = home()): Promise<void> {
  const question = hub.asked[at]
  if (newest instanceof Error) question?.reject(newest)
  else question?.resolve(newest)
  await vi.advanceTimersByTimeAsync(0)
}

test('asks once at a time, and once more for all that happened meanwhile', async () => {
  for (let news = 0; news < 100; news += 1) watch.look()
  expect(hub.asked).toHaveLength(1)
  await answer(0)
  expect(hub.asked).toHaveLength(2)
  await answer(1)
  expect(hub.asked).toHaveLength(2)
  expect(watch.home).toEqual(home())
})

test('knows nothing from the moment the line is cut, whatever was asked before', async () => {
  watch.look()
  await answer(0)
  watch.look()
  watch.lose()
  expect(watch.home).toBeNull()
  await answer(1)
  expect(watch.home).toBeNull()
  expect(told).toEqual([home(), null])
})

test('a hub that says nothing any more is told as unknown after the bound, and looked for', async () => {
  watch.look()
  await answer(0)
  await vi.advanceTimersByTimeAsync(11_000)
  expect(watch.home).not.toBeNull()
  expect(hub.asked).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(1_500)
  expect(watch.home).toBeNull()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(told).toEqual([home(), null])
  await answer(1, new Error('gone'))
  await answer(2)
  expect(watch.home).toEqual(home())
})

test('one answer that fails is bad luck', async () => {
  watch.look()
  await answer(0)
  watch.look()
  await answer(1, new Error('busy'))
  expect(watch.home).toEqual(home())
})
