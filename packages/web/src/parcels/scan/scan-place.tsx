// Fetches what scans labels when somebody begins to add a parcel, so that the first view does not carry it.
import { useSignal } from '@preact/signals'
import type { ComponentType, JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { ScanLabelProps } from './scan-label.tsx'

export function ScanPlace({ onText }: ScanLabelProps): JSX.Element | null {
  const Scan = useSignal<ComponentType<ScanLabelProps> | null>(null)
  useEffect(() => {
    async function fetchIt(): Promise<void> {
      const { ScanLabel } = await import('./scan-label.tsx')
      Scan.value = ScanLabel
    }
    // Without it a number is typed or pasted, as before.
    fetchIt().catch(() => {})
  }, [])
  return Scan.value && <Scan.value onText={onText} />
}
