// The fakes without the contracts: for programs that run outside of a test runner, as the simulator does.
export { MemoryDisk } from './memory-disk.ts'
export { MemoryJournal } from './memory-journal.ts'
export type { SlowDisk } from './memory-journal.ts'
export { seededChance } from './seeded-chance.ts'
export type { SeededChance } from './seeded-chance.ts'
export { TestClock } from './test-clock.ts'
export type { ClockJump, TestClockStart } from './test-clock.ts'
