// Every wait has an end.
import { type Clock, instant } from '@portico/plugin-api'

/** What `work` gives, or `'late'` after `ms`; the wake-up does not outlive either. `work` that fails in time rejects. */
export async function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T | 'late'> {
  const late = Promise.withResolvers<'late'>()
  const wake = clock.wake(instant(clock.mono() + ms), () => {
    late.resolve('late')
  })
  try {
    return await Promise.race([work, late.promise])
  } finally {
    wake.cancel()
  }
}
