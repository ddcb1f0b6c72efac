// How long a bridge may take, what it may want, and how long it is let rest after a fall.
import { type Duration, minutes, seconds } from '@portico/core'
import type { BridgeAsk } from './bridge-messages.ts'

/** Waits before a lost bridge is started again; the last one repeats. */
export const BRIDGE_BACKOFF: readonly Duration[] = [
  seconds(1),
  seconds(2),
  seconds(5),
  seconds(15),
  seconds(60),
  minutes(5),
]
/** A life this long begins the waits anew. */
export const BRIDGE_STEADY = minutes(2)
/** Until its module serves or keeps trying. What it installs, it installs after that. */
export const BRIDGE_START_MAX = seconds(60)
/** It does sums of keys that hold its thread, and large modules load slowly: longer than a plugin of devices may. */
export const BRIDGE_PATIENCE = { first: seconds(30), later: seconds(10) } as const
/** Lines for the log within one second. */
export const BRIDGE_LINES_MAX = 50
/** Wishes that wait for the book of faces. */
export const WISHES_MAX = 16
/** Controllers of one bridge that are faces of their own. */
export const PEERS_MAX = 16
/** Bytes of JSON of a request from outside, and of its reply. */
export const REQUEST_BYTES_MAX = 64 * 1024
export const REPLY_BYTES_MAX = 256 * 1024

export const bridgeAskLimits: Readonly<Record<BridgeAsk['type'], Duration>> = {
  unpair: seconds(15),
  'open-pairing': seconds(15),
  // Who asks from outside waits for 8 s at most (Alexa).
  answer: seconds(8),
}
