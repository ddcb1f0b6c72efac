// The page on the phone: it sends its forms without leaving, follows what the hub tells, and swaps one drawn state for
// the next. What is shown is always the hub's own drawing, as without script.
import { Countdown } from './countdown.ts'
import {
  isBeforeOpening,
  mainPart,
  numberOf,
  sayPolitely,
  sentenceOf,
  warn,
  wholeText,
} from './page-parts.ts'
import { PageStream } from './page-stream.ts'
import { buzz, hasVoice, speak } from './voice.ts'

const ANSWER_WITHIN_MS = 15_000
/** Clocks differ by less than this without any sleep. */
const SLEPT_MIN_MS = 500

const parse = (text: string): Document => new DOMParser().parseFromString(text, 'text/html')

export class CourierPhone {
  #countdown: Countdown | null = null
  #stream: PageStream | null = null
  #events: string | null = null
  #isSending = false
  #isReading = false
  #hasSignal = navigator.onLine
  #hidden: { readonly mono: number; readonly wall: number } | null = null

  start(): void {
    document.addEventListener('submit', (event) => this.#submit(event))
    document.addEventListener('click', ({ target }) => this.#click(target))
    for (const what of ['online', 'offline'])
      window.addEventListener(what, () => this.#signal(navigator.onLine))
    document.addEventListener('visibilitychange', () => this.#wake())
    const [asked] = performance.getEntriesByType('navigation')
    // Counted from the question, not from the answer: the clock here never shows more time than there is.
    this.#began(asked instanceof PerformanceNavigationTiming ? asked.requestStart : 0)
  }

  /** In a pocket the monotonic clock of a phone may stand still; the other one goes on. */
  #wake(): void {
    const now = { mono: performance.now(), wall: Date.now() }
    if (document.visibilityState !== 'visible') {
      this.#hidden = now
      return
    }
    if (this.#hidden) {
      const slept = now.wall - this.#hidden.wall - (now.mono - this.#hidden.mono)
      if (slept > SLEPT_MIN_MS) this.#countdown?.slept(slept)
    }
    this.#stream?.again()
  }

  /** The state that the document shows has begun; `since` as for the countdown. */
  #began(since: number): void {
    const main = mainPart()
    if (!main) return
    this.#countdown?.[Symbol.dispose]()
    this.#countdown = numberOf(main, 'left') === null ? null : new Countdown({ main, since })
    const read = document.getElementById('read')
    if (read) {
      read.hidden = !hasVoice
      read.setAttribute('aria-pressed', String(this.#isReading))
    }
    this.#follow(main.dataset['events'] ?? null)
    this.#signal(this.#hasSignal)
  }

  #follow(events: string | null): void {
    if (events === this.#events) return
    this.#stream?.[Symbol.dispose]()
    this.#events = events
    this.#stream =
      events === null
        ? null
        : new PageStream({
            url: events,
            onPage: (page, since) => this.#told(page, since),
            onSignal: (isThere) => this.#signal(isThere),
          })
  }

  #told(page: string, since: number): void {
    const drawn = parse(page).querySelector('main')
    if (drawn) this.#swap(drawn, since)
  }

  #swap(drawn: HTMLElement, since: number): void {
    const main = mainPart()
    if (!main) return
    // The same again, after the line was lost: the clock may have been wrong, nothing else was.
    const isSame =
      drawn.dataset['state'] === main.dataset['state'] &&
      drawn.querySelector('h1')?.textContent === main.querySelector('h1')?.textContent
    const hadFocus = main.contains(document.activeElement)
    main.replaceWith(drawn)
    if (hadFocus) drawn.querySelector('h1')?.focus()
    this.#began(since)
    if (!isSame) this.#tell(drawn)
  }

  #tell(main: HTMLElement): void {
    sayPolitely(sentenceOf(main))
    if (this.#isReading) speak(wholeText(main))
    if (main.dataset['state'] === 'open') buzz(200)
  }

  #signal(isThere: boolean): void {
    this.#hasSignal = isThere
    const main = mainPart()
    const isMissed = !isThere && main !== null && isBeforeOpening(main)
    warn(isMissed ? (document.body.dataset['noSignal'] ?? '') : '')
  }

  #click(target: EventTarget | null): void {
    if (!(target instanceof Element) || !target.closest('#read')) return
    this.#isReading = !this.#isReading
    target.closest('#read')?.setAttribute('aria-pressed', String(this.#isReading))
    const main = mainPart()
    speak(this.#isReading && main ? wholeText(main) : ' ')
  }

  #submit(event: SubmitEvent): void {
    const { target } = event
    if (!(target instanceof HTMLFormElement)) return
    event.preventDefault()
    if (this.#isSending) return
    this.#isSending = true
    const button = target.querySelector('button')
    button?.setAttribute('aria-disabled', 'true')
    void this.#send(target).finally(() => {
      this.#isSending = false
      button?.removeAttribute('aria-disabled')
    })
  }

  async #send(form: HTMLFormElement): Promise<void> {
    const since = performance.now()
    // Older phones lack `AbortSignal.timeout`.
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), ANSWER_WITHIN_MS)
    try {
      const body = new URLSearchParams()
      for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
      const answer = await fetch(form.action, {
        method: 'POST',
        body,
        headers: { accept: 'text/html' },
        signal: late.signal,
      })
      this.#arrived(parse(await answer.text()), since)
      // A refusal stands at no address of its own.
      if (answer.redirected) history.replaceState(null, '', answer.url)
    } catch {
      this.#signal(false)
    } finally {
      clearTimeout(timer)
    }
  }

  /** @throws Error when what came is no page of ours: a stranger's network wants a word first. */
  #arrived(page: Document, since: number): void {
    const [bar, main] = [page.getElementById('bar'), page.querySelector('main')]
    if (!bar || !main) throw new Error('no page of this hub')
    this.#hasSignal = true
    document.getElementById('bar')?.replaceWith(bar)
    // What is told from here on is about the page that came.
    this.#follow(null)
    this.#swap(main, since)
  }
}
