// Pages in a real browser that note by themselves when a picture was painted, and what they waited for at the start.
import type { Page } from 'playwright-core'

/** What a page kept of its own start and of one press, ms. */
export interface PageTimes {
  /** Largest contentful paint (W3C). */
  readonly painted: number
  /** A press until the next picture of the page. */
  readonly pressed: number
}

/** Before the page is opened: from then on the first picture of each takeover is noted when it is painted. */
export async function watchPictures(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const noted: number[] = []
    const dialogs = new WeakSet<Element>()
    const seen = new WeakSet<Element>()
    Object.assign(globalThis, { paintedPictures: noted })
    const note = (picture: Element): void => {
      const dialog = picture.closest('[role=dialog]')
      if (!dialog || dialogs.has(dialog)) return
      dialogs.add(dialog)
      noted.push(performance.timeOrigin + performance.now())
    }
    const look = (): void => {
      for (const picture of document.querySelectorAll('[role=dialog] img, [role=dialog] video')) {
        if (seen.has(picture)) continue
        seen.add(picture)
        if (picture instanceof HTMLVideoElement) picture.requestVideoFrameCallback(() => note(picture))
        // After the frame that has it.
        else requestAnimationFrame(() => setTimeout(() => note(picture)))
      }
    }
    new MutationObserver(look).observe(document, { childList: true, subtree: true })
  })
}

/** Unix ms of each picture painted so far. */
export const paintedOn = (page: Page): Promise<readonly number[]> =>
  page.evaluate(() => {
    // cast: the script above put it there
    const { paintedPictures } = globalThis as unknown as { readonly paintedPictures: readonly number[] }
    return [...paintedPictures]
  })

/** Opens an address as a slow phone would, and presses what `press` names. */
export async function timePage(
  page: Page,
  { url, ready, press }: { readonly url: string; readonly ready: string; readonly press: string },
): Promise<PageTimes> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.goto(url)
  await page.locator(ready).first().waitFor()
  const painted = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN)).observe(
          {
            type: 'largest-contentful-paint',
            buffered: true,
          },
        )
      }),
  )
  const pressing = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        addEventListener(
          'pointerdown',
          (event) => {
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - event.timeStamp)))
          },
          { once: true, capture: true },
        )
      }),
  )
  await page.locator(press).first().click()
  return { painted, pressed: await pressing }
}
