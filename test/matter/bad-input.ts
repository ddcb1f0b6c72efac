// Steps of `story.ts` in which controllers ask too much, all at once or at the wrong hour.
import assert from 'node:assert/strict'
import { locked, status, unlocked, user, userTypes, yearDay } from '../support/matter-requests.ts'
import { type MatterScene, bridgePid } from '../support/matter-scene.ts'
import { step } from '../support/story-step.ts'
import { until } from '../support/until.ts'

const COMMANDS = 150
const READS = 30
/** At the same moment, one more than is taken: a controller's library closes what goes beyond five. */
const AT_ONCE = 5
function counted(answers: readonly (number | null)[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const answer of answers) counts[String(answer)] = (counts[String(answer)] ?? 0) + 1
  return counts
}

/** As fast as they are answered, until all were sent. */
async function sendAll<Answer>(count: number, send: () => Promise<Answer>): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  let left = count
  const sender = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      answers.push(await send())
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, sender))
  return answers
}

/** While a courier is inside: his visit is none of the controller's, and the bridge bears it. */
export async function flood({ one, visit, lock }: MatterScene): Promise<void> {
  await step('a controller that floods is refused, and the courier who is inside goes on', async (say) => {
    const { hub, owner } = visit
    const before = bridgePid(hub.pid)
    const unlocks = await visit.unlocksReceived()
    const phase = (await owner.session()).state
    const from = owner.told.length
    const answers = await sendAll(COMMANDS, () => one.status(lock, 'unlockDoor', { pin: '000000' }))
    const reads = await sendAll(READS, () => one.read())
    say(`answers ${JSON.stringify(counted(answers))}`)
    // What the controller's own library closed on a busy machine is no answer of the bridge.
    const answered = answers.filter((answer) => answer !== null)
    const allowed: readonly number[] = [status.unsupportedAccess, status.busy]
    assert.deepEqual(
      answered.filter((answer) => !allowed.includes(answer)),
      [],
      'each is told no, and why',
    )
    assert.ok(answered.length > COMMANDS / 2, `${answered.length} of ${COMMANDS} were answered`)
    assert.ok(reads.every((all) => all.length > 0))
    assert.equal(bridgePid(hub.pid), before, 'the bridge was not lost')
    assert.equal((await owner.session()).state, phase)
    assert.equal(await visit.unlocksReceived(), unlocks)
    assert.ok(!owner.told.slice(from).some(({ type }) => type === 'AbortNoted'))
  })
}

/** One opens and another locks; then the other floods, and leaves. */
export async function together(scene: MatterScene, pin: string): Promise<void> {
  const { one, two, visit, lock } = scene
  const { owner } = visit
  await step(
    'two controllers command at once: both are answered, and both stand in the journal',
    async (say) => {
      const [first] = await scene.peers(1)
      await scene.openPairing()
      await two.ask({ do: 'pair', code: await scene.code() })
      const second = (await scene.peers(2)).find(({ id }) => id !== first?.id)
      const before = await visit.unlocksReceived()
      const from = owner.told.length
      const [opening, locking] = await Promise.all([
        one.status(lock, 'unlockDoor', { pin }),
        two.status(lock, 'lockDoor'),
      ])
      // Which of them comes first is chance; the door is busy with neither, and a lock in the middle of an opening ends it.
      assert.deepEqual([opening, locking], [0, 0])
      const opened = await scene.told('HandOpenAsked', from)
      const asked = await scene.told('LockAsked', from)
      assert.deepEqual([opened.data['by'], asked.data['by']], [first?.id, second?.id])
      await until('the door to be locked again', async () => {
        await one.status(lock, 'lockDoor')
        return visit.isLocked()
      })
      const ended = await scene.told('HandOpenEnded', from)
      say(`the opening ended ${String(ended.data['why'])}`)
      await scene.untilLock(locked)
      assert.ok((await visit.unlocksReceived()) <= before + 1)
    },
  )

  await step('a controller that floods with locks is told no, and the door is locked', async (say) => {
    const answers = await sendAll(COMMANDS, () => two.status(lock, 'lockDoor'))
    say(`answers ${JSON.stringify(counted(answers))}`)
    const answered = answers.filter((answer) => answer !== null)
    assert.ok(answered.includes(0) && answered.includes(status.busy))
    assert.deepEqual(
      answered.filter((answer) => answer !== 0 && answer !== status.busy),
      [],
      'each is told yes or no',
    )
    assert.equal(await visit.isLocked(), true)
    assert.equal(await one.status(lock, 'lockDoor'), 0, 'the other one is not held up')
    await two.ask({ do: 'leave' })
    await scene.peers(1)
  })
}

/** By the clock on the wall of the home, which is none of the machine's. */
export async function yearly(scene: MatterScene, pin: string): Promise<void> {
  const { one, visit, lock } = scene
  await step('a user with days of the year opens in them alone, by the time zone of the home', async () => {
    const ahead = scene.minutesAhead
    const unlock = (): Promise<number | null> => one.status(lock, 'unlockDoor', { pin })
    const plan = async (from: number, to: number): Promise<void> =>
      assert.equal(await one.status(lock, 'setYearDaySchedule', yearDay(from, to, ahead)), 0)
    const before = await visit.unlocksReceived()
    assert.equal(await one.status(lock, 'setUser', user(userTypes.yearDay, 'modify')), 0)
    assert.equal(await unlock(), status.failure, 'he has no days')
    for (const [from, to] of [
      [1, 24],
      [-24, -1],
    ] as const) {
      await plan(from, to)
      assert.equal(await unlock(), status.failure, `${from} to ${to} hours from now`)
    }
    assert.equal(await visit.unlocksReceived(), before)
    const from = visit.owner.told.length
    await plan(-1, 1)
    assert.equal(await unlock(), 0, 'in his days')
    await until('his PIN to be used', () =>
      visit.owner.told.slice(from).some(({ data }) => data['what'] === 'pin-used'),
    )
    await scene.untilLock(unlocked)
    assert.equal(await one.status(lock, 'lockDoor'), 0)
    await scene.untilLock(locked)
  })
}
