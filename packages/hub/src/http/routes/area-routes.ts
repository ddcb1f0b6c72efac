// What is drawn in the view of a camera: an adult draws it; what is masked less needs a code from the console and a wait.
import { AreasRequest, AreasView } from '@portico/protocol'
import type { Hub } from '../../hub.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { personOf } from '../rights.ts'
import { checkLooseningCode } from '../loosening-code.ts'
import { params, replies } from './schemas.ts'

/** @throws HubError `HUB_HTTP_NOT_FOUND` */
function areasView({ settings, areas }: Hub, id: string): AreasView {
  const places = settings.doors.flatMap(({ cameras }) => cameras.filter((camera) => camera.id === id))
  const [first] = places
  if (!first) throw httpError('HUB_HTTP_NOT_FOUND', 'no such camera')
  const { leaf, drop, masks, fixed, fromFile, pending } = areas.view(id)
  return {
    camera: id,
    // The stricter word where two doors share a camera.
    view: places.some(({ view }) => view === 'inside') ? 'inside' : first.view,
    witness: places.some(({ witness }) => witness),
    leaf: leaf && pointsOf(leaf),
    drop: drop && pointsOf(drop),
    masks: masks.map(pointsOf),
    fixed: fixed.map(pointsOf),
    fromFile,
    pending: pending && { masks: pending.masks.map(pointsOf), at: pending.at, by: pending.by },
  }
}

/** The wire's lists may be changed by who holds them; the book's may not. */
const pointsOf = (area: readonly (readonly [number, number])[]): [number, number][] =>
  area.map(([x, y]) => [x, y])

export function addAreaRoutes(app: RouteApp, { hub }: Faces): void {
  app.get(
    '/api/v1/cameras/:id/areas',
    { config: { right: 'person' }, schema: { params: params('id'), response: replies(AreasView) } },
    async ({ params: { id } }) => areasView(hub, id),
  )
  app.post(
    '/api/v1/cameras/:id/areas',
    {
      config: { right: 'person' },
      schema: { params: params('id'), body: AreasRequest, response: replies(AreasView) },
    },
    async ({ params: { id }, body: { code, ...drawing }, identity }) => {
      const { id: by } = personOf(identity)
      areasView(hub, id)
      if (hub.areas.unmasks(id, drawing.masks)) checkLooseningCode(hub, code, by)
      await hub.areas.draw(id, drawing, by)
      return areasView(hub, id)
    },
  )
  app.post(
    '/api/v1/cameras/:id/areas/stop',
    { config: { right: 'person' }, schema: { params: params('id'), response: replies(AreasView) } },
    async ({ params: { id }, identity }) => {
      areasView(hub, id)
      if (!(await hub.areas.stop(id, personOf(identity).id)))
        throw httpError('HUB_AREA_NOTHING', 'no mask waits to be taken off')
      return areasView(hub, id)
    },
  )
}
