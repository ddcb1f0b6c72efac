// Photo, film and evidence of a visit. Every look is noted.
import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { type ByteRange, type MediaFile, mediaFile } from '../../evidence/media-file.ts'
import { visitEvidence } from '../../evidence/visit-evidence.ts'
import type { RouteApp } from '../app.ts'
import { byteRange } from '../byte-range.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { known } from '../rights.ts'
import { bytesOf, params } from './schemas.ts'
import { visitOf } from './session-routes.ts'

const gone = (what: string): Error => httpError('HUB_HTTP_NOT_FOUND', `no such ${what}`)

const readable = (file: MediaFile, range?: ByteRange): Readable =>
  Readable.from(file.read(range), { objectMode: false })

export function sendFile(reply: FastifyReply, { file, type, range }: FileOrder): FastifyReply {
  const part = byteRange(range, file.bytes)
  void reply.type(type).header('accept-ranges', 'bytes')
  if (part === 'outside') {
    void reply.header('content-range', `bytes */${file.bytes}`)
    throw httpError('HUB_HTTP_RANGE', `the file has ${file.bytes} bytes`)
  }
  if (part === null) return reply.header('content-length', file.bytes).send(readable(file))
  void reply.code(206).header('content-length', part.to - part.from + 1)
  return reply
    .header('content-range', `bytes ${part.from}-${part.to}/${file.bytes}`)
    .send(readable(file, part))
}

interface FileOrder {
  readonly file: MediaFile
  readonly type: string
  readonly range: string | undefined
}

function addVisitMedia(app: RouteApp, { hub, looks }: Faces): void {
  app.get(
    '/api/v1/sessions/:id/photo',
    { config: { right: ['camera'] }, schema: { params: params('id'), response: bytesOf('image/jpeg') } },
    async ({ params: { id }, identity, headers }, reply) => {
      const { photo } = visitOf(hub, id)
      const file = photo && (await mediaFile(hub.media, photo.file))
      if (!file) throw gone('photo')
      looks.note(known(identity), 'photo', id)
      return sendFile(reply, { file, type: 'image/jpeg', range: headers.range })
    },
  )
  app.get(
    '/api/v1/sessions/:id/film/:camera/:segment',
    {
      config: { right: ['camera'] },
      schema: { params: params('id', 'camera', 'segment'), response: bytesOf('video/mp4') },
    },
    async ({ params: { id, camera, segment }, identity, headers }, reply) => {
      const piece = visitOf(hub, id).film.find(
        (each) => each.camera === camera && String(each.segment) === segment,
      )
      const file = piece && (await mediaFile(hub.media, piece.file))
      if (!file) throw gone('piece of film')
      looks.note(known(identity), 'film', id)
      return sendFile(reply, { file, type: 'video/mp4', range: headers.range })
    },
  )
}

function addEvidence(app: RouteApp, { hub, looks }: Faces): void {
  app.get(
    '/api/v1/sessions/:id/evidence',
    {
      config: { right: ['read', 'camera'] },
      schema: { params: params('id'), response: bytesOf('application/x-tar') },
    },
    async ({ params: { id }, identity }, reply) => {
      const visit = visitOf(hub, id)
      if (visit.state !== 'closed') throw httpError('HUB_HTTP_UNFINISHED', 'this visit goes on')
      const chunks = visitEvidence({ read: (which) => hub.runtime.lines(which), media: hub.media }, id)
      // What cannot be begun is an answer; what breaks later breaks the download.
      const first = await chunks.next()
      looks.note(known(identity), 'evidence', id)
      async function* all(): AsyncGenerator<Uint8Array> {
        if (first.value !== undefined) yield first.value
        yield* chunks
      }
      return reply
        .type('application/x-tar')
        .header('content-disposition', `attachment; filename="${visit.id}.tar"`)
        .send(Readable.from(all(), { objectMode: false }))
    },
  )
}

export function addMediaRoutes(app: RouteApp, faces: Faces): void {
  addVisitMedia(app, faces)
  addEvidence(app, faces)
}
