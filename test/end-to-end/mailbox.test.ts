// Goal: a mail that falls into the household's mailbox is a parcel within seconds, announces a delivery at the porch, and
// opens nothing. Method: a real Dovecot, a sender with a key of its own at a name server of the test, and a hub as a user
// starts it; skipped with the reason on stderr where the machine has no Dovecot.
import type { MailboxView } from '@portico/protocol'
import { describe, expect, it } from 'vitest'
import { findDovecot } from '../support/dovecot.ts'
import { HubProcess, calmHome } from '../support/hub-process.ts'
import { upsToday } from '../support/mail-sender.ts'
import { Owner } from '../support/people.ts'
import { ME, NUMBERS, Post } from '../support/post.ts'
import { until } from '../support/until.ts'

const program = findDovecot()
if (program === null)
  process.stderr.write('SKIPPED: no Dovecot on this machine: mail to parcel is not tried\n')

const [NUMBER, OTHER, THIRD] = NUMBERS

describe.skipIf(program === null)('a mail in the mailbox', () => {
  it('is a parcel within two seconds, announces nobody, and is not lost with the hub', async () => {
    await using post = await Post.open(program)
    const { dovecot, ups } = post
    const settings = calmHome + post.settings
    await using hub = await HubProcess.start({ settings, env: { PORTICO_DEVICE_SECRET_POST: 'letters' } })
    await using owner = await Owner.signIn(hub)
    await until('the mailbox to listen', async () =>
      (await owner.get<readonly MailboxView[]>('/api/v1/mailboxes')).every(
        ({ state }) => state === 'listening',
      ),
    )
    const now = new Date()
    const today = `${now.getUTCMonth() + 1}/${now.getUTCDate()}/${now.getUTCFullYear()}`
    const told = performance.now()
    const mail = ups.write(upsToday({ number: NUMBER, to: ME, now, when: [today, '12:00 AM', '11:59 PM'] }))
    dovecot.deliver(mail)
    const parcel = await until('the parcel', async () => {
      const parcels = await owner.home.parcels()
      return parcels.find(({ trackingNumber }) => trackingNumber === NUMBER)
    })
    process.stderr.write(`mail to parcel: ${Math.round(performance.now() - told)} ms\n`)
    expect(parcel).toMatchObject({ status: 'out-for-delivery', sender: 'HOLLOW OAK OUTFITTERS' })
    expect(await owner.sessions()).toEqual([])
    // The same mail again, with another header before it, is known.
    const before = (await owner.home.timeline(parcel.id)).length
    dovecot.deliver(`X-Forwarded: yes\r\n${mail}`)
    dovecot.deliver(
      ups.write(upsToday({ number: OTHER, to: ME, now, when: [today, '12:00 AM', '11:59 PM'] })),
    )
    await until('the other parcel', async () =>
      (await owner.home.parcels()).some(({ trackingNumber }) => trackingNumber === OTHER),
    )
    expect(await owner.home.timeline(parcel.id)).toHaveLength(before)
    // One that comes while the hub dies is read by the next.
    post.deliver(THIRD)
    await hub.kill()
    await hub.begin()
    await owner.connect()
    await until(
      'the parcel of the mail that met a dying hub',
      async () => (await owner.home.parcels()).some(({ trackingNumber }) => trackingNumber === THIRD),
      30_000,
    )
    expect((await owner.home.parcels()).map(({ trackingNumber }) => trackingNumber).toSorted()).toEqual([
      ...NUMBERS,
    ])
  })
})
