// What tests of Portico and of its plugins share: a clock that waits, chance that repeats, fakes that behave and the
// contracts they pass.
export { journalContract } from './contract/journal-contract.ts'
export type { JournalUnderTest } from './contract/journal-under-test.ts'
export { MemoryJournal } from './memory-journal.ts'
export type { SlowDisk } from './memory-journal.ts'
export { sampleBatch, sampleDraft, sampleLine, sampleLines } from './sample-lines.ts'
export { seededChance } from './seeded-chance.ts'
export type { SeededChance } from './seeded-chance.ts'
export { TestClock } from './test-clock.ts'
export type { ClockJump, TestClockStart } from './test-clock.ts'
