// A yes on the owner's page on a machine that is busy with other things: the page refuses a hold whose picture came too
// late, sends nothing and says so; then it is held again.
import type { Phone } from './owner-phone.ts'
import type { Visit } from './visit.ts'
import { until } from './until.ts'

const HELD_MS = 1_400
const WITHIN_MS = 60_000

/** Resolves when the house has heard one. */
export async function allow(phone: Phone, { owner }: Visit): Promise<void> {
  const button = phone.button(/^Hold to open once/)
  const isTold = (): boolean => owner.types.includes('EntryApproved')
  await until(
    'a yes to be heard',
    async () => {
      if (!isTold() && (await button.count()) === 1 && (await button.isEnabled()))
        await phone.hold(button, HELD_MS)
      return isTold()
    },
    WITHIN_MS,
  )
}
