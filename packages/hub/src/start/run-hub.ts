// A hub from its start to its clean end.
import { type Clock } from '@portico/ports'
import { after, seconds } from '@portico/core'
import { hubError } from '../errors.ts'
import { type RunningHub, composeHub } from './compose.ts'
import type { ComposeOrder } from './compose-order.ts'
import { type StopSignal, exitCodeOf } from './stop-signals.ts'

export interface RunOrder extends ComposeOrder {
  /** Resolves when somebody wants it to end. */
  readonly stop: Promise<StopSignal>
  /** For whoever started it: a line on standard error. */
  readonly tell: (line: string) => void
  /** The command that makes an owner link for this home. */
  readonly ownerCommand: string
}

/** From the wish to end until everything is closed. */
const STOP_MAX = seconds(10)

/** Resolves with the exit code. @throws HubError when it cannot start, or `HUB_STOP_TIMEOUT` */
export async function runHub(order: RunOrder): Promise<number> {
  const { log, clock, stop } = order
  const began = clock.mono()
  const starting = composeHub(order)
  // A wish to end during the start is heard when the start is over: half a hub cannot be closed.
  const running = await starting
  if (running.hub.people.all.length === 0)
    order.tell(`portico: this home has no owner yet. Become the owner: ${order.ownerCommand}`)
  const { pin } = running.hub.runtime.journal
  if (pin !== null) order.tell(`portico: evidence of this home is signed by ${pin}; note this pin elsewhere`)
  const { houseUrl, secureUrl, streetUrl } = running.urls
  void running.ready.then(() => {
    const readyMs = Math.round(clock.mono() - began)
    log.info({ url: houseUrl, secureUrl, streetUrl, readyMs }, 'portico ready')
    return readyMs
  })
  const signal = await stop
  log.info({ signal }, 'portico stops')
  await endWithin(running, clock)
  log.info({}, 'portico stopped')
  return exitCodeOf(signal)
}

async function endWithin(running: RunningHub, clock: Clock): Promise<void> {
  const late = Promise.withResolvers<never>()
  const wake = clock.wake(after(clock.mono(), STOP_MAX), () => {
    late.reject(hubError('HUB_STOP_TIMEOUT', `the hub did not end within ${STOP_MAX} ms: see its log`))
  })
  await Promise.race([running[Symbol.asyncDispose](), late.promise]).finally(() => {
    wake.cancel()
  })
}
