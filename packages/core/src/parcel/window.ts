// When a delivery may come.
import type { WallTime } from '../time.ts'

export interface Window {
  readonly from: WallTime
  readonly to: WallTime
}
