// Every service that can be asked or told which parcels to follow, in one visible list.
import type { TrackingClient } from '@portico/plugin-api'
import { aftershipClient } from './aftership-client.ts'
import { easypostClient } from './easypost-client.ts'
import { shipengineClient } from './shipengine-client.ts'
import { shippoClient } from './shippo-client.ts'
import { track17Client } from './track17-client.ts'

export const clients: readonly TrackingClient[] = [
  easypostClient,
  aftershipClient,
  track17Client,
  shippoClient,
  shipengineClient,
]
