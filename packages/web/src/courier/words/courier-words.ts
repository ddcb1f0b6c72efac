// What a courier's page can say. Every language has every one of these; the compiler counts them.

/** The eight sentences a courier may hear; `A` names the porch. */
export type Letter = 'A' | 'B' | 'C' | 'D' | 'E' | 'F' | 'G' | 'H'

export interface CourierWords extends Readonly<Record<Letter, string>> {
  /** `A` for the other places. */
  readonly useBox: string
  readonly useGarage: string
  readonly useNeighbour: string
  /** The title of the page: nothing about the home. */
  readonly title: string
  readonly simulated: string
  readonly language: string
  readonly readAloud: string
  /** Above the field for the number on the label. */
  readonly askHello: string
  readonly askLabel: string
  readonly askHint: string
  readonly askButton: string
  /** Above the three steps, with a pass. */
  readonly welcome: string
  /** "Visit" before its reference. */
  readonly visit: string
  readonly reference: string
  readonly step1: string
  readonly step1Hint: string
  /** In place of the first step while no code was scanned. */
  readonly scan: string
  readonly scanHint: string
  readonly step2: string
  readonly step2Hint: string
  readonly step3: string
  readonly step3Hint: string
  readonly film: string
  /** Behind it, and at the end; `{days}` is "14 days" as the language counts them. */
  readonly filmKept: string
  readonly atDoor: string
  readonly another: string
  /** Above a PIN, and below it. */
  readonly pin: string
  readonly pinHint: string
  readonly open: string
  readonly putDown: string
  readonly stepOut: string
  readonly pullShut: string
  readonly inside: string
  readonly thanks: string
  readonly thanksHint: string
  /** Below the number in the ring. */
  readonly seconds: string
  /** Read aloud; `{n}` is 30, 10 or 5. */
  readonly secondsLeft: string
  readonly noSignal: string
  /** What the drawings show, for who does not see them. */
  readonly drawnInside: string
  readonly drawnShut: string
  readonly drawnPorch: string
  readonly drawnScan: string
  readonly drawnBell: string
}
