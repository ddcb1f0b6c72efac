// The rules of the home: anybody with the right reads them, an adult tightens them at once, and loosens them only with a
// code from the hub's console and after a wait (threats G18, T13). Before that they are tried on the past.
import { type Policy, minutes, wallTime } from '@portico/core'
import {
  AtHomeRequest,
  AtHomeView,
  RehearsalRequest,
  RehearsalView,
  RulesRequest,
  RulesView,
  type SentenceFile,
} from '@portico/protocol'
import { rehearse } from '@portico/runtime'
import { sentenceFaults } from '../../config/policy-checks.ts'
import { pathText } from '../../config/settings-fault.ts'
import type { Hub } from '../../hub.ts'
import { atHomeView, rehearsalView, rulesView } from '../../views/rules-view.ts'
import { sentenceIn } from '../../views/sentences.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { checkLooseningCode } from '../loosening-code.ts'
import { personOf } from '../rights.ts'
import { sentenceNames } from '../sentence-names.ts'
import { replies } from './schemas.ts'

const DAY = minutes(24 * 60)

interface Wished {
  readonly mode: Policy['mode']
  readonly sentences?: readonly SentenceFile[] | undefined
}

/** @throws HubError `HUB_RULES_SENTENCE` */
function policyOf({ runtime, settings }: Hub, { mode, sentences }: Wished): Policy {
  if (sentences === undefined) return { mode, sentences: runtime.policy.sentences }
  const doors = settings.doors.map(({ id }) => id)
  const [fault] = sentenceFaults({ sentences, path: ['sentences'], doors })
  if (fault) throw httpError('HUB_RULES_SENTENCE', `${pathText(fault.path)}: ${fault.message}`)
  return { mode, sentences: sentences.map(sentenceIn) }
}

function addChanges(app: RouteApp, { hub }: Faces): void {
  const { rules } = hub.runtime
  const view = (): RulesView => rulesView(hub.runtime, sentenceNames(hub))
  app.get(
    '/api/v1/rules',
    { config: { right: ['read'] }, schema: { response: replies(RulesView) } },
    async () => view(),
  )
  app.post(
    '/api/v1/rules',
    { config: { right: 'person' }, schema: { body: RulesRequest, response: replies(RulesView) } },
    async ({ body, identity }) => {
      const { id } = personOf(identity)
      const wished = policyOf(hub, body)
      if (rules.loosens(wished) && !rules.isAsked(wished)) checkLooseningCode(hub, body.code, id)
      await rules.change(wished, id)
      return view()
    },
  )
  app.post(
    '/api/v1/rules/stop',
    { config: { right: 'person' }, schema: { response: replies(RulesView) } },
    async ({ identity }) => {
      if (!(await rules.stop(personOf(identity).id)))
        throw httpError('HUB_RULES_NOTHING', 'no change of the rules waits')
      return view()
    },
  )
}

/** Changes nothing, and asks no door anything. */
function addRehearsal(app: RouteApp, { hub }: Faces): void {
  const { runtime, clock } = hub
  app.post(
    '/api/v1/rules/rehearsal',
    { config: { right: 'person' }, schema: { body: RehearsalRequest, response: replies(RehearsalView) } },
    async ({ body }) => {
      const wished = policyOf(hub, body)
      const visits = rehearse({
        visits: runtime.visits.all,
        policy: wished,
        since: wallTime(clock.wall() - (body.days ?? 30) * DAY),
        parcelOf: (id) => runtime.deliveries.get(id),
        localTime: (wall) => runtime.localTime(wall),
      })
      return rehearsalView({ was: runtime.policy, wished, visits, names: sentenceNames(hub) })
    },
  )
}

function addAtHome(app: RouteApp, { hub: { runtime, clock } }: Faces): void {
  const view = (): AtHomeView => atHomeView(runtime, clock.wall())
  // Whoever may read when nobody is at home may choose the hour: no token does.
  app.get(
    '/api/v1/at-home',
    { config: { right: 'person' }, schema: { response: replies(AtHomeView) } },
    async () => view(),
  )
  app.post(
    '/api/v1/at-home',
    { config: { right: 'person' }, schema: { body: AtHomeRequest, response: replies(AtHomeView) } },
    async ({ body: { presence }, identity }) => {
      await runtime.presence.say(presence, personOf(identity).id)
      return view()
    },
  )
}

export function addRulesRoutes(app: RouteApp, faces: Faces): void {
  addChanges(app, faces)
  addRehearsal(app, faces)
  addAtHome(app, faces)
}
