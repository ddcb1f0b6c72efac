// The windows of deliveries in anybody's calendar, by a secret address that its person makes and ends.
import { randomBytes } from 'node:crypto'
import { CalendarView } from '@portico/protocol'
import { calendarEntries } from '../../calendar/calendar-entries.ts'
import { CalendarLinks } from '../../calendar/calendar-links.ts'
import { calendarText } from '../../calendar/calendar-text.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { personOf } from '../rights.ts'
import { params, replies, textOf } from './schemas.ts'

export function addCalendarRoutes(app: RouteApp, { hub }: Faces): void {
  const { runtime, people, clock, settings } = hub
  const { records, journal } = runtime
  const links = new CalendarLinks({ records, journal, people, clock, chance: { bytes: randomBytes } })
  const view = (person: Parameters<CalendarLinks['of']>[0], path: string | null): CalendarView => {
    const link = links.of(person)
    return { since: link?.since ?? null, asked: link?.asked ?? null, path }
  }
  app.get(
    '/api/v1/calendar',
    { config: { right: 'person' }, schema: { response: replies(CalendarView) } },
    async ({ identity }) => view(personOf(identity).id, null),
  )
  app.post(
    '/api/v1/calendar',
    { config: { right: 'person' }, schema: { response: replies(CalendarView) } },
    async ({ identity }) => {
      const { id } = personOf(identity)
      return view(id, `/calendar/${await links.make(id)}.ics`)
    },
  )
  app.post(
    '/api/v1/calendar/end',
    { config: { right: 'person' }, schema: { response: replies(CalendarView) } },
    async ({ identity }) => {
      const { id } = personOf(identity)
      await links.end(id)
      return view(id, null)
    },
  )
  app.get(
    '/calendar/:secret.ics',
    {
      config: { right: 'anyone' },
      schema: { params: params('secret'), response: textOf(200, 'text/calendar') },
    },
    async ({ params: { secret } }, reply) => {
      if (links.find(secret) === null) throw httpError('HUB_HTTP_NOT_FOUND', 'no such calendar')
      const entries = calendarEntries(runtime.deliveries.parcels, clock.wall())
      return reply
        .type('text/calendar; charset=utf-8')
        .header('cache-control', 'private, no-store')
        .send(calendarText({ name: `${settings.homeName}: deliveries`, entries }))
    },
  )
}
