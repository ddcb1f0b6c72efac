// What is drawn in the views of the cameras, and who has to know when it is drawn anew: the camera engine, and whoever is
// shown a picture.
import type { HomeRuntime } from '@portico/runtime'
import { ViewBook } from '../areas/view-book.ts'
import type { ComposeOrder } from './compose-order.ts'
import { followLeaves } from './leaf-teller.ts'
import type { Eyes } from './open-eyes.ts'

export interface AreasOrder {
  readonly runtime: HomeRuntime
  readonly eyes: Pick<Eyes, 'media' | 'cameras'>
}

export interface OpenAreas extends Disposable {
  readonly areas: ViewBook
}

export function openAreas(
  { settings, clock, log }: ComposeOrder,
  { runtime, eyes: { media, cameras } }: AreasOrder,
): OpenAreas {
  using parts = new DisposableStack()
  const { records, journal } = runtime
  const areas = parts.use(
    new ViewBook({
      settings,
      records,
      journal,
      clock,
      log,
      onDrawn: (camera, setup) => {
        media.setView(camera, setup)
        // What was kept for those who join is of before.
        if (setup.masks.length > 0) cameras.forget(camera)
        leaves.look()
      },
    }),
  )
  const leaves = parts.use(followLeaves({ settings, areas, runtime, media }))
  const open = parts.move()
  return { areas, [Symbol.dispose]: () => open.dispose() }
}
