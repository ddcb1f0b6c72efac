// What a display may not do, asked for as its own page would ask.
import type { Page } from 'playwright-core'

/** Everything that a display may not do, as its own page would ask for it. */
export const forbidden = [
  'POST /api/v1/doors/front/open',
  'POST /api/v1/doors/front/lock',
  'POST /api/v1/doors/front/alarm',
  'GET /api/v1/doors',
  'GET /api/v1/doors/front/presence',
  'GET /api/v1/sessions',
  'GET /api/v1/sessions/s_1',
  'GET /api/v1/sessions/s_1/photo',
  'GET /api/v1/sessions/s_1/film/porch/1',
  'GET /api/v1/sessions/s_1/evidence',
  'GET /api/v1/sessions/s_1/trace',
  'POST /api/v1/sessions/s_1/approve',
  'POST /api/v1/sessions/s_1/deny',
  'POST /api/v1/sessions/s_1/abort',
  'POST /api/v1/sessions/s_1/take-over',
  'POST /api/v1/sessions/s_1/pass',
  'POST /api/v1/alarms/a_1/acknowledge',
  'GET /api/v1/alarms',
  'GET /api/v1/parcels',
  'POST /api/v1/parcels',
  'POST /api/v1/deliveries',
  'GET /api/v1/events',
  'GET /api/v1/people',
  'GET /api/v1/displays',
  'POST /api/v1/displays',
  'POST /api/v1/rules',
] as const

export const answerTo = (page: Page, line: string): Promise<number> =>
  page.evaluate(async (asked) => {
    const [method = '', path = ''] = asked.split(' ')
    const headers = { 'x-portico-face': 'display', 'content-type': 'application/json' }
    const body = method === 'POST' ? { body: '{}' } : {}
    return (await fetch(path, { method, headers, ...body })).status
  }, line)
