// Goal: in a whole hub, what somebody on the wire of an edge says is no report, and a person can read that it happened.
// Method: the real composition with a plugin that forges.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { doorId } from '@portico/core'
import { carriers, clients } from '@portico/plugin-carriers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { settingsOf } from '../../src/config/check-settings.ts'
import { readEnvironment } from '../../src/config/environment.ts'
import { composeHub } from '../../src/start/compose.ts'
import { createLog } from '../../src/start/logger.ts'
import { systemClock } from '../../src/start/system-clock.ts'
import { check, home } from '../config/home-text.ts'
import { until } from '../support/until.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-forged-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

test(
  'T9: forged reports of an edge move no door, and one notice a minute tells of them',
  { timeout: 40_000 },
  async () => {
    const text = home.replaceAll('plugin: virtual-home', 'plugin: ../fixtures/forging-edge')
    const verdict = await check(text, { folder: import.meta.dirname, housePort: 0, streetPort: 0 })
    await using running = await composeHub({
      places: { data: join(folder, 'data'), keys: join(folder, 'keys') },
      settings: settingsOf(verdict),
      carriers,
      clients,
      environment: readEnvironment({}),
      clock: systemClock(),
      log: createLog('info', { write: () => undefined }),
    })
    const { runtime } = running.hub
    const notices = (): readonly unknown[] =>
      runtime
        .lines({ after: -1, limit: 1_000 })
        .filter(({ type }) => type === 'SecurityNotice')
        .map(({ data }) => data)
    await until('the notice', () => notices().length > 0, 20_000)
    expect(notices()).toEqual([
      { what: 'edge-report-refused', edge: 'front-edge', why: 'unsigned', count: 1 },
    ])
    expect(runtime.door(doorId('front'))?.gate).toMatchObject({ edgeSeen: null, deadman: null })
  },
)
