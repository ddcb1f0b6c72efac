// The clock of the page: it runs on the phone's monotonic clock and needs no network. When it has run out without a
// word from the hub the page no longer claims that anything is open.
import { numberOf, sayPolitely } from './page-parts.ts'
import { buzz, speak } from './voice.ts'

const EVERY_MS = 200
const AROUND = 2 * Math.PI * 44.5
const BELL_AFTER_MS = 10_000
const SPOKEN_S = [30, 10, 5] as const
const HURRY_S = 10

export interface CountdownParts {
  readonly main: HTMLElement
  /** `performance.now()` at which, at the latest, what the page says of the time left was true. */
  readonly since: number
}

export class Countdown implements Disposable {
  readonly #main: HTMLElement
  #since: number
  readonly #left: number
  readonly #whole: number
  readonly #timer: ReturnType<typeof setInterval>
  #shown = Number.POSITIVE_INFINITY

  constructor({ main, since }: CountdownParts) {
    this.#main = main
    this.#since = since
    this.#left = numberOf(main, 'left') ?? 0
    this.#whole = numberOf(main, 'whole') ?? 1
    this.#timer = setInterval(() => this.#tick(), EVERY_MS)
    this.#tick()
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }

  /** The phone slept this many ms, and its monotonic clock with it. */
  slept(time: number): void {
    this.#since -= time
    this.#tick()
  }

  #tick(): void {
    const left = Math.max(0, this.#left - (performance.now() - this.#since))
    if (this.#main.dataset['state'] === 'wait') this.#wait(left)
    else this.#ring(left)
  }

  #wait(left: number): void {
    const waited = this.#whole - left
    const part = Math.min(1, waited / this.#whole)
    this.#main.querySelector('.bar .v')?.setAttribute('width', String(part * 100))
    const bell = this.#main.querySelector<HTMLElement>('#bell')
    if (!bell?.hidden || waited < BELL_AFTER_MS) return
    bell.hidden = false
    sayPolitely(bell.textContent)
  }

  #ring(left: number): void {
    const part = Math.min(1, left / this.#whole) * AROUND
    this.#main.querySelector('.ring .v')?.setAttribute('stroke-dasharray', `${part} ${AROUND}`)
    const seconds = Math.ceil(left / 1000)
    if (seconds === this.#shown) return
    const before = this.#shown
    this.#shown = seconds
    const number = this.#main.querySelector('.ring .n')
    if (number) number.textContent = String(seconds)
    const passed = (mark: number): boolean => before > mark && seconds <= mark && this.#left > mark * 1000
    const mark = SPOKEN_S.filter(passed).pop()
    if (mark !== undefined) this.#saySeconds(seconds)
    if (passed(HURRY_S)) this.#hurry()
    if (seconds <= HURRY_S && this.#main.dataset['state'] === 'place') this.#makeBold(2)
    if (seconds === 0) this.#runOut()
  }

  #saySeconds(seconds: number): void {
    sayPolitely((document.body.dataset['secondsLeft'] ?? '').replace('{n}', String(seconds)))
  }

  #hurry(): void {
    buzz(300, 150, 300)
    speak(this.#main.dataset['voice'] ?? '')
  }

  #runOut(): void {
    const late = this.#main.dataset['late']
    const heading = this.#main.querySelector('h1')
    if (late === undefined || !heading || heading.textContent === late) return
    heading.textContent = late
    for (const drawing of this.#main.querySelectorAll('figure,.ring')) drawing.setAttribute('hidden', '')
    this.#makeBold(3)
    sayPolitely(late)
  }

  #makeBold(line: number): void {
    const lines = this.#main.querySelectorAll('.next li')
    lines.forEach((each, place) => {
      if (place + 1 === line) each.setAttribute('aria-current', 'step')
      else each.removeAttribute('aria-current')
    })
  }
}
