// Brings an ask to the home: to its running hub, or when none runs to its data.
import { askHub } from '../control/control-client.ts'
import type { DeskAnswers, DeskAsk } from '../control/desk-messages.ts'
import { settingsOf } from '../config/check-settings.ts'
import type { Environment } from '../config/environment.ts'
import { systemClock } from '../start/system-clock.ts'
import type { HomeOptions } from './options.ts'
import { readSettings, shippedCarriers } from './read-settings.ts'

export async function askDesk<Ask extends DeskAsk>(
  home: HomeOptions,
  ask: Ask,
  environment: () => Environment,
): Promise<DeskAnswers[Ask['type']]> {
  const clock = systemClock()
  const answer = await askHub(home.places.data, ask, clock)
  if (answer !== null) return answer
  const settings = settingsOf(await readSettings(home))
  const [{ withOfflineDesk }, { createLog }, carriers] = await Promise.all([
    import('../control/offline-desk.ts'),
    import('../start/logger.ts'),
    shippedCarriers(),
  ])
  // What the desk logs beside a resting hub, its caller hears as an error.
  const order = {
    places: home.places,
    settings,
    carriers,
    environment: environment(),
    clock,
    log: createLog('silent'),
  }
  // cast: a desk answers each ask with its own kind
  return (await withOfflineDesk(order, (desk) => desk(ask))) as DeskAnswers[Ask['type']]
}
