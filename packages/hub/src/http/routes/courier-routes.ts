// The courier's two pages: what the code beside the door leads to, and the page of one pass. Programs are answered with
// JSON, browsers with pages that work without script. Looking changes nothing, so that link scanners burn no pass
// (threats T3).
import {
  ArriveRequest,
  CourierRefusal,
  CourierView,
  DoorPage,
  ErrorReply,
  LabelRequest,
  PassReply,
} from '@portico/protocol'
import { languageOf } from '@portico/web/courier'
import { CourierAnswers } from '../../pages/courier-answers.ts'
import { courierAsking } from '../../pages/courier-asking.ts'
import { say } from '../../views/words.ts'
import type { RouteApp } from '../app.ts'
import { UNKNOWN_PASS } from '../courier-desk.ts'
import { CourierStreams } from '../courier-streams.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { passReply } from '../pass-reply.ts'
import { params } from './schemas.ts'

const anyone = { right: 'anyone' } as const
const SCRIPT_KEPT = 'public, max-age=3600'
const VARY = 'accept, content-type'

const failures = { '4xx': ErrorReply, '5xx': ErrorReply } as const

/** Forms of the pages; everywhere else JSON alone is read. A field that comes twice counts once, the last. */
function readForms(app: RouteApp): void {
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      done(null, Object.fromEntries(new URLSearchParams(String(body))))
    },
  )
}

function addDoorPage(app: RouteApp, { hub, couriers }: Faces, answers: CourierAnswers): void {
  app.get(
    '/d/:door',
    { config: anyone, schema: { params: params('door'), response: { 200: DoorPage } } },
    // The same whether there is such a door or not, and whether anything is due.
    async (request, reply) => {
      const asking = courierAsking(request)
      if (asking.isBrowser) return answers.door(reply, asking, request.params.door)
      void reply.header('vary', VARY)
      return { words: say('B').words, needs: ['code', 'label'] as ['code', 'label'] }
    },
  )
  app.post(
    '/d/:door',
    {
      config: anyone,
      attachValidation: true,
      schema: {
        params: params('door'),
        body: LabelRequest,
        response: { 201: PassReply, 409: CourierRefusal, ...failures },
      },
    },
    async (request, reply) => {
      const {
        params: { door },
        body,
        headers,
        validationError,
      } = request
      const asking = courierAsking(request)
      if (validationError) {
        if (!asking.isBrowser) throw validationError
        return answers.misread(reply, asking, { door, body })
      }
      const begun = await couriers.begin(door, body)
      if (asking.isBrowser) return answers.begun(request, reply, { asking, door, code: body.code, begun })
      if (!('pass' in begun)) return reply.code(409).send(begun)
      const { pass } = begun
      return reply.code(201).send(passReply(hub, headers.host, pass))
    },
  )
}

function addPassPage(app: RouteApp, { couriers }: Faces, answers: CourierAnswers): void {
  app.get(
    '/c/:pass',
    {
      config: anyone,
      schema: { params: params('pass'), response: { 200: CourierView, 404: CourierRefusal } },
    },
    async (request, reply) => {
      const { pass } = request.params
      const asking = courierAsking(request)
      if (asking.isBrowser) return answers.pass(request, reply, { asking, pass })
      void reply.header('vary', VARY)
      const view = couriers.view({ pass, phone: asking.phone })
      return view ?? reply.code(404).send(UNKNOWN_PASS)
    },
  )
  app.post(
    '/c/:pass/arrive',
    {
      config: anyone,
      attachValidation: true,
      schema: {
        params: params('pass'),
        body: ArriveRequest,
        response: { 200: CourierView, 404: CourierRefusal, 409: CourierRefusal, ...failures },
      },
    },
    async (request, reply) => {
      const {
        params: { pass },
        body,
        validationError,
      } = request
      const asking = courierAsking(request)
      if (validationError) {
        if (!asking.isBrowser) throw validationError
        return answers.refused(reply, asking, { pass, status: 400, letter: 'B' })
      }
      const answer = await couriers.arrive({ pass, phone: asking.phone }, body.code)
      if (asking.isBrowser) return answers.arrived(reply, asking, { pass, answer })
      if ('state' in answer) return answer
      return reply.code(answer === UNKNOWN_PASS ? 404 : 409).send(answer)
    },
  )
}

interface StreamParts {
  readonly faces: Faces
  readonly answers: CourierAnswers
  readonly streams: CourierStreams
}

function addStream(app: RouteApp, { faces, answers, streams }: StreamParts): void {
  app.get(
    '/c/:pass/events',
    { config: anyone, schema: { params: params('pass') } },
    async (request, reply) => {
      const { pass } = request.params
      if (!faces.couriers.find(pass)) return reply.code(404).send(UNKNOWN_PASS)
      // cast: the query of any request is an object of texts and lists of texts
      const language = languageOf((request.query as Readonly<Record<string, unknown>>)['page'])
      const asking = courierAsking(request)
      const draw = language === null ? null : answers.drawing({ ...asking, language })
      return streams.open(reply, { pass, phone: asking.phone, draw })
    },
  )
}

function addScript(app: RouteApp, answers: CourierAnswers): void {
  app.get('/courier.js', { config: anyone }, async ({ headers }, reply) => {
    const { script } = answers.files
    if (!script) throw httpError('HUB_PAGES_MISSING', 'the pages are not built: npm start builds them')
    void reply.type('text/javascript; charset=utf-8')
    void reply.headers({ vary: 'accept-encoding', 'cache-control': SCRIPT_KEPT })
    if (!/\bgzip\b/.test(headers['accept-encoding'] ?? '')) return reply.send(script.bytes)
    return reply.header('content-encoding', 'gzip').send(script.gzip)
  })
}

export function addCourierRoutes(app: RouteApp, faces: Faces): void {
  const streams = new CourierStreams(faces)
  app.addHook('preClose', async () => streams[Symbol.dispose]())
  // A room of their own: forms are read here and nowhere else, and what goes wrong here is told to a person.
  void app.register(async (room: RouteApp) => {
    const answers = new CourierAnswers(faces)
    readForms(room)
    room.setErrorHandler((error, request, reply) => {
      const asking = courierAsking(request)
      if (!asking.isBrowser) throw error
      return answers.failed(request, reply, { asking, error })
    })
    addDoorPage(room, faces, answers)
    addPassPage(room, faces, answers)
    addStream(room, { faces, answers, streams })
    addScript(room, answers)
  })
}
