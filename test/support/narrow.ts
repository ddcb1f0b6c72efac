// The smallest telephone with letters twice as large (WCAG 2.2, 1.4.4 and 1.4.10): what of a page is lost there.
import type { Page } from 'playwright-core'

const NARROW = { width: 320, height: 640 } as const

/** What lies outside or is cut off, with letters of `percent` of their size; the page stays as narrow as that. */
export async function lostWith(page: Page, percent: 100 | 200): Promise<readonly string[]> {
  await page.setViewportSize(NARROW)
  await page.evaluate((size) => void (document.documentElement.style.fontSize = `${size}%`), percent)
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement
    const isWide = scrollWidth > clientWidth ? [`the page is ${scrollWidth} px wide`] : []
    const lost = [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((each) => each.offsetParent !== null && each.closest('.hush, svg, .pic, [inert]') === null)
      .filter((each) => {
        const { left, right, width } = each.getBoundingClientRect()
        const isText = [...each.childNodes].some((child) => child instanceof Text && child.data.trim() !== '')
        if (width < 1) return isText
        const { overflowX, overflowY, fontSize } = getComputedStyle(each)
        // What is typed runs through its field.
        const isField = /^(?:INPUT|TEXTAREA|SELECT)$/.test(each.tagName)
        const isCutAcross = overflowX === 'hidden' && each.scrollWidth > each.clientWidth + 1
        // Letters reach a little over their line; a line that is missing is more than that.
        const more = each.scrollHeight - each.clientHeight
        const isCutBelow = overflowY === 'hidden' && more > Number.parseFloat(fontSize) / 2
        return left < -1 || right > clientWidth + 1 || (!isField && (isCutAcross || isCutBelow))
      })
      .map((each) => `${each.tagName}.${each.className}: ${each.textContent?.slice(0, 80)}`)
    return [...isWide, ...lost]
  })
}

/** Both sizes at once, for a place that is drawn already. */
export async function lostOn(page: Page, place: string): Promise<readonly string[]> {
  const usual = await lostWith(page, 100)
  const large = await lostWith(page, 200)
  return [...usual.map((fault) => `${place}: ${fault}`), ...large.map((fault) => `${place}, 200 %: ${fault}`)]
}
