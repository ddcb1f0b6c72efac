// Goal: nothing is listened to or recorded that the home has not allowed. Method: the embedded home and what may be written
// for its cameras.
import { describe, expect, it } from 'vitest'
import { defaultHome } from '../../src/config/default-home.data.ts'
import { check } from './home-text.ts'

const porch = '{ id: porch, view: outside }'
const hall = '{ id: hall, view: inside, witness: true }'

async function rulesOf(text: string): Promise<unknown> {
  const { settings, faults } = await check(text)
  return settings?.sounds ?? faults
}

describe('the sound of a camera', () => {
  it('is heard live outside, not at all inside, and recorded nowhere, where nothing is said', async () => {
    expect(await rulesOf(defaultHome)).toEqual({ porch: 'live', hall: 'off' })
  })

  it('is what the home says', async () => {
    const text = defaultHome
      .replace(porch, '{ id: porch, view: outside, sound: film }')
      .replace(hall, '{ id: hall, view: inside, witness: true, sound: live }')
    expect(await rulesOf(text)).toEqual({ porch: 'film', hall: 'live' })
  })

  it('is refused with the words that would do, where it is another', async () => {
    const faults = await rulesOf(defaultHome.replace(porch, '{ id: porch, view: outside, sound: on }'))
    expect(JSON.stringify(faults)).toMatch(/sound/)
  })
})
