// Reads lines one by one, keeps the facts, lets every rule look, and collects what they say.
import { Door } from './facts/door.ts'
import { Ops } from './facts/ops.ts'
import type { CheckOptions, Finding } from './finding.ts'
import { HubTime } from './hub-time.ts'
import { type Line, faultOf, isTruth } from './line.ts'
import type { Look, Rule, Scene } from './rule.ts'
import { actuationRules } from './rules/actuation.ts'
import { alarmRules } from './rules/alarms.ts'
import { boundRules } from './rules/bounds.ts'
import { chainRules } from './rules/chain.ts'
import { edgeRules } from './rules/edge.ts'
import { eyeRules } from './rules/eye.ts'
import { householdRules } from './rules/household.ts'
import { permissiveRules } from './rules/permissives.ts'
import { pinRules } from './rules/pins.ts'
import { recordRules } from './rules/records.ts'
import { runRules } from './rules/whole-run.ts'
import { securingRules } from './rules/securing.ts'
import { truthRules } from './rules/truth.ts'
import { unlockingRules } from './rules/unlocking.ts'
import { wireRules } from './rules/wire.ts'

export const rules: readonly Rule[] = [
  ...unlockingRules,
  ...permissiveRules,
  ...householdRules,
  ...securingRules,
  ...actuationRules,
  ...recordRules,
  ...pinRules,
  ...boundRules,
  ...eyeRules,
  ...alarmRules,
  ...edgeRules,
  ...wireRules,
  ...truthRules,
  ...runRules,
]

/** Of one rule: a broken run repeats itself, and a report must stay readable. */
const FINDINGS_MAX = 20

/** A rule whose findings rest on the truth of the house; with lying witnesses they are a known residual risk. */
const isTruthRule = (rule: Rule): boolean => truthRules.includes(rule)

/**
 * Judges an export as it comes, line by line.
 *
 * @example
 * const checker = new Checker()
 * for (const line of lines) checker.line(line)
 * const findings = checker.end()
 */
export class Checker {
  readonly #findings: Finding[] = []
  readonly #looks = new Map<string, Look[]>()
  readonly #every: Look[] = []
  readonly #time = new HubTime()
  readonly #ops = new Ops()
  readonly #doors = new Map<string, Door>()
  readonly #counts = new Map<string, number>()
  readonly #options: CheckOptions
  #count = 0
  #last: Line | null = null

  constructor(options: CheckOptions = {}) {
    this.#options = options
    for (const rule of [...chainRules(options), ...rules]) this.#add(rule)
  }

  /** Anything: what is no line is a finding, never an error. */
  line(value: unknown): void {
    const place = this.#count++
    const fault = faultOf(value)
    if (fault !== null) return this.#say('FORMAT', { seq: place, door: null }, fault)
    const line = value as Line // cast: its fields were looked at
    const door = this.#door(line)
    this.#time.pass(line)
    for (const look of this.#every) look(line, door)
    for (const look of this.#looks.get(line.type) ?? []) look(line, door)
    this.#apply(line, door)
    this.#last = line
  }

  /** After the last line: everything that was found, in order. */
  end(): readonly Finding[] {
    const last = this.#last
    if (last) for (const look of this.#looks.get('end') ?? []) look(last, this.#door(last))
    return this.#findings.toSorted((a, b) => a.seq - b.seq)
  }

  #apply(line: Line, door: Door): void {
    if (isTruth(line)) return
    this.#ops.apply(line)
    door.apply(line)
  }

  #door({ door }: Line): Door {
    const name = door ?? ''
    const known = this.#doors.get(name)
    if (known) return known
    const fresh = new Door()
    this.#doors.set(name, fresh)
    return fresh
  }

  #add(rule: Rule): void {
    const name = this.#options.lying === true && isTruthRule(rule) ? `R1/${rule.name}` : rule.name
    const say = (line: Line, what: string): void => this.#say(name, line, what)
    const scene: Scene = {
      op: (op) => this.#ops.of(op),
      say,
      bounds: (options = {}) => this.#time.bounds({ report: say, ...options }),
      faultless: this.#options.faultless === true,
      sealed: this.#options.sealed === true,
      verify: this.#options.verify,
    }
    for (const [type, look] of Object.entries(rule.watch(scene)))
      if (type === '*') this.#every.push(look)
      else this.#looks.set(type, [...(this.#looks.get(type) ?? []), look])
  }

  #say(invariant: string, { seq, door }: Pick<Line, 'seq' | 'door'>, what: string): void {
    const count = (this.#counts.get(invariant) ?? 0) + 1
    this.#counts.set(invariant, count)
    if (count <= FINDINGS_MAX) this.#findings.push({ invariant, seq, door, what })
  }
}

export function checkLines(lines: readonly Line[], options: CheckOptions = {}): readonly Finding[] {
  const checker = new Checker(options)
  for (const line of lines) checker.line(line)
  return checker.end()
}

/** The same for the text of an export, one line each. A text that is no JSON is a finding like any other. */
export function checkText(text: string, options: CheckOptions = {}): readonly Finding[] {
  const checker = new Checker(options)
  for (const each of text.split('\n')) if (each.trim() !== '') checker.line(parsed(each))
  return checker.end()
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
