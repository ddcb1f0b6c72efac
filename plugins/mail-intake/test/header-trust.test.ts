// The receiving server's word counts where it is the topmost of its own name, and nobody else's ever does.
import { describe, expect, test } from 'vitest'
import { headerFields, senderOf } from '../src/read/header-fields.ts'
import { headerVouches } from '../src/trust/authentication-results.ts'
import { isAddressedTo } from '../src/trust/judge-trust.ts'

const FROM = 'From: UPS <mcinfo@ups.com>'
const vouches = (...lines: readonly string[]): boolean => {
  const fields = headerFields(Buffer.from(`${lines.join('\r\n')}\r\n\r\n`))
  const sender = senderOf(fields)
  return sender !== null && headerVouches({ fields, sender, receivers: ['mx.example.net'] })
}

describe('Authentication-Results', () => {
  test.each([
    ['mx.example.net; dmarc=pass header.from=ups.com', true],
    ['mx.example.net 1; dkim=pass (good) header.d=ups.com header.s=a', true],
    ['MX.example.net; dkim=pass header.d=UPS.com', true],
    ['mx.example.net; dkim=fail header.d=ups.com', false],
    ['mx.example.net; dkim=pass header.d=example.com', false],
    ['mx.example.net; dkim=pass header.d=nups.com', false],
    ['mx.example.net; spf=pass smtp.mailfrom=ups.com', false],
    ['mx.ups.com; dkim=pass header.d=ups.com', false],
    ['mx.example.net.evil.com; dkim=pass header.d=ups.com', false],
    ['mx.example.net; none', false],
    ['mx.example.net; dkim=fail (dmarc=pass header.from=ups.com) header.d=ups.com', false],
    ['mx.example.net; dkim=fail reason="; dmarc=pass header.from=ups.com"', false],
    ['', false],
  ])('%s → %s', (value, is) => {
    expect(vouches(`Authentication-Results: ${value}`, FROM)).toBe(is)
  })

  test('a good one below a bad one of the same server is a forgery', () => {
    const good = 'Authentication-Results: mx.example.net; dmarc=pass header.from=ups.com'
    const bad = 'Authentication-Results: mx.example.net; dmarc=fail header.from=ups.com'
    expect(vouches(good, bad, FROM)).toBe(true)
    expect(vouches(bad, good, FROM)).toBe(false)
  })
})

describe('who a mail is from', () => {
  test.each([
    ['From: mcinfo@ups.com', 'ups.com'],
    ['From: "UPS mcinfo@ups.com" <a@evil.example>', 'evil.example'],
    ['From: =?UTF-8?B?REhM?= <noreply@DHL.de>', 'dhl.de'],
    ['From: a@ups.com, b@evil.example', null],
    ['From: <a@ups.com> <b@evil.example>', null],
    ['From: a@ups.com (b@evil.example)', null],
    ['From: undisclosed:;', null],
    ['From: a@ups..com', null],
    ['From: "unended <a@ups.com>', null],
    ['From: a@ups.com\r\nFrom: b@evil.example', null],
    ['Sender: a@ups.com', null],
  ])('%j → %s', (line, domain) => {
    expect(senderOf(headerFields(Buffer.from(`${line}\r\n\r\n`)))?.domain ?? null).toBe(domain)
  })

  test('and to', () => {
    const to = (value: string): boolean =>
      isAddressedTo(headerFields(Buffer.from(`To: ${value}\r\n\r\n`)), ['mara@example.net'])
    expect(to('Mara <MARA@example.net>')).toBe(true)
    expect(to('x@example.org, mara@example.net')).toBe(true)
    expect(to('notmara@example.net')).toBe(false)
    expect(to('mara@example.net.evil.example')).toBe(false)
  })
})
