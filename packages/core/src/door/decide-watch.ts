// Who else sees something: other witnesses of the leaf, the count of people, the household. All of them may raise an
// alarm or withhold a proof; none of them ever grants anything (threats T7, T25).
import { type Instant, after, earlier } from '../time.ts'
import type { CommandOf } from './commands.ts'
import type { DoorState, Gate, ThirdWord } from './door-state.ts'
import { PEOPLE_CONFIDENCE_MIN, WITNESS_LAG } from './settings.ts'
import { type Turn, emit, raiseAlarm } from './turn.ts'

/** Another witness says something else than the contact, which has had time to be seen by it. */
const contradicts = ({ contact }: Gate, { says }: ThirdWord): boolean =>
  contact.word !== 'unknown' && contact.word !== says

/** One of the two may be the quicker: they disagree once both have said so for as long as the other may lag. */
function lagEnds({ contactSince }: Gate, { since, source }: ThirdWord): Instant | null {
  if (contactSince === null) return null
  return after(contactSince > since ? contactSince : since, WITNESS_LAG[source])
}

const disagrees = (gate: Gate, third: ThirdWord, now: Instant): boolean => {
  const ends = lagEnds(gate, third)
  return ends !== null && ends <= now && contradicts(gate, third)
}

function contradict(turn: Turn, { source, says }: ThirdWord): void {
  const { word } = turn.door.gate.contact
  if (word === 'unknown') return
  emit(turn, { type: 'WitnessContradicted', source, says, contact: word })
  raiseAlarm(turn, 'WITNESSES_DISAGREE')
}

export function reportWitness(turn: Turn, { source, says }: CommandOf<'ReportWitness'>): void {
  emit(turn, { type: 'WitnessNoted', source, says })
  const { gate } = turn.door
  const third = gate.thirds.find((each) => each.source === source)
  // Within the lag the disagreement may be only that; its deadline looks again.
  if (third && disagrees(gate, third, turn.command.at)) contradict(turn, third)
}

/** The lag is over: whoever still says otherwise contradicts. */
export function lagOver(turn: Turn): void {
  const { gate } = turn.door
  for (const third of gate.thirds) if (disagrees(gate, third, turn.command.at)) contradict(turn, third)
}

/** When a witness that says otherwise has done so long enough; null when all agree, or it was told since. */
export function lagDue({ gate }: DoorState): Instant | null {
  const { contradicted, thirds } = gate
  const ends = thirds
    .filter((third) => contradicts(gate, third))
    .flatMap((third) => lagEnds(gate, third) ?? [])
    .filter((due) => contradicted === null || contradicted < due)
  return ends.length === 0 ? null : ends.reduce(earlier)
}

const isCount = (count: number): boolean => Number.isInteger(count) && count >= 0

/** Visits alone are counted: the household comes and goes as it likes. */
export function reportPeople(turn: Turn, command: CommandOf<'ReportPeople'>): void {
  const { in: entered, out: left, confidence } = command
  const { session, gate } = turn.door
  const before = session && 'hot' in session ? session.hot.people : null
  const isWatched = before !== null || (gate.tail !== null && !gate.tail.quiet)
  if (!isWatched || !isCount(entered) || !isCount(left)) return
  emit(turn, { type: 'PeopleCounted', in: entered, out: left, confidence })
  if (!(confidence >= PEOPLE_CONFIDENCE_MIN)) return
  if (entered - left >= 2) raiseAlarm(turn, 'TOO_MANY_PEOPLE')
  if (before !== null && left > 0 && entered > Math.max(1, before.in)) raiseAlarm(turn, 'SECOND_ENTRY')
  const isOver = session === null || session.phase === 'sealing'
  if (isOver && entered > left) raiseAlarm(turn, 'LEFT_INSIDE')
}

/** The visit ends with its door shut: more people went in than came out. */
export function tellLeftInside(turn: Turn): void {
  const { session } = turn.door
  if (!session || !('hot' in session)) return
  const { people } = session.hot
  if (people.in > people.out) raiseAlarm(turn, 'LEFT_INSIDE')
}

export function reportHousehold(turn: Turn, command: CommandOf<'ReportHousehold'>): void {
  const known = command.in !== null && isCount(command.in) ? command.in : null
  if (known === turn.door.gate.household) return
  emit(turn, { type: 'HouseholdNoted', in: known })
}

/** Nobody lives here now, as far as is known for certain. */
const isEmpty = ({ household }: Gate): boolean => household === 0

/**
 * The bolt was withdrawn while no visit and no opening of ours is under way and nobody is at home: not a hand at the
 * door (a key, a code, the thumbturn) but an order from elsewhere (threats G4).
 */
export function isWireUnlock({ gate }: DoorState, command: CommandOf<'ReportBolt'>): boolean {
  const byHand = command.source === 'manual' || command.source === 'owner' || command.credential !== null
  return isEmpty(gate) && !byHand && gate.hand === null
}

/** The first opening after a visit, of a home in which nobody is, by nobody whom lock or hub can name (threats G13). */
export const isFromInside = ({ gate }: DoorState): boolean =>
  gate.visited && isEmpty(gate) && !gate.keyUsed && (gate.hand === null || gate.hand.stage === 'arming')
