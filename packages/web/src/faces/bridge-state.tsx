// How a bridge of the hub stands: in words, how far an installation is, and the code by which a controller is paired.
import type { BridgeStatus, FaceView } from '@portico/protocol'
import type { JSX } from 'preact'
import { CodeDrawing } from '../display/code-drawing.tsx'
import { spanWords } from '../live/hub-clock.ts'
import { bridgeWords } from './face-words.ts'

export interface BridgeStateProps {
  readonly face: FaceView
  readonly bridge: BridgeStatus
}

export function BridgeState({ face, bridge }: BridgeStateProps): JSX.Element {
  const { words, progress, pairing } = bridge
  const percent = progress === null ? null : Math.round(progress * 100)
  return (
    <div class="bridgestate stack">
      <p role="status">
        <b>{bridgeWords(bridge)}</b>
        {words !== null && <span class="small"> {words}</span>}
      </p>
      {percent !== null && (
        <p class="row">
          <progress class="grow" max={100} value={percent} aria-label={`${face.name}: ${percent} percent`} />
          <span class="small">{percent} %</span>
        </p>
      )}
      {pairing && <Pairing name={face.name} pairing={pairing} />}
    </div>
  )
}

interface PairingProps {
  readonly name: string
  readonly pairing: NonNullable<BridgeStatus['pairing']>
}

const Pairing = ({ name, pairing: { qr, code, goodForMs } }: PairingProps): JSX.Element => (
  <div class="facecode stack">
    {qr !== '' && <CodeDrawing url={qr} words={`QR code that pairs ${name}. In digits: ${code}`} />}
    <p class="mono number">{code}</p>
    <p class="small">
      Scan it with the app that is to show this home, or type the digits there.{' '}
      {goodForMs === null ? 'It is good until it is used.' : `Open for ${spanWords(goodForMs)} more.`}
    </p>
  </div>
)
