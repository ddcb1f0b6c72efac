// Tracking numbers as they are compared, and how much of one a label must show.

/** The number as it is compared: upper case letters and digits only. */
export const normalNumber = (number: string): string => number.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')

/** Shortest part of a number that may name a parcel (threats G1: never four). */
export const LABEL_MIN = 8

/** The whole number on the label, or at least its last eight characters. */
export function labelFits(label: string, number: string): boolean {
  const read = normalNumber(label)
  const whole = normalNumber(number)
  return read === whole || (read.length >= LABEL_MIN && whole.endsWith(read))
}
