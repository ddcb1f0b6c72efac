// The places outside that this bridge ever calls: one event gateway for each region, and where tokens are made.
import type { AlexaRegion } from '../config.ts'

export interface AmazonPlaces {
  /** Of news. */
  readonly gateway: string
  /** Where a grant becomes a token (Login with Amazon). */
  readonly tokens: string
}

const gateways: Readonly<Record<AlexaRegion, string>> = {
  na: 'https://api.amazonalexa.com/v3/events',
  eu: 'https://api.eu.amazonalexa.com/v3/events',
  fe: 'https://api.fe.amazonalexa.com/v3/events',
}

export const placesOf = (region: AlexaRegion): AmazonPlaces => ({
  gateway: gateways[region],
  tokens: 'https://api.amazon.com/auth/o2/token',
})
