// What a simulation never meets, or meets too seldom to be asked for, and why. All of it stands in the tables of the
// decider (`packages/core/test/door`) or in the tests of the runtime.

const atTheDesk = 'a pass is looked at before the door is asked: packages/runtime/test'
const fixed = 'the hardware of the simulated door is fit, always'
const oneOwner = 'a data folder has one owner, so a hub that no longer leads cannot be there'
const rare = 'needs two answers that cross each other: seldom, and then it occurs'

export const notSimulated: Readonly<Record<string, string>> = {
  'code NOT_ARMED': atTheDesk,
  'code NOT_EXPECTED': atTheDesk,
  'code PASS_UNKNOWN': atTheDesk,
  'code PASS_USED': atTheDesk,
  'code PASS_EXPIRED': atTheDesk,
  'code PASS_REVOKED': atTheDesk,
  'code PASS_OTHER_HOME': atTheDesk,
  'code PASS_OTHER_DOOR': atTheDesk,
  'code PASS_OTHER_PARCEL': atTheDesk,
  'code PASS_OTHER_CARRIER': atTheDesk,
  'code PASS_OTHER_MODE': atTheDesk,
  'code ON_HOLD': 'the household goes nowhere within one day: packages/runtime/test/house-hold.test.ts',
  'code RULE_ELSEWHERE':
    'no sentence of a seed moves a visit that is announced inside elsewhere: packages/runtime/test/ruled-visit.test.ts',
  'code CEILING_PORCH': 'nothing comes by mail',
  'code DAY_LIMIT': 'a run is one day with two visits',
  'code NOT_APPROVED': 'a proof begins with the yes: the permissive is a second barrier',
  'code WITNESS_PATH': fixed,
  'code LOCK_UNFIT': fixed,
  'code LEASE_LOST': oneOwner,
  'code OTHER_SESSION': rare,
  'code OTHER_TRY': rare,
  'code APPROVAL_DENIED': 'a no ends the visit: there is no try that it refuses',
  'alarm EVIDENCE_BROKEN': 'no line of an unknown type is ever written',
  'event StreamUnreadable': 'no line of an unknown type is ever written',
  'event DeadmanRefused': rare,
}
