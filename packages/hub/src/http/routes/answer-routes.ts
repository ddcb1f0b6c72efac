// Recorded answers: what there is, recording one, hearing it, and having it played to whoever stands at a door.
import { Done, QuickAnswerView, type QuickAnswerId, quickAnswers } from '@portico/protocol'
import { codeOf } from '@portico/ports'
import { Type } from 'typebox'
import { ANSWER_BYTES, isQuickAnswer, wavOf } from '../../talk/quick-answers.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { known, personOf } from '../rights.ts'
import { bytesOf, params, replies } from './schemas.ts'

function answerIn(id: string): QuickAnswerId {
  if (isQuickAnswer(id)) return id
  throw httpError('HUB_HTTP_NOT_FOUND', 'no such answer')
}

const unrecorded = (): Error => httpError('HUB_HTTP_NOT_FOUND', 'nobody has recorded this answer yet')

function addRecording(app: RouteApp, { hub: { answers } }: Faces): void {
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })
  app.put(
    '/api/v1/answers/:id',
    {
      bodyLimit: ANSWER_BYTES.max,
      config: { right: 'person' },
      schema: { params: params('id'), response: replies(Done) },
    },
    async ({ params: { id }, body, identity }) => {
      if (!(body instanceof Uint8Array))
        throw httpError('HUB_HTTP_MEDIA_TYPE', 'sound comes as application/octet-stream, G.711 µ-law')
      await answers.record(answerIn(id), body, personOf(identity).id)
      return { ok: true as const }
    },
  )
}

export async function addAnswerRoutes(app: RouteApp, faces: Faces): Promise<void> {
  const { hub } = faces
  const { answers } = hub
  // By themselves: nowhere else is a body read as bytes.
  await app.register(async (scope) => addRecording(scope as RouteApp, faces)) // cast: the same app, narrower
  app.get(
    '/api/v1/answers',
    {
      config: { right: 'person', display: 'inside' },
      schema: { response: replies(Type.Array(QuickAnswerView)) },
    },
    async () => quickAnswers.map(({ id, words }) => ({ id, words, lastsMs: answers.lasts(id) })),
  )
  app.get(
    '/api/v1/answers/:id/sound',
    { config: { right: 'person' }, schema: { params: params('id'), response: bytesOf('audio/wav') } },
    async ({ params: { id } }, reply) => {
      const sound = answers.sound(answerIn(id))
      if (!sound) throw unrecorded()
      return reply.type('audio/wav').send(wavOf(sound))
    },
  )
  app.delete(
    '/api/v1/answers/:id',
    { config: { right: 'person' }, schema: { params: params('id'), response: replies(Done) } },
    async ({ params: { id }, identity }) => {
      if (!(await answers.delete(answerIn(id), personOf(identity).id))) throw unrecorded()
      return { ok: true as const }
    },
  )
  app.post(
    '/api/v1/cameras/:id/answers/:answer',
    {
      config: { right: 'person', display: 'inside' },
      schema: { params: params('id', 'answer'), response: replies(Done) },
    },
    async ({ params: { id, answer }, identity }) => {
      const which = answerIn(answer)
      const sound = answers.sound(which)
      if (!sound) throw unrecorded()
      const words = quickAnswers.find((each) => each.id === which)?.words ?? null
      const by = known(identity)
      const speaking = await hub.voice.begin({ camera: id, by, kind: 'recorded', words, onLost: () => {} })
      speaking.say(sound)
      // Heard while it is spoken: whoever asked need not wait for the last word.
      speaking[Symbol.asyncDispose]().catch((error: unknown) => {
        hub.log.warn({ camera: id, code: codeOf(error) }, 'an answer did not end well')
      })
      return { ok: true as const }
    },
  )
}
