// What a camera hears is heard on a page: only when somebody asks for it, the sound itself, and not longer than he wants
// it. Method: a real Chromium, a real hub, the simulated porch with its tone of 440 Hz.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { HubProcess } from '../support/hub-process.ts'
import { Phone, linkOf } from '../support/owner-phone.ts'
import { until } from '../support/until.ts'

/** Hz at which the sound of the page is loudest just now; null: nothing sounds, or not for long enough to be judged. */
const loudest = (page: Page): Promise<number | null> =>
  page.evaluate(() => {
    // cast: the script below put the sounds there, and an earlier look the ear
    const own = globalThis as unknown as {
      readonly sounds: HTMLAudioElement[]
      ear?: { readonly of: HTMLAudioElement; readonly analyser: AnalyserNode }
    }
    const audio = own.sounds.at(-1)
    if (!audio || audio.paused || audio.muted || audio.currentTime === 0) return null
    if (own.ear?.of !== audio) {
      // cast: Chromium has it, the types of the DOM do not
      const stream = (audio as unknown as { captureStream(): MediaStream }).captureStream()
      if (stream.getAudioTracks().length === 0) return null
      const context = new AudioContext()
      const analyser = context.createAnalyser()
      analyser.fftSize = 8192
      context.createMediaStreamSource(stream).connect(analyser)
      own.ear = { of: audio, analyser }
    }
    const { analyser } = own.ear
    const levels = new Float32Array(analyser.frequencyBinCount)
    analyser.getFloatFrequencyData(levels)
    const top = levels.reduce((best, level, i) => (level > (levels[best] ?? -Infinity) ? i : best), 0)
    return (levels[top] ?? -Infinity) > -70 ? (top * analyser.context.sampleRate) / analyser.fftSize : null
  })

let hub: HubProcess
let browser: Browser
beforeAll(async () => {
  if (noBrowser !== null) return
  hub = await HubProcess.start()
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await hub?.[Symbol.asyncDispose]()
})

describe.skipIf(noBrowser !== null)('the sound of a camera', () => {
  test('is heard when it is asked for, and ends when it is not wanted any more', async () => {
    await using phone = await Phone.blank({ browser })
    await phone.page.addInitScript(() => {
      const own = globalThis.Audio
      const sounds: HTMLAudioElement[] = []
      Object.assign(globalThis, {
        sounds,
        Audio: class extends own {
          constructor() {
            super()
            sounds.push(this)
          }
        },
      })
    })
    const listening: string[] = []
    phone.page.on('websocket', (socket) => {
      if (!socket.url().includes('/ws/listen/')) return
      listening.push('open')
      socket.on('close', () => listening.push('closed'))
    })
    await phone.page.goto(hub.url + (await linkOf(hub)))
    await phone.shows('Front door: locked', 30_000)
    await phone.goTo('#/door/front')
    await phone.button('Show the picture').click()
    const button = phone.page.locator('button.listen').first()
    await button.waitFor()
    // Nothing sounds by itself.
    expect(listening).toEqual([])
    expect(await button.getAttribute('aria-pressed')).toBe('false')
    await button.click()
    await until('to listen', async () => (await button.innerText()).trim() === 'Listening')
    await until('the tone to be heard', async () => Math.abs(((await loudest(phone.page)) ?? 0) - 440) < 15)
    await button.click()
    await until('the end', () => listening.at(-1) === 'closed')
    expect(listening).toEqual(['open', 'closed'])
    expect(phone.errors).toEqual([])
  })
})
