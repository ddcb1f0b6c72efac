// The icons, drawn inline: no request, and the colour of the words beside them.
import type { JSX } from 'preact'

const paths = {
  clock: (
    <>
      <circle cx="12" cy="12" r="8" />
      <path d="M12 7.5V12l3 2" />
    </>
  ),
  people: (
    <>
      <circle cx="9" cy="8.5" r="3.2" />
      <path d="M3.5 19c.3-3.6 2.4-5.4 5.5-5.4s5.2 1.8 5.5 5.4M15.5 5.6a3.2 3.2 0 0 1 0 5.8M17.5 14.2c1.8.7 2.8 2.3 3 4.8" />
    </>
  ),
  eye: (
    <>
      <path d="M2.8 12c4-7 14.4-7 18.4 0-4 7-14.4 7-18.4 0z" />
      <circle cx="12" cy="12" r="2.8" />
    </>
  ),
  house: (
    <>
      <path d="M5 7h8M17 7h2M5 12h2M11 12h8M5 17h10M19 17h0" />
      <circle cx="15" cy="7" r="2" />
      <circle cx="9" cy="12" r="2" />
      <circle cx="17" cy="17" r="2" />
    </>
  ),
  picture: (
    <>
      <rect x="4" y="5" width="16" height="14" rx="2" />
      <path d="M4 16l4.5-4.5 4 4 2.5-2.5 5 5" />
      <circle cx="15" cy="9.5" r="1.3" />
    </>
  ),
  unlocked: (
    <>
      <rect x="5.5" y="11" width="13" height="9" rx="2.2" />
      <path d="M8.5 11V8a3.5 3.5 0 0 1 6.7-1.4" />
    </>
  ),
  locked: (
    <>
      <rect x="5.5" y="11" width="13" height="9" rx="2.2" />
      <path d="M8.5 11V8a3.5 3.5 0 0 1 7 0v3" />
    </>
  ),
  talk: (
    <>
      <rect x="9" y="4" width="6" height="10" rx="3" />
      <path d="M6 11.5a6 6 0 0 0 12 0M12 17.5V21" />
    </>
  ),
  link: (
    <path d="M10 14a3.5 3.5 0 0 0 5 0l3-3a3.5 3.5 0 0 0-5-5l-1 1M14 10a3.5 3.5 0 0 0-5 0l-3 3a3.5 3.5 0 0 0 5 5l1-1" />
  ),
  warning: <path d="M12 4.5 21 19.5H3zM12 10v4.5M12 17v.1" />,
  back: <path d="M14.5 6l-6 6 6 6" />,
  forward: <path d="M9.5 6l6 6-6 6" />,
  open: <path d="M17 20V4.5H8M3.5 20h17M8 4.5l5 2.2V22l-5-2zM10.8 13v.1" />,
  shut: <path d="M6 20V4.5h12V20M3.5 20h17M14.5 12.2v.1" />,
  home: <path d="M4 11.5 12 5l8 6.5M6 10v9h12v-9" />,
  camera: <path d="M4 7.5h10.5v9H4zM14.5 11l5.5-3v8l-5.5-3" />,
  parcel: <path d="M4 8l8-4 8 4v8.5l-8 4-8-4zM4 8l8 4 8-4M12 12v8.5M8 6l8 4" />,
  again: <path d="M4.5 12a7.5 7.5 0 1 0 2.3-5.4M4.5 4.5V9H9" />,
  sound: <path d="M4.5 9.5h3l4-3.5v12l-4-3.5h-3zM15 9.5a3.5 3.5 0 0 1 0 5M17.5 7a7 7 0 0 1 0 10" />,
  quiet: <path d="M4.5 9.5h3l4-3.5v12l-4-3.5h-3zM15 9.5l5 5M20 9.5l-5 5" />,
  check: <path d="M5 12.5l4.5 4.5L19 7.5" />,
  alarm: <path d="M6 19.5h12M7.5 19.5V14a4.5 4.5 0 0 1 9 0v5.5M12 3.5v2.5M4.5 7l1.8 1.5M19.5 7l-1.8 1.5" />,
  close: <path d="M6 6l12 12M18 6 6 18" />,
  bell: <path d="M6.5 16.5V11a5.5 5.5 0 0 1 11 0v5.5l1.5 1.5H5zM10 20.5h4M12 5.5V3.5" />,
  file: <path d="M7 3.5h7l4 4v13H7zM14 3.5v4h4" />,
  hand: (
    <path d="M8 12V6.5a1.5 1.5 0 0 1 3 0V11m0-1V5a1.5 1.5 0 0 1 3 0v6m0-4a1.5 1.5 0 0 1 3 0v7c0 4-2 6.5-5.5 6.5-3 0-4.5-1.5-6-4.5l-1.7-3.3c-.8-1.6 1.2-2.7 2.2-1.2L8 14" />
  ),
  play: <path d="M8 5.5v13l11-6.5z" />,
  search: (
    <>
      <circle cx="11" cy="11" r="6" />
      <path d="M15.5 15.5 20 20" />
    </>
  ),
  add: <path d="M12 5v14M5 12h14" />,
} as const satisfies Record<string, JSX.Element>

export type IconName = keyof typeof paths

/** Decoration: the words beside it say the same. */
export function Icon({
  name,
  size,
}: {
  readonly name: IconName
  readonly size?: 's' | 'l' | 'xl'
}): JSX.Element {
  return (
    <svg class={size ? `i ${size}` : 'i'} viewBox="0 0 24 24" aria-hidden="true">
      {paths[name]}
    </svg>
  )
}
