// The signed head that a courier takes along: what he holds nobody can rewrite, not even the home (threats T20).
import { checkpointOf, referenceOfHead } from '@portico/evidence/verify'
import type { HomeRuntime, Visit } from '@portico/runtime'

/**
 * Its short reference. Of a visit that is closed it is the checkpoint behind its last step and stays the same; before,
 * the newest one. Null: nothing is signed.
 */
export function headOfVisit(runtime: HomeRuntime, { id, state }: Visit): string | null {
  const head = state === 'closed' ? headBehind(runtime, id) : runtime.journal.checkpoint
  return head === null ? null : referenceOfHead(head)
}

function headBehind(runtime: HomeRuntime, session: string): ReturnType<typeof checkpointOf> {
  const [closed] = runtime.lines({ session, types: ['SessionClosed'], after: -1, limit: 1 })
  const [line] = closed ? runtime.lines({ types: ['Checkpoint'], after: closed.seq, limit: 1 }) : []
  return line === undefined ? null : checkpointOf(line)
}
