// The process whose disk is made to fail: tells a delivery in which everybody goes on as well as he can, waits until the
// edge would have acted, and prints what is physically true then. The system calls are made to fail from outside.
import { codeOf } from '@portico/ports'
import { DiskHome } from './disk-home.ts'
import type { SyscallTold } from './syscall-run.ts'
import { announce, approve, arrive } from './visit-steps.ts'

/** An unlocked door that nobody opens is locked again after 30 s, and that is proved or alarmed within 20 s. */
const AFTERWARDS_S = 70
const LOOK_EVERY_S = 0.5

const folder = process.argv[2] ?? ''
const refused: string[] = []
let insecureMs = 0
let worstMs = 0

await using home = await DiskHome.open({ folder, isRecorded: true, isSlow: true })

const isAlarmed = (): boolean =>
  home.edge.state.siren || home.alarms.length > 0 || home.state.gate.alarms.length > 0

/** Time passes, and somebody looks at the door. */
async function look(time: number): Promise<void> {
  for (let passed = 0; passed < time; passed += LOOK_EVERY_S) {
    await home.pass(LOOK_EVERY_S)
    insecureMs = home.door.isLocked || isAlarmed() ? 0 : insecureMs + LOOK_EVERY_S * 1000
    worstMs = Math.max(worstMs, insecureMs)
  }
}

/** A refusal is no failure: whoever was refused goes on as he can. */
async function attempt(act: (home: DiskHome) => Promise<void>): Promise<void> {
  try {
    await home.during(() => act(home))
  } catch (error) {
    refused.push(codeOf(error) ?? String(error))
  }
}

for (const step of [announce, arrive, approve]) await attempt(step)
await look(3)
home.door.do({ type: 'open', from: 'outside', wide: true })
await look(3)
home.door.do({ type: 'close' })
await look(AFTERWARDS_S)

// The next life begins where this one ends, whatever the disk took of it.
home.writeDown([])
const told: SyscallTold = {
  isLocked: home.door.isLocked,
  isAlarmed: isAlarmed(),
  unlocks: home.door.unlocks,
  worstMs,
  refused,
}
process.stdout.write(`told ${JSON.stringify(told)}\n`)
process.exit(0)
