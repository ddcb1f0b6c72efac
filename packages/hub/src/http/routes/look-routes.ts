// Looks for cameras for a person who wants to add some. Settings are read at the start, so what is found is told with the
// lines for them, and nothing is changed.
import { FoundCameras } from '@portico/protocol'
import { idsOf, settingsLines } from '../../discovery/settings-lines.ts'
import { lookForCameras } from '../../discovery/look-for-cameras.ts'
import type { RouteApp } from '../app.ts'
import { replies } from './schemas.ts'

export function addLookRoutes(app: RouteApp): void {
  app.post(
    '/api/v1/cameras/look',
    { config: { right: 'person' }, schema: { response: replies(FoundCameras) } },
    async () => {
      const found = await lookForCameras()
      const ids = idsOf(found)
      return {
        cameras: found.map((camera, at) => ({ ...camera, id: ids[at] ?? '', can: [...camera.can] })),
        settings: settingsLines(found).join('\n'),
      }
    },
  )
}
