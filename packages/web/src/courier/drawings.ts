// Line drawings and icons of the courier's page, inline: no request, and no picture of any home.
import { type Html, html } from './html.ts'

const icon = (shape: Html, size: 's' | 'l' | ''): Html =>
  html`<svg class="i ${size}" viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>`

export const globeIcon = icon(
  html`<circle cx="12" cy="12" r="8.2" /><path
      d="M3.8 12h16.4M12 3.8c5 5 5 11.4 0 16.4-5-5-5-11.4 0-16.4"
    />`,
  's',
)
export const soundIcon = icon(
  html`<path d="M4.5 9.5h3l4-3.5v12l-4-3.5h-3zM15 9.5a3.5 3.5 0 0 1 0 5M17.5 7a7 7 0 0 1 0 10" />`,
  's',
)
export const cameraIcon = icon(html`<path d="M4 7.5h10.5v9H4zM14.5 11l5.5-3v8l-5.5-3" />`, '')
export const handIcon = icon(
  html`<path
    d="M8 12V6.5a1.5 1.5 0 0 1 3 0V11m0-1V5a1.5 1.5 0 0 1 3 0v6m0-4a1.5 1.5 0 0 1 3 0v7c0 4-2 6.5-5.5 6.5-3 0-4.5-1.5-6-4.5l-1.7-3.3c-.8-1.6 1.2-2.7 2.2-1.2L8 14"
  />`,
  'l',
)
export const scanIcon = icon(
  html`<path d="M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4" /><path
      d="M8.5 8.5h3v3h-3zM13.5 13.5h2v2h-2zM15.5 8.5v2M8.5 15.5h2"
    />`,
  'l',
)
export const openIcon = icon(html`<path d="M17 20V4.5H8M3.5 20h17M8 4.5l5 2.2V22l-5-2zM10.8 13v.1" />`, 'l')
export const shutIcon = icon(html`<path d="M6 20V4.5h12V20M3.5 20h17M14.5 12.2v.1" />`, 'l')

const framed = (shape: Html, said: string): Html =>
  html`<svg viewBox="0 0 320 190" role="img" aria-label="${said}">${shape}</svg>`

const ground = html`<path d="M-200 150h720v60H-200z" class="sunken" />`
const doorShut = html`<path d="M92 20h136v130H92z" class="line" /><circle
    cx="212"
    cy="92"
    r="3.5"
    class="dot"
  />`
const mat = html`<path d="M92 150h136l30 34H64z" class="mat" />`

/** A parcel whose front is 53 wide and 42 high, at this place. */
const parcel = (x: number, y: number): Html =>
  html`<g transform="translate(${x} ${y})">
    <path d="M0 9L9 0h52l-8 9z" class="line" /><path d="M0 9h53v42H0z" class="line" />
    <path d="M53 9l8-9v41l-8 10z" class="line side" /><path d="M26.5 9v12" class="line" />
  </g>`

const arrow = html`<path d="M0 0v36M-12 24L0 36l12-12" class="arrow" />`

/** The door open, the parcel just inside. */
export const drawnInside = (said: string): Html =>
  framed(
    html`${ground} <path d="M92 20h136v130H92z" class="line" /><path
        d="M92 20L54 4v166l38-20z"
        class="line"
      />
      <circle cx="64" cy="92" r="3.5" class="dot" />${mat}
      <path d="M118 156h84l8 22H108z" class="place" />${parcel(130, 115)}
      <g transform="translate(159 62)">${arrow}</g>`,
    said,
  )

/** Pulled shut by its handle, from outside. */
export const drawnShut = (said: string): Html =>
  framed(
    html`${ground}
      <path d="M92 20h136v130H92z" class="line side" />
      <path d="M92 20l110-12v156L92 150z" class="line" /><circle cx="188" cy="88" r="4" class="dot" />
      <g transform="translate(246 88) rotate(-90)">${arrow}</g>`,
    said,
  )

/** The parcel before a shut door. */
export const drawnPorch = (said: string): Html =>
  framed(
    html`${ground}${doorShut}${mat}${parcel(130, 125)}<g transform="translate(159 76)">${arrow}</g>`,
    said,
  )

/** A phone before the code beside the door. */
export const drawnScan = (said: string): Html =>
  framed(
    html`${ground} <path d="M40 20h92v130H40z" class="line" /><circle cx="120" cy="92" r="3.5" class="dot" />
      <path d="M160 44h44v44h-44z" class="line" />
      <path d="M168 52h10v10h-10zM186 52h10v10h-10zM168 70h10v10h-10zM188 72h6v6h-6z" class="dot" />
      <rect x="232" y="52" width="46" height="86" rx="8" class="line" />
      <path
        d="M240 66h8M240 66v8M270 66h-8M270 66v8M240 104h8M240 104v-8M270 104h-8M270 104v-8"
        class="line"
      />
      <path d="M226 78l-14-8M226 92l-14-4" class="place" />`,
    said,
  )

/** A finger at the bell. */
export const drawnBell = (said: string): Html =>
  framed(
    html`${ground}
      <rect x="126" y="26" width="68" height="104" rx="14" class="line" />
      <circle cx="160" cy="92" r="17" class="line side" />
      <path d="M148 58v-7a12 12 0 0 1 24 0v7l4 4h-32zM157 67h6" class="line" />
      <g transform="translate(226 92) rotate(90)">${arrow}</g>`,
    said,
  )

export const drawnDone: Html = html`<svg class="done" viewBox="0 0 96 96" aria-hidden="true">
  <circle cx="48" cy="48" r="44" />
  <path d="M28 50l14 14 27-30" />
</svg>`
