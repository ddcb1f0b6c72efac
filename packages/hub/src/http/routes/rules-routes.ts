// The rules of the home: anybody with the right reads them, a person tightens them at once, and loosens them only with a
// code from the hub's console and after a wait (threats G18, T13).
import { RulesRequest, RulesView, alwaysCodes, alwaysWords } from '@portico/protocol'
import type { Hub } from '../../hub.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { personOf } from '../rights.ts'
import { replies } from './schemas.ts'

function rulesView({ runtime }: Hub): RulesView {
  const { mode, fromFile, pending } = runtime.rules.inForce
  return {
    mode,
    asksAlways: runtime.asksAlways,
    fromFile,
    pending: pending && { mode: pending.mode, at: pending.at, by: pending.by },
    always: alwaysCodes.map((code) => ({ code, words: alwaysWords[code] })),
  }
}

/** @throws HubError `HUB_RULES_CODE` or `HUB_HTTP_QUOTA` */
function checkCode({ ruleCodes }: Hub, typed: string | undefined, by: string): void {
  if (typed === undefined)
    throw httpError('HUB_RULES_CODE', 'this needs a code from the console of the hub: portico rules code')
  switch (ruleCodes.take(typed, by)) {
    case 'good':
      return
    case 'wrong':
      throw httpError('HUB_RULES_CODE', 'this code is no good; make a new one with portico rules code')
    case 'too-often':
      throw httpError('HUB_HTTP_QUOTA', 'too many wrong codes; wait ten minutes')
  }
}

export function addRulesRoutes(app: RouteApp, { hub }: Faces): void {
  const { rules } = hub.runtime
  app.get(
    '/api/v1/rules',
    { config: { right: ['read'] }, schema: { response: replies(RulesView) } },
    async () => rulesView(hub),
  )
  app.post(
    '/api/v1/rules',
    { config: { right: 'person' }, schema: { body: RulesRequest, response: replies(RulesView) } },
    async ({ body: { mode, code }, identity }) => {
      const { id } = personOf(identity)
      const isAsked = rules.inForce.pending?.mode === mode
      if (rules.loosens(mode) && !isAsked) checkCode(hub, code, id)
      await rules.change(mode, id)
      return rulesView(hub)
    },
  )
  app.post(
    '/api/v1/rules/stop',
    { config: { right: 'person' }, schema: { response: replies(RulesView) } },
    async ({ identity }) => {
      if (!(await rules.stop(personOf(identity).id)))
        throw httpError('HUB_RULES_NOTHING', 'no change of the rules waits')
      return rulesView(hub)
    },
  )
}
