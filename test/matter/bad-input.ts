// Steps of `story.ts` in which controllers ask too much.
import assert from 'node:assert/strict'
import { status } from '../support/matter-requests.ts'
import { type MatterScene, bridgePid } from '../support/matter-scene.ts'
import { step } from '../support/story-step.ts'

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
