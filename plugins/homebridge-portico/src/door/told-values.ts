// Characteristics that tell what is known: each has a function of the newest word, and answers from it at once. Where
// there is no word the controller hears an error, never what was true once.
import type { API, Characteristic, CharacteristicValue, Service, WithUUID } from 'homebridge'
import { hapError } from '../hap-status.ts'
import type { Seen } from './tell-door.ts'

export type Kind = WithUUID<new () => Characteristic>

/** Null: nothing is known. */
export type Word = (door: Seen) => CharacteristicValue | null

interface Told {
  readonly characteristic: Characteristic
  readonly word: Word
}

export class ToldValues {
  readonly #api: API
  readonly #rows: Told[] = []
  #door: Seen = null

  constructor(api: API) {
    this.#api = api
  }

  add(service: Service, rows: readonly (readonly [Kind, Word])[]): void {
    for (const [kind, word] of rows) {
      const characteristic = service.getCharacteristic(kind)
      characteristic.onGet(() => this.#answer(word))
      this.#rows.push({ characteristic, word })
      this.#push({ characteristic, word })
    }
  }

  take(door: Seen): void {
    this.#door = door
    for (const row of this.#rows) this.#push(row)
  }

  #push({ characteristic, word }: Told): void {
    const value = word(this.#door)
    if (value === null) characteristic.updateValue(hapError(this.#api, 'unreachable'))
    else characteristic.updateValue(value)
  }

  #answer(word: Word): CharacteristicValue {
    const value = word(this.#door)
    if (value === null) throw hapError(this.#api, 'unreachable')
    return value
  }
}
