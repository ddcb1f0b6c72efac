// Goal: a person sees whether a mailbox is read and understood, and looks at its past; on the first page is told when the
// format of a sender changed. Method: a real Dovecot, a hub as a user starts it and a real Chromium at a phone's size;
// skipped with the reason on stderr where the machine has no Dovecot.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { findDovecot } from '../support/dovecot.ts'
import { HubProcess, calmHome } from '../support/hub-process.ts'
import { Phone } from '../support/owner-phone.ts'
import { barriers, keepPicture } from '../support/page-checks.ts'
import { NUMBERS, Post } from '../support/post.ts'

const program = findDovecot()
if (program === null)
  process.stderr.write('SKIPPED: no Dovecot on this machine: the page of mailboxes is not tried\n')

let browser: Browser

describe.skipIf(program === null || noBrowser !== null)('the mailboxes of the household', () => {
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  it('are shown with what became of their mails, a sample to report, and their past', async () => {
    await using post = await Post.open(program)
    for (const number of NUMBERS) post.deliverStrange(number)
    await using hub = await HubProcess.start({
      settings: calmHome + post.settings,
      env: { PORTICO_DEVICE_SECRET_POST: 'letters' },
    })
    await using phone = await Phone.signedIn({ browser, hub })
    await phone.shows('Mails of UPS are not understood any more', 30_000)
    await phone.page.getByRole('link', { name: /Mails of UPS/ }).click()
    await phone.shows('3 mails this week, 0 understood: the format changed')
    await phone.page.getByText('A sample to report').click()
    await phone.shows('Good news, Xxxx!')
    expect(await phone.text()).not.toContain('Mara')
    expect(await phone.text()).not.toContain(NUMBERS[0])
    expect(await barriers(phone.page)).toEqual([])
    await keepPicture(phone.page, 'mailboxes')
    await phone.page.getByRole('combobox').selectOption('90')
    await phone.button('Look at the past of this mailbox').click()
    await phone.shows('3 notices of 90 days were looked at')
    await phone.page.setViewportSize({ width: 320, height: 640 })
    expect(await phone.overhang()).toBeLessThanOrEqual(0)
    await phone.page.emulateMedia({ colorScheme: 'dark' })
    expect(await barriers(phone.page)).toEqual([])
    await keepPicture(phone.page, 'mailboxes-dark-320')
    const { out } = hub.command('doctor')
    expect(out).toMatch(/mailbox post: listens; 0 of 3 notices of seven days understood/)
    expect(out).toMatch(/mails of UPS: 3 this week, 0 understood: the format changed/)
    expect(phone.errors).toEqual([])
  })
})
