// The label as a way to say which parcel is meant: the camera over HTTPS, or a photo. What is read goes into the field, and
// is chosen there as anything that was typed.
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { LabelReader } from './read-label.ts'
import { textOfCodes } from './label-text.ts'

export interface ScanLabelProps {
  /** What stands in the codes, one a line. */
  readonly onText: (text: string) => void
}

/** Ms between two looks through the camera. */
const LOOK_EVERY_MS = 300
const BY_HAND = 'Type the number instead, or try again nearer and in more light.'

/** Without HTTPS a browser lends no camera; a photo it always takes. */
const hasCamera = (): boolean => globalThis.isSecureContext && 'mediaDevices' in navigator

export function ScanLabel({ onText }: ScanLabelProps): JSX.Element {
  const reader = useMemo(() => new LabelReader(), [])
  const isLooking = useSignal(false)
  const said = useSignal<string | null>(null)
  useEffect(() => () => reader[Symbol.dispose](), [])
  function take(codes: readonly string[]): boolean {
    const text = textOfCodes(codes)
    if (text === '') return false
    said.value = 'The label was read.'
    isLooking.value = false
    onText(text)
    return true
  }
  async function readPhoto(file: File): Promise<void> {
    said.value = 'Reading the photo.'
    try {
      const picture = await createImageBitmap(file)
      const codes = await reader.read(picture).finally(() => picture.close())
      if (!take(codes)) said.value = `No code was found in this photo. ${BY_HAND}`
    } catch {
      said.value = `This photo could not be read. ${BY_HAND}`
    }
  }
  return (
    <div class="stack scan">
      <div class="row">
        {hasCamera() && (
          <button
            type="button"
            class="btn"
            aria-expanded={isLooking.value}
            onClick={() => {
              said.value = null
              isLooking.value = !isLooking.value
            }}
          >
            {isLooking.value ? 'Stop the camera' : 'Scan the label'}
          </button>
        )}
        <label class="btn">
          Photo of the label
          <input
            type="file"
            class="hush"
            accept="image/*"
            capture="environment"
            onChange={({ currentTarget }) => {
              const file = currentTarget.files?.[0]
              currentTarget.value = ''
              if (file) void readPhoto(file)
            }}
          />
        </label>
      </div>
      {isLooking.value && (
        <LookAtLabel
          reader={reader}
          onCodes={take}
          onLost={() => {
            isLooking.value = false
            said.value = `The camera of this phone could not be used. ${BY_HAND}`
          }}
        />
      )}
      <p class="small" role="status">
        {said.value}
      </p>
    </div>
  )
}

interface LookProps {
  readonly reader: LabelReader
  /** Whether that was enough. */
  readonly onCodes: (codes: readonly string[]) => boolean
  readonly onLost: () => void
}

function LookAtLabel({ reader, onCodes, onLost }: LookProps): JSX.Element {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    const ended = new AbortController()
    look({ reader, onCodes, video, signal: ended.signal }).catch(() => {
      if (!ended.signal.aborted) onLost()
    })
    return () => ended.abort()
  }, [])
  return (
    <figure class="card lens">
      <video ref={video} muted playsInline aria-label="What the camera of this phone sees" />
      <figcaption class="small">Hold the label flat before the camera.</figcaption>
    </figure>
  )
}

interface Look extends Pick<LookProps, 'reader' | 'onCodes'> {
  readonly video: { readonly current: HTMLVideoElement | null }
  readonly signal: AbortSignal
}

/** Until a code is read or nobody looks any more; the camera is let go whatever happens. */
async function look({ reader, onCodes, video, signal }: Look): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: 'environment', width: { ideal: 1920 } },
  })
  try {
    const shown = video.current
    if (!shown || signal.aborted) return
    shown.srcObject = stream
    await shown.play()
    while (!signal.aborted) {
      if (onCodes(await reader.read(shown))) return
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
  } finally {
    for (const track of stream.getTracks()) track.stop()
  }
}
