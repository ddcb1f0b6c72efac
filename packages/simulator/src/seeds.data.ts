// Seeds that failed once, with the faults they needed. They run first, so that what was mended stays mended. A seed tells
// the same story only as long as nobody changes what its people and faults draw; where that happened, the test beside the
// mended code is what holds.

export interface KnownSeed {
  readonly seed: number
  readonly faults: readonly string[]
  /** The rule that was broken. */
  readonly invariant: string
  readonly what: string
}

export const knownSeeds: readonly KnownSeed[] = [
  {
    seed: 421,
    faults: ['F12', 'F37', 'F43', 'F55', 'F60'],
    invariant: 'THROWN',
    what: 'the edge was never done with a bound that rounding put just out of reach',
  },
  {
    seed: 104,
    faults: ['F38', 'F50', 'F71', 'F74'],
    invariant: 'L10',
    what: 'a stall was told after what it had held up',
  },
  {
    seed: 1482,
    faults: ['F3'],
    invariant: 'L18',
    what: 'a late answer from before the opening made the lock a liar',
  },
  {
    seed: 7925,
    faults: ['F15', 'F55'],
    invariant: 'L1',
    what: 'an alarm that had been answered did not sound again for the next relock',
  },
  {
    seed: 6781,
    faults: ['F38', 'F72'],
    invariant: 'L19',
    what: 'a broken sensor and a slow disk held every other report up',
  },
  {
    seed: 6,
    faults: [],
    invariant: 'L18',
    what: 'another witness that was quicker than the contact contradicted it',
  },
  {
    seed: 101_002,
    faults: ['F3'],
    invariant: 'L18',
    what: 'the door sensor of a slow lock was given less time than the lock',
  },
  {
    seed: 100_595,
    faults: ['F15', 'F77', 'F79'],
    invariant: 'L1',
    what: 'an opening by hand that nobody used was locked again without an alarm to be',
  },
  {
    seed: 103_560,
    faults: ['F1', 'F13', 'F44', 'F45', 'F60', 'F79'],
    invariant: 'S20',
    what: 'a take-over by eye let the entry of the next courier go on',
  },
  {
    seed: 101_320,
    faults: ['F36', 'F39', 'F49', 'F66', 'F71'],
    invariant: 'L5',
    what: 'a stall whose line a full disk refused was never told',
  },
  {
    seed: 305_193,
    faults: ['F6', 'F29', 'F78'],
    invariant: 'S31',
    what: 'a doubled answer of the lock forgot that a PIN had been sent',
  },
  {
    seed: 610_031,
    faults: ['F18', 'F34'],
    invariant: 'S39',
    what: 'a restart forgot that the witnesses had just disagreed',
  },
  {
    seed: 801_004,
    faults: ['F51', 'F69'],
    invariant: 'S10',
    what: 'an arming that was still being tried armed the edge for an op that was over',
  },
  {
    seed: 2_027_961,
    faults: ['F23', 'F46', 'F51', 'F65', 'F66', 'F67', 'F80'],
    invariant: 'S17',
    what: 'a carrier whose word ended the third try ended the visit',
  },
  {
    seed: 2_042_734,
    faults: ['F74', 'F79'],
    invariant: 'L8',
    what: 'an unlock that acted after a person took over was told to nobody',
  },
  {
    seed: 2_003_640,
    faults: ['F33', 'F43', 'F63', 'F87'],
    invariant: 'S22',
    what: 'film of a covered camera counted as a delivery that was seen',
  },
  {
    seed: 3_018_712,
    faults: ['F7', 'F65', 'F78'],
    invariant: 'S15',
    what: 'an answer that was not written proved the door after a proof was refused',
  },
  {
    seed: 3_016_621,
    faults: ['F34', 'F49'],
    invariant: 'L10',
    what: 'an answer to an alarm that was over ended it after a restart',
  },
  {
    seed: 3_036_305,
    faults: ['F3'],
    invariant: 'L18',
    what: 'what was read before the leaf opened shut it again',
  },
  {
    seed: 3_051_743,
    faults: ['F30', 'F48', 'F77'],
    invariant: 'L8',
    what: 'an alarm that sounds already was no telling to the checker',
  },
  {
    seed: 3_054_353,
    faults: ['F37', 'F38', 'F67', 'F79', 'F83'],
    invariant: 'L10',
    what: 'the checker believed the time of a write that the hub did not survive',
  },
  {
    seed: 6075942,
    faults: ['F29', 'F72'],
    invariant: 'S9',
    what: 'what the bolt said by itself made its old answer young',
  },
  {
    seed: 7077689,
    faults: ['F3', 'F38', 'F40'],
    invariant: 'L9',
    what: 'lines that a crash took with it were counted as silence',
  },
  {
    seed: 8035687,
    faults: ['F34', 'F41', 'F56'],
    invariant: 'S43',
    what: 'a clock that had jumped was trusted again after a restart',
  },
  {
    seed: 9042068,
    faults: ['F36', 'F37'],
    invariant: 'L10',
    what: 'a stall of a little over a second was not told',
  },
  {
    seed: 30_002_065,
    faults: ['F7', 'F38'],
    invariant: 'S18',
    what: 'a slow disk made the hub lock, and only then see that the contact had been silent for too long',
  },
  {
    seed: 31_008_291,
    faults: ['F37', 'F41', 'F58', 'F89'],
    invariant: 'S43',
    what: 'a loosening counted as waited for when the clock was set ahead while the hub had no power',
  },
]
