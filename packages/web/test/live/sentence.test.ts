// What the house says against an act is read as whole sentences.
import { ClientError } from '@portico/client'
import { describe, expect, it } from 'vitest'
import { OneAct } from '../../src/live/one-act.ts'

const no = (message: string, next?: string): ClientError =>
  new ClientError({ code: 'HUB_X', message, ...(next !== undefined && { next }) }, 409)

async function refuse(error: Error): Promise<void> {
  throw error
}

async function saidOf(error: ClientError): Promise<string | null> {
  const act = new OneAct()
  expect(await act.run(() => refuse(error))).toBe(false)
  expect(act.isBusy.value).toBe(false)
  return act.said.value
}

describe('one act', () => {
  it('says a refusal with capitals and full stops, and the next step where there is one', async () => {
    expect(await saidOf(no('too many orders', 'wait'))).toBe('Too many orders. Next: Wait.')
    expect(await saidOf(no('Is it shut?', 'None'))).toBe('Is it shut?')
    expect(await saidOf(no('the door is open.'))).toBe('The door is open.')
  })

  it('says nothing of what went well, and forgets what it said before', async () => {
    const act = new OneAct()
    await act.run(() => refuse(no('no')))
    expect(await act.run(async () => {})).toBe(true)
    expect(act.said.value).toBeNull()
  })

  it('does a second one only when the first has ended', async () => {
    const act = new OneAct()
    const first = Promise.withResolvers<void>()
    let times = 0
    const order = async (): Promise<void> => {
      times += 1
      await first.promise
    }
    const running = act.run(order)
    expect(await act.run(order)).toBe(false)
    first.resolve()
    expect(await running).toBe(true)
    expect(times).toBe(1)
  })

  it('hides no fault of the page', async () => {
    await expect(new OneAct().run(() => refuse(new TypeError('a fault')))).rejects.toThrow('a fault')
  })
})
