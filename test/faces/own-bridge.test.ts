// Goal: a bridge lives beside the door and never before it: killed in the middle of a visit it changes nothing there, comes
// back with another token, and a controller that was taken out meanwhile stays out. Method: a hub as a user starts it, a
// real bridge's process, `kill -9`.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { FaceView } from '@portico/protocol'
import { describe, expect, it } from 'vitest'
import { calmHome } from '../support/hub-process.ts'
import { until } from '../support/until.ts'
import { Visit } from '../support/visit.ts'

const bounded = { timeout: 120_000 }
const own = join(import.meta.dirname, '../fixtures/own-bridge')
const settings = `${calmHome}\nbridges:\n  matter: { plugin: ${own} }\n`

class Home {
  readonly visit: Visit

  constructor(visit: Visit) {
    this.visit = visit
  }

  get storage(): string {
    return join(this.visit.hub.data, 'bridges/matter')
  }
  get pid(): number {
    return Number(readFileSync(`${this.storage}.pid`, 'utf8'))
  }
  faces(): Promise<readonly FaceView[]> {
    return this.visit.owner.get('/api/v1/faces')
  }
  async words(): Promise<string> {
    const face = (await this.faces()).find(({ bridge }) => bridge !== null)
    return `${face?.bridge?.state} ${face?.bridge?.words}`
  }
  says(words: RegExp): Promise<string> {
    return until(`the bridge to say ${words}`, async () => {
      const told = await this.words()
      return words.test(told) ? told : null
    })
  }
  async post(path: string): Promise<number> {
    return (await this.visit.owner.post(path)).status
  }
}

describe('a bridge of one’s own', () => {
  it('is killed in a visit and disturbs nothing; who was taken out stays out', bounded, async () => {
    await using visit = await Visit.begin({ settings })
    const home = new Home(visit)
    await home.says(/^running front is locked-proved; fabric-1 200; fabric-2 200$/)
    expect(statSync(home.storage).mode & 0o777).toBe(0o700)
    await visit.inside()
    const before = home.pid
    process.kill(before, 'SIGKILL')
    await home.says(/^failed it ended by itself/)
    const gone = (await home.faces()).find(({ peer }) => peer === 'fabric-1')
    expect(await home.post(`/api/v1/faces/${gone?.id}/revoke`)).toBe(200)
    await visit.leave()
    await home.says(/^running .*; fabric-2 200$/)
    expect(home.pid).not.toBe(before)
    expect((await home.faces()).map(({ peer }) => peer)).toEqual([null, 'fabric-2'])
    expect((await visit.closed()).outcome).toBe('delivered')
    expect(await visit.isLocked()).toBe(true)

    expect(visit.hub.command('doctor').out).toMatch(/ok {4}bridge matter: runs: front is/)

    const face = (await home.faces()).find(({ bridge }) => bridge !== null)
    expect(await home.post(`/api/v1/faces/${face?.id}/unpair`)).toBe(200)
    await home.says(/^running front is [a-z-]+$/)
    expect((await home.faces()).map(({ peer }) => peer)).toEqual([null])
    expect(await home.post(`/api/v1/faces/${gone?.id}/pairing`)).toBe(404)

    // The hub is killed: the bridge ends with it.
    const { pid } = home
    await visit.hub.kill()
    await until('the bridge to end', () => !isRunning(pid))
  })
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
