// Whether ffmpeg is found where the system looks for programs, and what is said where it is not.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findFfmpeg } from '../../src/config/find-ffmpeg.ts'
import { lookAtFfmpeg } from '../../src/doctor/look-at-ffmpeg.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-ffmpeg-'))
  for (const name of ['empty', 'plain', 'folder/ffmpeg', 'good'])
    mkdirSync(join(folder, name), { recursive: true })
  writeFileSync(join(folder, 'plain/ffmpeg'), 'no program')
  chmodSync(join(folder, 'plain/ffmpeg'), 0o600)
  writeFileSync(join(folder, 'good/ffmpeg'), '')
  chmodSync(join(folder, 'good/ffmpeg'), 0o700)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const environment = (...folders: readonly string[]) => ({
  value: (name: string): string | undefined =>
    name === 'PATH'
      ? folders.map((each) => (each === '.' ? each : join(folder, each))).join(delimiter)
      : undefined,
})

test('the first program of that name on PATH is taken, never one of the folder we happen to be in', () => {
  expect(findFfmpeg(environment('.', 'empty', 'folder', 'good'))).toBe(join(folder, 'good/ffmpeg'))
  expect(findFfmpeg(environment('.', 'empty', 'folder'))).toBeNull()
  expect(findFfmpeg({ value: () => undefined })).toBeNull()
})

test('without one it is a note, with what is missing by it and what to do', () => {
  expect(lookAtFfmpeg(environment('good'))).toMatchObject({ verdict: 'good', next: null })
  const missing = lookAtFfmpeg(environment('empty'))
  expect(missing.verdict).toBe('warning')
  expect(missing.words).toContain('H.265')
  expect(missing.next).toContain('install ffmpeg')
})
