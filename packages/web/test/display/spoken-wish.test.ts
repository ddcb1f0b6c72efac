// Goal: the wall shows the door that was asked for, and listens only where the browser says that it hears by itself. Method:
// sentences as people say them; browsers of each kind.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { askForEars, doorMeant, earsKnown, listen } from '../../src/display/spoken-wish.ts'

const front = { id: 'front', name: 'Front door' }
const garage = { id: 'garage', name: 'Garage' }
const side = { id: 'side', name: 'Garage side door' }

describe('what was said', () => {
  it.each([
    ['show my front door', [front, garage], 'front'],
    ['Show me the Front Door, please.', [front, garage], 'front'],
    ['show the garage', [front, garage, side], 'garage'],
    ['show the garage side door', [front, garage, side], 'side'],
    ['show me the camera', [front], 'front'],
    ['show the door', [garage], 'garage'],
    ['show the door', [front, garage], null],
    ['show the weather', [front], null],
    ['open the front door', [front], null],
    ['unlock the front door', [front], null],
    ['', [front], null],
  ] as const)('%s', (said, doors, id) => {
    expect(doorMeant(said, doors)).toBe(id)
  })
})

/** A browser of a certain kind, and what it was asked. */
function browser(status: string | Error | null): { readonly asked: unknown[] } {
  const asked: unknown[] = []
  class SpeechRecognition {
    static available =
      status === null
        ? undefined
        : async (options: unknown) => {
            asked.push(options)
            if (status instanceof Error) throw status
            return status
          }
    start(): void {
      throw new Error('not allowed')
    }
    abort(): void {
      asked.push('abort')
    }
  }
  Reflect.set(globalThis, 'SpeechRecognition', SpeechRecognition)
  return { asked }
}

/** What a browser keeps for this page. */
const kept = new Map<string, string>()
beforeEach(() => {
  kept.clear()
  Reflect.set(globalThis, 'localStorage', {
    getItem: (place: string) => kept.get(place) ?? null,
    setItem: (place: string, text: string) => void kept.set(place, text),
  })
})
afterEach(() => {
  Reflect.deleteProperty(globalThis, 'SpeechRecognition')
  Reflect.deleteProperty(globalThis, 'localStorage')
})

describe('a browser', () => {
  it('that hears by itself is listened with', async () => {
    const { asked } = browser('available')
    expect(earsKnown()).toBe('untried')
    expect(await askForEars()).toBe(true)
    expect(earsKnown()).toBe('local')
    expect(asked).toEqual([{ langs: ['en-US'], processLocally: true }])
  })

  it.each([
    ['would have to fetch something', 'downloadable'],
    ['hears somewhere else', 'unavailable'],
    ['fails at the question', new Error('no')],
    ['does not know the question', null],
  ] as const)('that %s is not', async (_, status) => {
    browser(status)
    expect(await askForEars()).toBe(false)
    expect(earsKnown()).toBe('none')
  })

  it('without ears is not', async () => {
    expect(earsKnown()).toBe('none')
    expect(await askForEars()).toBe(false)
    expect(await listen().words).toBeNull()
  })

  it('that ends the page at the question is asked no second time', () => {
    const { asked } = browser('available')
    void askForEars()
    expect(earsKnown()).toBe('none')
    expect(asked).toHaveLength(1)
  })

  it('that may not listen has heard nothing', async () => {
    browser('available')
    expect(await listen().words).toBeNull()
  })
})
