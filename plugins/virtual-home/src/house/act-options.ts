// Reads the options of an act done by hand. Missing, unknown or impossible ones are refused and change nothing.
import type { VirtualAct } from '@portico/plugin-api'
import { virtualError } from '../errors.ts'

export class ActOptions {
  readonly #act: VirtualAct
  readonly #read = new Set<string>()

  constructor(act: VirtualAct) {
    this.#act = act
  }

  flag(name: string): boolean {
    const value = this.#take(name)
    if (typeof value === 'boolean') return value
    return this.#refuse(name, 'true or false')
  }

  /** What was given is repeated in no message: it may be a secret. */
  text(name: string, form: RegExp): string {
    const value = this.#take(name)
    if (typeof value === 'string' && form.test(value)) return value
    return this.#refuse(name, `a text like ${form.source}`)
  }

  textOrNull(name: string, form: RegExp): string | null {
    if (name in this.#act.options && this.#act.options[name] === null) {
      this.#take(name)
      return null
    }
    return this.text(name, form)
  }

  number(
    name: string,
    range: { readonly min: number; readonly max: number; readonly otherwise?: number },
  ): number {
    const value = this.#take(name) ?? range.otherwise
    if (typeof value === 'number' && value >= range.min && value <= range.max) return value
    return this.#refuse(name, `a number from ${range.min} to ${range.max}`)
  }

  numberOrNull(name: string, range: { readonly min: number; readonly max: number }): number | null {
    if (name in this.#act.options && this.#act.options[name] === null) {
      this.#take(name)
      return null
    }
    return this.number(name, range)
  }

  oneOf<T extends string>(name: string, words: readonly T[], otherwise?: T): T {
    const value = this.#take(name) ?? otherwise
    return words.find((word) => word === value) ?? this.#refuse(name, words.join(', '))
  }

  /** To be called when all were read: an option nobody knows is a mistake, not a wish. */
  done(): void {
    const unknown = Object.keys(this.#act.options).find((name) => !this.#read.has(name))
    if (unknown !== undefined)
      throw virtualError('HUB_VIRTUAL_OPTION', `${this.#act.act}: no option ${unknown}`)
  }

  #take(name: string): unknown {
    this.#read.add(name)
    return this.#act.options[name]
  }

  #refuse(name: string, wanted: string): never {
    throw virtualError('HUB_VIRTUAL_OPTION', `${this.#act.act}: ${name} must be ${wanted}`)
  }
}
