// The courier's two pages: what the code beside the door leads to, and the page of one pass. Looking changes nothing,
// so that link scanners burn no pass (threats T3).
import {
  ArriveRequest,
  CourierRefusal,
  CourierView,
  DoorPage,
  ErrorReply,
  LabelRequest,
  PassReply,
} from '@portico/protocol'
import type { RouteApp } from '../app.ts'
import { UNKNOWN_PASS } from '../courier-desk.ts'
import { CourierStreams } from '../courier-streams.ts'
import type { Faces } from '../faces.ts'
import { streetUrl } from '../street-url.ts'
import { say } from '../../views/words.ts'
import { params } from './schemas.ts'

const anyone = { right: 'anyone' } as const

function addDoorPage(app: RouteApp, { hub, couriers }: Faces): void {
  app.get(
    '/d/:door',
    { config: anyone, schema: { params: params('door'), response: { 200: DoorPage } } },
    // The same whether there is such a door or not, and whether anything is due.
    async () => ({ words: say('B').words, needs: ['code', 'label'] as ['code', 'label'] }),
  )
  app.post(
    '/d/:door',
    {
      config: anyone,
      schema: {
        params: params('door'),
        body: LabelRequest,
        response: { 201: PassReply, 409: CourierRefusal, '4xx': ErrorReply, '5xx': ErrorReply },
      },
    },
    async ({ params: { door }, body, headers }, reply) => {
      const begun = await couriers.begin(door, body)
      if (!('pass' in begun)) return reply.code(409).send(begun)
      const { pass } = begun
      return reply.code(201).send({ pass, url: streetUrl(hub.settings, headers.host, `/c/${pass}`) })
    },
  )
}

export function addCourierRoutes(app: RouteApp, faces: Faces): void {
  const { couriers } = faces
  const streams = new CourierStreams(faces)
  app.addHook('preClose', async () => streams[Symbol.dispose]())
  addDoorPage(app, faces)
  app.get(
    '/c/:pass',
    {
      config: anyone,
      schema: { params: params('pass'), response: { 200: CourierView, 404: CourierRefusal } },
    },
    async ({ params: { pass } }, reply) => {
      const view = couriers.view(pass)
      return view ?? reply.code(404).send(UNKNOWN_PASS)
    },
  )
  app.post(
    '/c/:pass/arrive',
    {
      config: anyone,
      schema: {
        params: params('pass'),
        body: ArriveRequest,
        response: {
          200: CourierView,
          404: CourierRefusal,
          409: CourierRefusal,
          '4xx': ErrorReply,
          '5xx': ErrorReply,
        },
      },
    },
    async ({ params: { pass }, body: { code } }, reply) => {
      const answer = await couriers.arrive(pass, code)
      if ('state' in answer) return answer
      return reply.code(answer === UNKNOWN_PASS ? 404 : 409).send(answer)
    },
  )
  app.get(
    '/c/:pass/events',
    { config: anyone, schema: { params: params('pass') } },
    async ({ params: { pass } }, reply) => {
      if (!couriers.find(pass)) return reply.code(404).send(UNKNOWN_PASS)
      return streams.open(pass, reply)
    },
  )
}
