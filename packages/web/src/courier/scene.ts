// The part of a courier's page that changes: one state at a time. The hub sends this very text when something changes,
// so that there is one place that draws, and the phone none.
import type { CourierScene, DoorScene, VisitScene } from './courier-page.ts'
import {
  cameraIcon,
  drawnBell,
  drawnDone,
  drawnInside,
  drawnPorch,
  drawnScan,
  drawnShut,
  handIcon,
  openIcon,
  scanIcon,
  shutIcon,
} from './drawings.ts'
import { type Html, html } from './html.ts'
import type { CourierWords, Letter } from './words/courier-words.ts'

/** After so long the bell is offered beside the waiting. */
export const BELL_AFTER_MS = 10_000
const LABEL_MAX = 64
const AROUND = 2 * Math.PI * 44.5

/** The first sentence large, what follows below it; together they are the sentence, letter by letter. */
function split(sentence: string): readonly [string, string | null] {
  const found = /^(.+?[.؟?])\s+(.+)$/s.exec(sentence)
  return found ? [found[1] ?? sentence, found[2] ?? null] : [sentence, null]
}

function heading(sentence: string): Html {
  const [first, rest] = split(sentence)
  return html`<h1 tabindex="-1">${first}</h1>
    ${rest !== null && html`<p class="under">${rest}</p>`}`
}

/** A no is read aloud at once. */
const refusal = (sentence: string): Html => html`<div class="stack" role="alert">${heading(sentence)}</div>`

const figure = (drawing: Html, caption: string | null = null): Html =>
  html`<figure>${drawing}${caption !== null && html`<figcaption>${caption}</figcaption>`}</figure>`

/** Eight letters in two halves, easier to say on the telephone. */
const quoted = (reference: string): string => `${reference.slice(0, 4)}-${reference.slice(4)}`

const referenceLine = (words: CourierWords, reference: string | null): Html | false =>
  reference !== null &&
  html`<p class="ref">${words.reference} <bdi class="mono">${quoted(reference)}</bdi></p>`

function ring({ leftMs, wholeMs }: VisitScene, words: CourierWords): Html | false {
  if (leftMs === null || wholeMs === null) return false
  const part = Math.min(1, leftMs / wholeMs) * AROUND
  return html`<svg class="ring" viewBox="0 0 100 100" aria-hidden="true">
    <circle class="t" cx="50" cy="50" r="44.5" />
    <circle class="v" cx="50" cy="50" r="44.5" stroke-dasharray="${part.toFixed(1)} ${AROUND.toFixed(1)}" />
    <text class="n" x="50" y="57">${Math.ceil(leftMs / 1000)}</text>
    <text class="u" x="50" y="71">${words.seconds}</text>
  </svg>`
}

interface Step {
  readonly icon: Html
  readonly text: string
  readonly hint: string
}

const steps = (list: readonly Step[]): Html =>
  html`<ol class="steps3">
    ${list.map(
      ({ icon, text, hint }) =>
        html`<li>
          <span class="n">${icon}</span><span><b>${text}</b> <span class="hint">${hint}</span></span>
        </li>`,
    )}
  </ol>`

function threeSteps(words: CourierWords, hasCode: boolean): Html {
  const { step1, step1Hint, scan, scanHint, step2, step2Hint, step3, step3Hint } = words
  return steps([
    hasCode
      ? { icon: handIcon, text: step1, hint: step1Hint }
      : { icon: scanIcon, text: scan, hint: scanHint },
    { icon: openIcon, text: step2, hint: step2Hint },
    { icon: shutIcon, text: step3, hint: step3Hint },
  ])
}

/** With how long the film is kept: what is said here binds the home (threats G20). */
const filmNotice = ({ film, filmKept }: CourierWords): Html =>
  html`<p class="notice">${cameraIcon}<span>${film}${filmKept !== '' && ` ${filmKept}`}</span></p>`

/** What is to be done inside; `now` is the line that is bold. */
const doing = ({ putDown, stepOut, pullShut }: CourierWords, now: 1 | 2 | 3): Html =>
  html`<ol class="next">
    ${[putDown, stepOut, pullShut].map(
      (text, place) =>
        html`<li ${place + 1 === now && html`aria-current="step"`}><span>${place + 1}</span>${text}</li>`,
    )}
  </ol>`

function label({ action, code, letter }: DoorScene, words: CourierWords): Html {
  if (code === null || letter === 'B' || letter === 'E')
    return noWay({ letter: letter ?? 'B', place: null }, words)
  return html`${letter === null ? html`<h1 tabindex="-1">${words.askHello}</h1>` : refusal(words[letter])}
    <form class="stack form" method="post" action="${action}">
      <input type="hidden" name="code" value="${code}" />
      <label for="label">${words.askLabel}</label>
      <input
        id="label"
        name="label"
        required
        maxlength="${LABEL_MAX}"
        dir="ltr"
        autocomplete="off"
        autocapitalize="characters"
        autocorrect="off"
        spellcheck="false"
        enterkeyhint="go"
        aria-describedby="label-hint"
      />
      <p class="hint" id="label-hint">${words.askHint}</p>
      <button class="btn main">${words.askButton}</button>
    </form>
    ${filmNotice(words)}`
}

type Place = VisitScene['place']

/** `A` with its place; without one that is the porch. */
function sentenceOf(letter: Letter, place: Place, words: CourierWords): string {
  if (letter !== 'A') return words[letter]
  const others = { box: words.useBox, garage: words.useGarage, neighbour: words.useNeighbour }
  return place === null || place === 'porch' ? words.A : others[place]
}

/** A sentence, and a drawing of what it asks for. */
function noWay({ letter, place }: { letter: Letter; place: Place }, words: CourierWords): Html {
  const isPorch = place === null || place === 'porch'
  const drawing: Partial<Record<Letter, Html>> = {
    ...(isPorch && { A: figure(drawnPorch(words.drawnPorch)) }),
    B: figure(drawnScan(words.drawnScan)),
    // Somebody else is served first. Nothing here moves on by itself, and the bell is always a way.
    C: html`<p class="under">${words.E}</p>
      ${figure(drawnBell(words.drawnBell))}`,
    E: figure(drawnBell(words.drawnBell)),
    G: figure(drawnShut(words.drawnShut)),
  }
  return html`${refusal(sentenceOf(letter, place, words))}${drawing[letter] ?? null}`
}

const welcome = ({ arrive, another, reference }: VisitScene, words: CourierWords): Html =>
  html`<h1 tabindex="-1">${words.welcome}</h1>
    ${
      reference !== null &&
      html`<p class="match"><span>${words.visit}</span> <bdi class="mono">${quoted(reference)}</bdi></p>`
    }
    ${threeSteps(words, arrive !== null)}${filmNotice(words)}
    ${
      arrive !== null &&
      html`<form class="stack acts" method="post" action="${arrive.action}">
        <input type="hidden" name="code" value="${arrive.code}" />
        <button class="btn main">${words.atDoor}</button>
        ${another !== null && html`<a class="btn bare" href="${another}">${words.another}</a>`}
      </form>`
    }`

function wait({ leftMs, wholeMs }: VisitScene, words: CourierWords): Html {
  const whole = Math.max(1, wholeMs ?? 1)
  const waited = Math.min(whole, Math.max(0, whole - (leftMs ?? 0)))
  return html`${heading(words.C)}
    <svg class="bar" viewBox="0 0 100 3" preserveAspectRatio="none" aria-hidden="true">
      <rect class="t" width="100" height="3" />
      <rect class="v" width="${((waited / whole) * 100).toFixed(1)}" height="3" />
    </svg>
    <div class="stack" id="bell" ${waited < BELL_AFTER_MS && html`hidden`}>
      <p class="under">${words.E}</p>
      ${figure(drawnBell(words.drawnBell))}
    </div>`
}

/** From the moment the door gives until it is shut: the same page, another line bold. */
function inside(scene: VisitScene, words: CourierWords): Html {
  const { state } = scene
  const now = state === 'leave' ? 2 : state === 'close' ? 3 : 1
  const sentence = state === 'open' ? words.open : state === 'place' ? `${words.putDown}.` : words.G
  const drawing =
    now === 1 ? figure(drawnInside(words.drawnInside), words.inside) : figure(drawnShut(words.drawnShut))
  return html`<div class="top">
      <div class="stack"><h1 tabindex="-1">${sentence}</h1></div>
      ${ring(scene, words)}
    </div>
    ${drawing}${doing(words, now)}`
}

/** The PIN as large as the phone allows, in two halves, left to right in every language, with the time it has left. */
function keypad(scene: VisitScene, words: CourierWords): Html {
  const pin = scene.pin ?? ''
  const half = Math.ceil(pin.length / 2)
  return html`<div class="top">
      <div class="stack">
        <h1 tabindex="-1">${words.pin}</h1>
        <p class="under">${words.pinHint}</p>
      </div>
      ${ring(scene, words)}
    </div>
    <p class="pin"><bdi class="mono" dir="ltr">${pin.slice(0, half)} ${pin.slice(half)}</bdi></p>`
}

const thanks = ({ reference, head, time }: VisitScene, words: CourierWords): Html =>
  html`${drawnDone}
    <h1 tabindex="-1">${words.thanks}</h1>
    <p class="under">${words.thanksHint}</p>
    ${
      reference !== null &&
      html`<p class="match">
        <span>${words.reference}</span> <bdi class="mono">${quoted(reference)}</bdi>
        ${time !== null && html`<time>${time}</time>`}
      </p>`
    }
    ${head !== null && html`<p class="ref">${words.reference} <bdi class="mono">${head}</bdi></p>`}
    ${words.filmKept !== '' && filmNotice(words)}`

function visit(scene: VisitScene, words: CourierWords): Html {
  switch (scene.state) {
    case 'welcome':
      return welcome(scene, words)
    case 'wait':
      return wait(scene, words)
    case 'pin':
      return keypad(scene, words)
    case 'open':
    case 'place':
    case 'leave':
    case 'close':
      return inside(scene, words)
    case 'thanks':
      return thanks(scene, words)
    case 'refused':
    case 'ended':
      return html`${noWay({ letter: scene.letter ?? 'D', place: scene.place }, words)}${referenceLine(words, scene.reference)}`
  }
}

/** What the script needs to know of a state, as attributes: it holds no word of its own. */
function facts(scene: CourierScene, words: CourierWords): Html {
  if (scene.kind === 'door') return html`data-state="door"`
  const { state, leftMs, wholeMs, events } = scene
  const isCounted = leftMs !== null && wholeMs !== null
  const isHurried = state === 'open' || state === 'place' || state === 'leave'
  return html`data-state="${state}" ${isCounted && html`data-left="${leftMs}" data-whole="${wholeMs}"`}
  ${events !== null && html`data-events="${events}"`}
  ${isHurried && html`data-voice="${state === 'open' ? words.open : words.G}" data-late="${words.G}"`}`
}

/** The `main` of the page. */
export function renderScene(scene: CourierScene, words: CourierWords): Html {
  const shown = scene.kind === 'door' ? label(scene, words) : visit(scene, words)
  return html`<main id="page" ${facts(scene, words)}>${shown}</main>`
}
