// The way between a device and whoever listens: slow, lossy, doubling, overtaking or cut, by numbers drawn elsewhere.
import { type Duration, type Instant, after, milliseconds, seconds } from '@portico/core'

export interface Link {
  readonly up: boolean
  readonly delayMin: Duration
  readonly delayMax: Duration
  /** Shares of messages, 0–1. */
  readonly lost: number
  readonly twice: number
  /** Held back so long that later ones overtake it. */
  readonly overtaken: number
}

export const clearLink = (delay: Duration): Link => ({
  up: true,
  delayMin: delay,
  delayMax: delay,
  lost: 0,
  twice: 0,
  overtaken: 0,
})

/** How long an overtaken message is held back at most, and how far behind its double comes. */
export const HELD_BACK_MAX = seconds(2)

/**
 * When a message sent at `sent` arrives: never, once or twice. Takes exactly four numbers of `draw` (each from 0
 * up to but not including 1), so that one setting does not shift the chance of another.
 */
export function arrivals(link: Link, sent: Instant, draw: () => number): readonly Instant[] {
  const [lost, twice, overtaken, share] = [draw(), draw(), draw(), draw()]
  if (!link.up || lost < link.lost) return []
  const delay = link.delayMin + share * (link.delayMax - link.delayMin)
  const heldBack = overtaken < link.overtaken ? share * HELD_BACK_MAX : 0
  const first = after(sent, milliseconds(delay + heldBack))
  return twice < link.twice ? [first, after(first, milliseconds(share * HELD_BACK_MAX))] : [first]
}
