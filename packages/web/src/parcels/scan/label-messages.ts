// What the page and the thread that reads labels say to each other.

export interface LabelOrder {
  readonly order: number
  readonly picture: ImageData
}

export type LabelAnswer =
  | { readonly order: number; readonly texts: readonly string[] }
  | { readonly order: number; readonly failed: true }

/** The kinds of code on parcels: what carriers print (GS1 and their own manuals), and nothing that is on goods. */
export const LABEL_FORMATS = [
  'Code128',
  'Code39',
  'ITF',
  'Codabar',
  'QRCode',
  'DataMatrix',
  'PDF417',
  'Aztec',
] as const
