// Every source of delivery reports, in one visible list.
import type { Carrier } from '@portico/plugin-api'
import { easypost } from './easypost.ts'

export const carriers: readonly Carrier[] = [easypost]
