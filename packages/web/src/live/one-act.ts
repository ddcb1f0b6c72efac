// One act at a time: a second tap while the first is on its way does nothing, and what came of it is said.
import { ClientError } from '@portico/client'
import { signal } from '@preact/signals'
import { nextWords, sentence } from './sentence.ts'

/** What the house said against it, and what to do next. @throws whatever is no `ClientError` */
export function failureWords(error: unknown): string {
  if (!(error instanceof ClientError)) throw error
  return error.code === 'CLIENT_UNREACHABLE'
    ? 'No answer from the house. Look at the state of the door before you try again.'
    : [sentence(error.message), ...nextWords(error)].join(' ')
}

export class OneAct {
  readonly isBusy = signal(false)
  /** A whole sentence; null: nothing to say. */
  readonly said = signal<string | null>(null)

  /** Resolves to whether it was done; never rejects for a no of the house. */
  async run(act: () => Promise<unknown>): Promise<boolean> {
    if (this.isBusy.value) return false
    this.isBusy.value = true
    this.said.value = null
    try {
      await act()
      return true
    } catch (error) {
      this.said.value = failureWords(error)
      return false
    } finally {
      this.isBusy.value = false
    }
  }
}
