// A storm of webhooks, and the hub killed in the middle of it again and again. What was answered 2xx is in the journal,
// once; what was not may be sent again without harm.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { HubProcess } from '../support/hub-process.ts'
import { postHook } from '../support/people.ts'

const KILLS = 5
const AT_A_TIME = 20

const numberOf = (index: number): string => `1Z999AA1${String(10_000_000 + index)}`

/** Numbers of the events that the journal holds, as often as it holds them. */
function journaled(hub: HubProcess): string[] {
  const { out, code } = hub.command('journal', 'export')
  expect(code).toBe(0)
  const file = join(hub.folder, 'journal.jsonl')
  writeFileSync(file, out)
  expect(hub.verify(file)).toMatchObject({ code: 0 })
  return out
    .trim()
    .split('\n')
    .flatMap((line) => {
      // cast: a line of the journal
      const { type, data } = JSON.parse(line) as { type: string; data: { event?: string } }
      return type === 'ParcelObserved' && data.event !== undefined ? [data.event] : []
    })
}

test('webhooks by the hundred while the hub is killed again and again: no 2xx is lost, none counts twice', async () => {
  await using hub = await HubProcess.start()
  const sent: { readonly number: string; readonly eventId: string; acked: boolean }[] = []
  const send = async (event: (typeof sent)[number]): Promise<boolean> => {
    const { number, eventId } = event
    const answer = await postHook(hub, 'out-for-delivery', { number, eventId }).catch(() => null)
    event.acked ||= answer?.ok === true
    return answer?.ok === true
  }
  for (let kill = 0; kill < KILLS; kill++) {
    const wave = Array.from({ length: 3 * AT_A_TIME }, (_, place) => {
      const index = kill * 3 * AT_A_TIME + place
      return { number: numberOf(index), eventId: `evt_storm_${index}`, acked: false }
    })
    sent.push(...wave)
    const kills: Promise<void>[] = []
    let acked = 0
    const caller = async (): Promise<void> => {
      for (;;) {
        const event = wave.find((each) => !taken.has(each))
        if (!event) return
        taken.add(event)
        // In the turn in which the caller sees the 2xx: what the hub writes after its answer would be lost.
        if ((await send(event)) && ++acked === AT_A_TIME + kill) kills.push(hub.kill())
      }
    }
    const taken = new Set<(typeof wave)[number]>()
    await Promise.all(Array.from({ length: AT_A_TIME }, caller))
    expect(kills).toHaveLength(1)
    await Promise.all(kills)
    await hub.begin()
  }
  const events = journaled(hub)
  expect(new Set(events).size).toBe(events.length)
  expect(events.length).toBeGreaterThanOrEqual(sent.filter(({ acked }) => acked).length)
  // The carrier repeats what was not answered, and a part of what was.
  for (const { number, eventId, acked } of sent) {
    const answer = await postHook(hub, 'out-for-delivery', { number, eventId })
    // cast: the answer of a webhook
    const { result } = (await answer.json()) as { result: string }
    if (acked) expect(result).toBe('duplicate')
    else expect(['accepted', 'duplicate']).toContain(result)
  }
  const all = journaled(hub)
  expect(new Set(all).size).toBe(all.length)
  expect(all).toHaveLength(sent.length)
})
