// One act at a time: a second tap while the first is on its way does nothing, and what came of it is said.
import { ClientError } from '@portico/client'
import { signal } from '@preact/signals'

/** What the house said against it, and what to do next. */
export function failureWords(error: unknown): string {
  if (!(error instanceof ClientError)) throw error
  if (error.code === 'CLIENT_UNREACHABLE')
    return 'No answer from the house. Look at the state of the door before you try again.'
  const message = /[.!?]$/.test(error.message) ? error.message : `${error.message}.`
  return error.next === null || error.next === 'None' ? message : `${message} Next: ${error.next}.`
}

export class OneAct {
  readonly isBusy = signal(false)
  /** Null: nothing to say. */
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
