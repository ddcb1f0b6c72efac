// The journal in one SQLite file.
export { COPY_EPOCHS, copyJournal } from './copy-journal.ts'
export { storeErrorCodes } from './errors.ts'
export { openStoreReadOnly } from './open-store-read-only.ts'
export type { ReadOnlyStore } from './open-store-read-only.ts'
export { openStore } from './open-store.ts'
export type { Store, StoreOptions } from './open-store.ts'
