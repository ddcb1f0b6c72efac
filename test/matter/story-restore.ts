// The home goes back to a copy that was made of it while it ran. Whoever was paired is paired still.
import assert from 'node:assert/strict'
import { cpSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { MatterScene } from '../support/matter-scene.ts'
import { step } from '../support/story-step.ts'
import { until } from '../support/until.ts'

/** The first controller tries for this long, ms: its library waits for old lines before it looks for new ones. */
const WITHIN_MS = 90_000

export async function restored(scene: MatterScene): Promise<void> {
  const { one, visit } = scene
  const { hub, owner } = visit
  await step('a home that is put back from a copy is reached without pairing anew', async (say) => {
    const ids = async (): Promise<readonly string[]> => (await scene.faces()).map(({ id }) => id)
    const before = await ids()
    const copy = join(hub.folder, 'copy')
    const made = hub.command('backup', copy)
    assert.equal(made.code, 0, made.err)
    await hub.stop()
    const old = join(hub.folder, 'data-before')
    renameSync(hub.data, old)
    cpSync(copy, hub.data, { recursive: true })
    cpSync(join(old, 'keys'), join(hub.data, 'keys'), { recursive: true })
    await hub.begin()
    await owner.connect()
    const from = owner.told.length
    const begun = performance.now()
    const isTaken = async (): Promise<boolean> =>
      (await one.status(scene.lock, 'lockDoor').catch(() => null)) === 0
    await until('its controller to reach it', isTaken, WITHIN_MS)
    say(`reached ${Math.round(performance.now() - begun)} ms after it was ready`)
    const asked = await scene.told('LockAsked', from)
    assert.equal(asked.data['face'], 'matter')
    assert.deepEqual(await ids(), before)
    assert.ok(before.includes(String(asked.data['by'])))
  })
}
