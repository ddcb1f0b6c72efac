// Goal: saved mails go through the same reader and the same intake as those of a mailbox, and become what stands beside
// them. Method: the command as a person runs it, on the fixtures and on a copy of one with another word expected.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { portico } from '../support/hub-process.ts'

const fixtures = resolve(import.meta.dirname, '../fixtures/mails')
/** Mails name no zone: the one that the fixtures were read in. */
const env = { TZ: 'Europe/London' }

describe('portico replay of mails', () => {
  it('tells of each what is expected of it, and arms nothing', () => {
    const { code, out, err } = portico(['replay', fixtures, '--json'], env)
    expect([code, err]).toEqual([0, expect.not.stringContaining('differs')])
    const replayed = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly file: string; readonly why: string | null })
    expect(replayed).toHaveLength(17)
    expect(replayed.filter(({ why }) => why === null)).toEqual([])
  })

  it('tells a difference, and fails', () => {
    const folder = mkdtempSync(join(tmpdir(), 'portico-mails-'))
    try {
      cpSync(join(fixtures, 'ups-delivered.eml'), join(folder, 'ups-delivered.eml'))
      writeFileSync(join(folder, 'expected.json'), '{"ups-delivered.eml":{"status":"returned"}}')
      const { code, err } = portico(['replay', folder], env)
      expect([code, err]).toEqual([1, expect.stringContaining('status is "delivered", expected "returned"')])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
