// Every source of delivery reports, in one visible list. The first of them plays in the simulated street.
import type { Carrier } from '@portico/plugin-api'
import { aftership } from './aftership.ts'
import { amazonShipping } from './amazon-shipping.ts'
import { dhl } from './dhl.ts'
import { doordash } from './doordash.ts'
import { easypost } from './easypost.ts'
import { fedex } from './fedex.ts'
import { shipengine } from './shipengine.ts'
import { shippo } from './shippo.ts'
import { track17 } from './track17.ts'
import { uberDirect } from './uber-direct.ts'
import { ups } from './ups.ts'
import { usps } from './usps.ts'
import { webhook } from './webhook.ts'

export const carriers: readonly Carrier[] = [
  easypost,
  aftership,
  shippo,
  shipengine,
  track17,
  ups,
  fedex,
  dhl,
  usps,
  amazonShipping,
  uberDirect,
  doordash,
  webhook,
]
