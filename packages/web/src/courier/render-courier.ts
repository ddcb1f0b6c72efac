// The courier's page as one document: it works without its script, and asks for nothing but that.
import type { CourierPage, CourierScene } from './courier-page.ts'
import { globeIcon, soundIcon } from './drawings.ts'
import { type Html, html } from './html.ts'
import { type Language, directionOf, languageNames, languages, wordsOf } from './languages.ts'
import { renderScene } from './scene.ts'
import type { CourierWords } from './words/courier-words.ts'

/** States that change by themselves: without script the page looks again. Forms are never taken from under a finger. */
const changing: ReadonlySet<string> = new Set(['wait', 'pin', 'open', 'place', 'leave', 'close'])
const LOOK_AGAIN_S = 3

const refreshes = (scene: CourierScene): boolean => scene.kind === 'visit' && changing.has(scene.state)

/** The same page in another language: a link, and nothing changes by it. */
const inLanguage = ({ path, query }: CourierPage, language: Language): string =>
  `${path}?${new URLSearchParams({ ...query, lang: language }).toString()}`

function bar(page: CourierPage, words: CourierWords): Html {
  const { language } = page
  return html`<header id="bar">
    <details class="lang">
      <summary class="btn tool">
        ${globeIcon}<span class="hush">${words.language}: </span>${languageNames[language]}
      </summary>
      <ul>
        ${languages.map(
          (other) =>
            html`<li>
              <a
                href="${inLanguage(page, other)}"
                lang="${other}"
                hreflang="${other}"
                dir="${directionOf(other)}"
                rel="nofollow"
                ${other === language && html`aria-current="true"`}
                >${languageNames[other]}</a
              >
            </li>`,
        )}
      </ul>
    </details>
    <button class="btn tool" id="read" type="button" aria-pressed="false" hidden>
      ${soundIcon}${words.readAloud}
    </button>
    ${page.simulated && html`<p class="sim" role="note">${words.simulated}</p>`}
  </header>`
}

const gap = /\s+/g

/** Indentation costs bytes on a slow line. No text of ours means anything by its spaces. */
const tight = ({ text }: Html): string => text.replaceAll(gap, ' ').replaceAll('> <', '><')

/** The days for which the film is kept are counted as the language does; none are told where there is no visit. */
function wordsFor(scene: CourierScene, language: Language): CourierWords {
  const words = wordsOf(language)
  const days = scene.kind === 'visit' ? scene.filmDays : null
  if (days === null) return { ...words, filmKept: '' }
  const unit = { style: 'unit', unit: 'day', unitDisplay: 'long' } as const
  const counted = new Intl.NumberFormat(language, unit).format(days)
  return { ...words, filmKept: words.filmKept.replace('{days}', counted) }
}

/** The part that changes, as the page holds it. */
export const renderMain = (scene: CourierScene, language: Language): string =>
  tight(renderScene(scene, wordsFor(scene, language)))

/** The whole document. */
export function renderCourier(page: CourierPage): string {
  const { language, scene, style, script } = page
  const words = wordsFor(scene, language)
  const start = html`<html lang="${language}" dir="${directionOf(language)}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
      <meta name="robots" content="noindex, nofollow" />
      <meta name="format-detection" content="telephone=no" />
      <title>${words.title}</title>
      ${
        refreshes(scene) && html`<noscript><meta http-equiv="refresh" content="${LOOK_AGAIN_S}" /></noscript>`
      }
      ${script !== null && html`<script type="module" src="${script}"></script>`}
   `
  const body = html`</head>
    <body data-no-signal="${words.noSignal}" data-seconds-left="${words.secondsLeft}">
      ${bar(page, words)}${renderScene(scene, words)}
      <p id="alert" role="alert"></p>
      <p id="said" class="hush" aria-live="polite"></p>
    </body>
    </html>`
  // The stylesheet is ours, and goes in as it is: its hash is in the policy of the page.
  return `<!doctype html>${tight(start)}<style>${style}</style>${tight(body)}`
}
