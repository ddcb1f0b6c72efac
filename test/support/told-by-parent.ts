// A controller's process as its parent's child: orders come over IPC one by one, answers and news go back.
import type { ControllerAct, ControllerNews, ControllerOrder } from './matter-controller.ts'
import { machineClock } from './machine-clock.ts'

export const tell = (news: ControllerNews): void => void process.send?.(news)

/** As it can be sent. */
export const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value ?? null, (_, inner: unknown) => (typeof inner === 'bigint' ? Number(inner) : inner)),
  ) as unknown // cast: what JSON gives

async function answer({ id, act }: ControllerOrder, run: Run): Promise<void> {
  const began = machineClock.mono()
  try {
    const value = await run(act)
    const ended = machineClock.mono()
    tell({ type: 'answer', id, value: plain(value) ?? null, error: null, began, ended })
  } catch (error) {
    const status = typeof error === 'object' && error !== null && 'code' in error ? Number(error.code) : null
    const ended = machineClock.mono()
    tell({ type: 'answer', id, value: null, error: { message: String(error), status }, began, ended })
  }
}

type Run = (act: ControllerAct) => Promise<unknown>

/** From now on the parent is obeyed; without one the process ends. */
export function obeyParent(run: Run): void {
  // cast: the parent sends nothing else
  process.on('message', (order) => void answer(order as ControllerOrder, run))
  process.on('disconnect', () => process.exit(0))
  tell({ type: 'ready' })
}
