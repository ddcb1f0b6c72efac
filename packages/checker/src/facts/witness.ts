// What the lines say of the door's witnesses: the newest question, the answers to it, and the newest words.
import { type Line, number, text } from '../line.ts'

export class Witness {
  /** Number of the newest question and when it was asked. */
  q: number | null = null
  asked = -Infinity
  bolt = 'unknown'
  contact = 'unknown'
  /** What was answered to the newest question. */
  boltAnswer: { readonly word: string; readonly mono: number } | null = null
  contactAnswer: { readonly word: string; readonly mono: number } | null = null
  /** Something differing came by itself since the question. */
  contradicted = false
  battery: number | null = null

  apply(line: Line): void {
    switch (line.type) {
      case 'HubStarted':
      case 'HubRestarted':
        this.bolt = this.contact = 'unknown'
        return this.#ask(null, -Infinity)
      case 'QueryIssued':
        return this.#ask(number(line, 'q'), line.mono)
      case 'DeviceLost':
        if (text(line, 'device') === 'lock') this.bolt = 'unknown'
        if (text(line, 'device') === 'contact') this.contact = 'unknown'
        return
      case 'BoltObserved':
        return this.#hearBolt(line)
      case 'ContactObserved':
        return this.#hearContact(line)
    }
  }

  #ask(q: number | null, at: number): void {
    this.q = q
    this.asked = at
    this.boltAnswer = this.contactAnswer = null
    this.contradicted = false
  }

  #hearBolt(line: Line): void {
    const word = text(line, 'bolt') ?? 'unknown'
    const q = number(line, 'q')
    if (q === null) this.contradicted ||= word !== this.bolt
    else if (q === this.q) this.boltAnswer = { word, mono: line.mono }
    this.bolt = word
    this.battery = number(line, 'battery') ?? this.battery
  }

  #hearContact(line: Line): void {
    const word = text(line, 'contact') ?? 'unknown'
    const q = number(line, 'q')
    if (q === null) this.contradicted ||= word !== this.contact
    else if (q === this.q) this.contactAnswer = { word, mono: line.mono }
    this.contact = word
  }

  /** Why the newest question does not prove locked and closed; null when it does. */
  get unproved(): string | null {
    const { q, boltAnswer, contactAnswer } = this
    if (q === null) return 'no question was asked'
    if (!boltAnswer || !contactAnswer) return `question ${q} is not answered by both`
    if (boltAnswer.word !== 'locked') return `the bolt answered ${boltAnswer.word}`
    if (contactAnswer.word !== 'closed') return `the contact answered ${contactAnswer.word}`
    return this.contradicted ? 'something differing came by itself since the question' : null
  }
}
