// The test files that take longest, longest first, as a whole run on two processors found them: each of them has waits
// of half a minute that are the product's own. `vitest.config.ts` begins with them.

/** Paths from the root of the repository: they need a processor for less than a third of their time. */
export const waitingFiles: readonly string[] = [
  'test/end-to-end/sight.test.ts',
  'test/end-to-end/refused.test.ts',
  'test/end-to-end/pin.test.ts',
  'plugins/virtual-home/test/camera-contract.test.ts',
  'plugins/virtual-home/test/process.test.ts',
  'packages/store-sqlite/test/kill.test.ts',
  'packages/simulator/test/planted-bugs.test.ts',
]

/** Paths from the root of the repository, of whole homes. */
export const longestFiles: readonly string[] = [
  'test/browser/deliveries.test.ts',
  'test/docs/browser-tour.test.ts',
  'test/end-to-end/relock.test.ts',
  'test/end-to-end/killed.test.ts',
  'test/browser/owner-visit.test.ts',
  'test/homekit/homebridge.test.ts',
  'test/matter/matter.test.ts',
  'test/homekit/camera.test.ts',
  'test/browser/courier.test.ts',
  'test/homekit/alone.test.ts',
  'test/homekit/managed.test.ts',
  'test/faults/faults.test.ts',
  'test/end-to-end/films-kept.test.ts',
  'test/browser/cut-off.test.ts',
  'test/browser/owner-calls.test.ts',
  'test/browser/display.test.ts',
  'test/browser/bad-input-links.test.ts',
  'test/client/examples.test.ts',
]
