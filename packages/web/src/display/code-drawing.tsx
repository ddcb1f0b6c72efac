// The code beside the door, drawn as shapes: black on white, with a margin of four modules (ISO/IEC 18004).
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { QUIET, codeOf, runsOf } from './code-modules.ts'

export interface CodeDrawingProps {
  readonly url: string
  /** What it is, read aloud. */
  readonly words?: string
}

export function CodeDrawing({
  url,
  words = 'Code for couriers. It changes every 30 seconds.',
}: CodeDrawingProps): JSX.Element {
  const code = useMemo(() => codeOf(url), [url])
  const whole = code.size + 2 * QUIET
  return (
    <svg
      class="code"
      viewBox={`${-QUIET} ${-QUIET} ${whole} ${whole}`}
      role="img"
      aria-label={words}
      shapeRendering="crispEdges"
      data-leads-to={url}
    >
      <rect x={-QUIET} y={-QUIET} width={whole} height={whole} fill="#fff" />
      <path d={runsOf(code.data)} fill="#000" />
    </svg>
  )
}
