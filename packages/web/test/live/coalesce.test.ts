// Many reasons, one request at a time, and none forgotten.
import { expect, it } from 'vitest'
import { coalesce } from '../../src/live/coalesce.ts'

it('loads at once, and once more for all that came meanwhile', async () => {
  const waiting: (() => void)[] = []
  let loads = 0
  const load = coalesce(() => {
    loads += 1
    return new Promise((resolve) => waiting.push(resolve))
  })
  const end = async (): Promise<void> => {
    waiting.shift()?.()
    await Promise.resolve()
    await Promise.resolve()
  }
  load()
  expect(loads).toBe(1)
  load()
  load()
  expect(loads).toBe(1)
  await end()
  expect(loads).toBe(2)
  await end()
  expect(loads).toBe(2)
  load()
  expect(loads).toBe(3)
})
