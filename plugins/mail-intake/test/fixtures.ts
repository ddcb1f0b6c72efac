// The mails of the fixtures and what each of them is to become.
import { readFileSync } from 'node:fs'

const folder = new URL('../../../test/fixtures/mails/', import.meta.url)

export const mail = (name: string): Buffer => readFileSync(new URL(name, folder))

export interface ExpectedMail {
  readonly verdict: 'parsed' | 'unrecognised' | 'untrusted' | 'limits'
  readonly auth: 'pass' | 'fail'
  readonly carrier: string | null
  readonly status: string | null
  readonly trackingNumbers: readonly string[]
  /** Look-alikes in the mail. */
  readonly notTrackingNumbers?: readonly string[]
  /** What an untrusted mail says. */
  readonly claims?: { readonly carrier: string; readonly trackingNumbers: readonly string[] }
  readonly mustNotUnlock?: true
}

// cast: our own file
export const expected = JSON.parse(mail('expected.json').toString()) as Readonly<Record<string, ExpectedMail>>
export const names = Object.keys(expected)

/** The household's zone; the mails name none. */
export const facts = { timeZone: 'Europe/London' } as const
