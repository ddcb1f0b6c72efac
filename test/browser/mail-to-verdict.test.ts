// Goal: the whole way of a delivery as its household sees it. A mail falls into the mailbox, the parcel stands on the
// owner's page, the rule that the owner wrote asks him, the courier gets a pass at the door, the owner lets him in, the
// door is proved locked, and the carrier's later mail agrees with what the house saw. Method: a real Dovecot, a sender
// with a key of its own, a real browser for owner and courier, one home; skipped with the reason on stderr where the
// machine has no Dovecot.
import type { MailboxView } from '@portico/protocol'
import { expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { CourierPhone } from '../support/courier-phone.ts'
import { findDovecot } from '../support/dovecot.ts'
import { calmHome } from '../support/hub-process.ts'
import { noonZone, upsDelivered, upsToday } from '../support/mail-sender.ts'
import { Phone } from '../support/owner-phone.ts'
import { barriers, keepPicture } from '../support/page-checks.ts'
import { ME, NUMBERS, Post } from '../support/post.ts'
import { until } from '../support/until.ts'
import { Visit } from '../support/visit.ts'

const program = findDovecot()
if (program === null)
  process.stderr.write('SKIPPED: no Dovecot on this machine: mail to verdict is not tried\n')

const [NUMBER] = NUMBERS
const RULE = 'Parcels by UPS: inside, ask me.'
const HELD_MS = 1_500

/** At the home it is about noon, whenever the test runs: windows of today have not passed. */
const home = (post: Post): string =>
  calmHome
    .replace('home:\n', `home:\n  timeZone: ${noonZone(new Date())}\n`)
    .replace('cameras:', 'timers: { approveSeconds: 120 }\n    cameras:')
    .concat(post.settings, '    askFor: [ups]\n')

test.skipIf(program === null || noBrowser !== null)(
  'a mail is a parcel, a rule, a pass, a visit and a verdict',
  { timeout: 300_000 },
  async () => {
    await using stack = new AsyncDisposableStack()
    const post = stack.use(await Post.open(program))
    const env = { PORTICO_DEVICE_SECRET_POST: 'letters' }
    const visit = stack.use(await Visit.begin({ settings: home(post), env }))
    const { hub, owner } = visit
    const browser = await launchBrowser()
    stack.defer(() => browser.close())
    const phone = stack.use(await Phone.signedIn({ browser, hub }))
    const { page } = phone

    // The owner writes the rule as a sentence, and it is in force at once: it lets in no more than before.
    await phone.goTo('#/house/rules')
    await phone.button('Add a rule').click()
    await page.getByLabel('brought by (carrier)').fill('UPS')
    await page.getByLabel('where').selectOption('inside')
    await phone.button('Try it on the last 30 days').click()
    await page.getByRole('heading', { name: RULE }).waitFor()
    await phone.button('Switch it on').click()
    await page.getByRole('list').getByText(RULE).waitFor()

    // The mail falls into the mailbox while the owner looks at the list.
    await phone.goTo('#/parcels')
    await phone.shows('No parcels due.')
    await until('the mailbox to listen', async () =>
      (await owner.get<readonly MailboxView[]>('/api/v1/mailboxes')).every(
        ({ state }) => state === 'listening',
      ),
    )
    const zone = noonZone(new Date())
    post.dovecot.deliver(post.ups.write(upsToday({ number: NUMBER, to: ME, now: new Date(), zone })))
    await page.getByRole('link', { name: new RegExp(NUMBER.slice(-4)) }).click()
    await page.getByRole('heading', { level: 1, name: /^Expected \d\d:\d\d to \d\d:\d\d$/ }).waitFor()
    await phone.shows('From HOLLOW OAK OUTFITTERS.')
    await keepPicture(page, 'mail-expected')
    expect(await barriers(page)).toEqual([])

    // The label and the code of the door are a pass; who shows it waits for the owner.
    await owner.untilTold('SessionArmed')
    await using courier = await CourierPhone.turnedOn({ browser, visit })
    await courier.scan()
    await courier.type(NUMBER)
    await courier.until('welcome')
    await courier.tap()
    await courier.until('wait')
    await phone.goTo('#/')
    await phone.shows('A courier asks to come in')
    expect(await visit.unlocksReceived()).toBe(0)
    const hold = phone.button(/^Hold to open once/)
    await until('the picture to be live', () => hold.isEnabled())
    await phone.hold(hold, HELD_MS)
    await owner.untilTold('DoorUnlocked')
    await visit.open()
    await owner.untilTold('DoorOpened')
    await visit.leave()
    const { id, outcome, mode } = await visit.closed()
    expect([outcome, mode]).toEqual(['delivered', 'owner'])
    expect([await visit.isLocked(), await visit.unlocksReceived()]).toEqual([true, 1])

    // What the house saw alone is not called inside; the carrier's later word makes it that.
    const [parcel] = await owner.home.parcels()
    await phone.goTo(`#/parcels/${parcel?.id}`)
    await phone.shows(/Visited \d\d:\d\d, door proved locked/)
    await phone.shows(RULE)
    post.dovecot.deliver(post.ups.write(upsDelivered({ number: NUMBER, to: ME, now: new Date(), zone })))
    await page.getByRole('heading', { level: 1, name: /^Inside since/ }).waitFor({ timeout: 60_000 })
    const truth = page.getByRole('region', { name: 'Where it is' })
    await until('the verdict', async () => (await truth.textContent())?.includes('Two witnesses agree.'))
    expect(await truth.textContent()).toMatch(/Inside\. Two witnesses agree\./)
    expect(await truth.textContent()).toMatch(/said to be delivered/)
    expect(await truth.textContent()).toMatch(/somebody came in with it, on film, and the door was proved/)
    await keepPicture(page, 'mail-verdict')
    expect(await barriers(page)).toEqual([])
    expect((await owner.sessions()).map((each) => each.id)).toEqual([id])
    expect([phone.errors, courier.complaints]).toEqual([[], []])
  },
)
