// Goal: a bridge lets nobody in again whose link has ended meanwhile. Method: the book of faces of a real hub behind the guard.
import { expect, test } from 'vitest'
import { createLinking } from '../../src/linking/link-desk.ts'
import { linkedFaces } from '../../src/start/open-linking.ts'
import { LinkRoom, linkClient } from '../support/link-room.ts'

test('whose link ended is let in no more, whatever the bridge remembers', async () => {
  await using room = await LinkRoom.open()
  const { faceBook, linking } = room.hub.hub
  const tokens = await room.linked()
  const id = room.peerOf(tokens) ?? ''
  const guarded = linkedFaces(faceBook, linking)
  expect(faceBook.identify(await guarded.admit('voice', { id, name: 'Alexa' }))).toMatchObject({
    face: 'voice',
  })
  await guarded.dismiss('voice', id)
  expect(linking?.has(id)).toBe(false)
  await expect(guarded.admit('voice', { id, name: 'Alexa' })).rejects.toMatchObject({
    code: 'HUB_HTTP_NOT_FOUND',
  })
  await expect(linkedFaces(faceBook, null).admit('voice', { id, name: 'Alexa' })).rejects.toThrow('no more')
  expect(faceBook.all).toEqual([])
})

test('a flood of requests for tokens is told to wait, and costs nobody else his token', async () => {
  await using room = await LinkRoom.open()
  const tokens = await room.linked()
  let last = tokens.status
  for (let n = 0; n < 260 && last !== 429; n += 1) last = (await room.refresh('x')).status
  expect(last).toBe(429)
  expect(room.peerOf(tokens)).not.toBeNull()
  await room.hub.pass(61)
  expect((await room.refresh(tokens.body['refresh_token'])).status).toBe(200)
})

test('a face that was let in and never linked ends at the next start', async () => {
  await using room = await LinkRoom.open()
  const { runtime, clock, log, faceBook } = room.hub.hub
  await faceBook.admit('voice', { id: 'v_lost', name: 'Alexa' })
  const { records, journal } = runtime
  using again = createLinking({
    ...{ client: linkClient, faces: faceBook, records, journal, clock, log },
    ...{ chance: { bytes: (n: number) => new Uint8Array(n) }, notice: () => Promise.resolve() },
  })
  await expect.poll(() => [faceBook.all, again.all]).toEqual([[], []])
})
