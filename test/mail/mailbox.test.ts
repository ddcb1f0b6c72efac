// Goal: a mailbox is followed through everything that a mail server does to a client, and nothing is lost or told twice.
// Method: a real Dovecot on a private port, skipped with the reason on stderr where the machine has none; senders with
// keys of their own at a name server of the test.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CutLine } from '../support/cut-line.ts'
import { findDovecot } from '../support/dovecot.ts'
import { MailPlugin } from '../support/mail-plugin.ts'
import { MailSender, upsToday } from '../support/mail-sender.ts'
import { ME, NUMBERS, Post } from '../support/post.ts'
import { until } from '../support/until.ts'

const program = findDovecot()
if (program === null) process.stderr.write('SKIPPED: no Dovecot on this machine: mailboxes are not tried\n')

const numbersOf = ({ news }: MailPlugin): readonly string[] =>
  news.flatMap(({ parts }) => parts.flatMap(({ numbers }) => [...numbers]))

describe.skipIf(program === null)('a mailbox at a real Dovecot', () => {
  it('tells of a mail that lies there and of one that comes while it listens, each believed by its own signature', async () => {
    await using post = await Post.open(program)
    post.deliver(NUMBERS[0])
    post.dovecot.deliver('From: friend@example.org\r\nSubject: hello\r\n\r\nnothing of parcels\r\n')
    await using mailbox = await MailPlugin.start(post.options)
    await mailbox.listening()
    expect(numbersOf(mailbox)).toEqual([NUMBERS[0]])
    post.deliver(NUMBERS[1])
    await until('the second mail', () => mailbox.news.length === 2)
    const [, second] = mailbox.news
    expect(second).toMatchObject({ sender: 'ups', status: 'out-for-delivery', trust: 'dkim', held: null })
    expect(second?.parts[0]?.window).not.toBeNull()
    expect(mailbox.status?.week).toEqual([
      { sender: 'ups', name: 'UPS', seen: 2, understood: 2, drifted: false, sample: null },
    ])
  })

  it('goes on where it stopped, and tells nothing twice', async () => {
    await using post = await Post.open(program)
    const folder = mkdtempSync(join(tmpdir(), 'portico-mail-'))
    try {
      post.deliver(NUMBERS[0])
      {
        await using first = await MailPlugin.start(post.options, { folder })
        await first.listening()
        expect(numbersOf(first)).toEqual([NUMBERS[0]])
      }
      post.deliver(NUMBERS[1])
      await using second = await MailPlugin.start(post.options, { folder })
      await second.listening()
      expect(numbersOf(second)).toEqual([NUMBERS[1]])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('looks at the last days anew when the server forgot every UID', async () => {
    await using post = await Post.open(program)
    const folder = mkdtempSync(join(tmpdir(), 'portico-mail-'))
    try {
      post.deliver(NUMBERS[0])
      {
        await using first = await MailPlugin.start(post.options, { folder })
        await first.listening()
      }
      post.dovecot.forgetUids()
      // Dovecot takes the second for a UIDVALIDITY: the next one must be another.
      await until('the next second', () => new Date().getMilliseconds() < 60)
      post.deliver(NUMBERS[1])
      await using second = await MailPlugin.start(post.options, { folder })
      await second.listening()
      expect(new Set(numbersOf(second))).toEqual(new Set([NUMBERS[0], NUMBERS[1]]))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('comes back when the line breaks in the middle of a mail, and tells of that mail once', async () => {
    await using post = await Post.open(program)
    await using line = await CutLine.lay(post.dovecot.port)
    post.deliver(NUMBERS[0])
    // The envelope passes; the mail itself is longer than what is left.
    line.cutAfter(/UPS Ground/)
    await using mailbox = await MailPlugin.start({ ...post.options, port: line.port })
    await until('the break', () => mailbox.status?.state === 'away')
    expect(mailbox.status?.code).toBe('HUB_MAIL_SERVER')
    await mailbox.listening()
    expect(numbersOf(mailbox)).toEqual([NUMBERS[0]])
    expect(line.cuts).toBe(1)
  })

  it('does not believe the appended mail that somebody forged, whatever header it bears', async () => {
    await using post = await Post.open(program)
    const stranger = new MailSender('ups.com')
    const now = new Date()
    const when = ['11/27/2026', '1:30 PM', '3:30 PM'] as const
    const forged = stranger.write(upsToday({ number: NUMBERS[2], to: ME, now, when }))
    post.dovecot.deliver(
      `Authentication-Results: mx.example.net; dkim=pass header.d=ups.com; dmarc=pass header.from=ups.com\r\n${forged}`,
    )
    await using mailbox = await MailPlugin.start({ ...post.options, receivers: ['mx.example.net'] })
    await mailbox.listening()
    expect(mailbox.news).toEqual([])
    expect(mailbox.status?.untrusted).toBe(1)
  })

  it('shows a true mail to somebody else or of the day before yesterday, and lets it arm nothing', async () => {
    await using post = await Post.open(program)
    post.deliver(NUMBERS[0], new Date(), 'burglar@example.org')
    await using mailbox = await MailPlugin.start(post.options)
    await mailbox.listening()
    post.deliver(NUMBERS[1], new Date(Date.now() - 49 * 3_600_000))
    await until('the second mail', () => mailbox.news.length === 2)
    expect(mailbox.news.map(({ held }) => held)).toEqual(['other-recipient', 'old'])
  })

  it(
    'with fifty thousand letters looks at those of the last days alone, and at a year of them when asked to',
    { timeout: 240_000 },
    async () => {
      await using post = await Post.open(program)
      post.dovecot.fill(50_000, new Date(Date.now() - 100 * 24 * 3_600_000))
      post.deliver(NUMBERS[0])
      await using line = await CutLine.lay(post.dovecot.port)
      await using mailbox = await MailPlugin.start({ ...post.options, port: line.port })
      await mailbox.listening()
      expect(numbersOf(mailbox)).toEqual([NUMBERS[0]])
      // Numbers of the few, and one mail: nothing that grows with the mailbox.
      expect(line.bytes).toBeLessThan(20_000)
      await mailbox.device?.importPast(365)
      await until('the import', () => mailbox.status?.import?.state === 'done', 60_000)
      expect(mailbox.status?.import).toMatchObject({ seen: 1, total: 1 })
    },
  )

  it('leaves out a letter of twenty megabytes, new or of the past, without asking for it, and reads on', async () => {
    await using post = await Post.open(program)
    await using line = await CutLine.lay(post.dovecot.port)
    const header = `From: UPS <mcinfo@ups.com>\r\nTo: ${ME}\r\nSubject: large\r\n\r\n`
    post.dovecot.deliver(header + `${'x'.repeat(998)}\r\n`.repeat(20_000))
    post.deliver(NUMBERS[0])
    await using mailbox = await MailPlugin.start({ ...post.options, port: line.port })
    await mailbox.listening()
    expect(numbersOf(mailbox)).toEqual([NUMBERS[0]])
    expect(mailbox.status?.overLimits).toBe(1)
    await mailbox.device?.importPast(30)
    await until('the import', () => mailbox.status?.import?.state === 'done')
    expect(mailbox.status?.import).toMatchObject({ seen: 2, total: 2 })
    expect([...new Set(numbersOf(mailbox))]).toEqual([NUMBERS[0]])
    expect([mailbox.status?.state, mailbox.status?.overLimits]).toEqual(['listening', 2])
    // Envelopes, and one small mail twice.
    expect(line.bytes).toBeLessThan(50_000)
  })

  it('says that a password is wrong and does not try again at once', async () => {
    await using post = await Post.open(program)
    await using mailbox = await MailPlugin.start(post.options, { secret: 'wrong' })
    await until('the refusal', () => mailbox.status?.state === 'refused')
    expect(mailbox.status?.code).toBe('HUB_MAIL_LOGIN')
  })

  it('goes on with a look at the past that a restart cut short, and tells nothing twice that is kept', async () => {
    await using post = await Post.open(program)
    const folder = mkdtempSync(join(tmpdir(), 'portico-mail-'))
    try {
      for (const number of NUMBERS) post.deliver(number)
      {
        // Three as they lie there, one of the past; the second of the past meets a hub that dies.
        await using first = await MailPlugin.start(post.options, { folder, kept: 4 })
        await first.listening()
        await first.device?.importPast(30)
        await until('the hub to die', () => first.news.length === 5)
        expect(first.status?.import).toMatchObject({ state: 'running', total: 3 })
      }
      await using second = await MailPlugin.start(post.options, { folder })
      await until('the import', () => second.status?.import?.state === 'done')
      expect(numbersOf(second)).toEqual(NUMBERS.slice(1))
      expect(second.news.every(({ held }) => held === 'imported')).toBe(true)
      expect(second.status?.import).toEqual({ state: 'done', days: 30, seen: 3, total: 3 })
      await using third = await MailPlugin.start(post.options, { folder })
      await third.listening()
      expect([third.news, third.status?.import]).toEqual([[], null])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('looks at the past when asked to, tells how far it is, stops, and holds all of it', async () => {
    await using post = await Post.open(program)
    for (const [at, number] of NUMBERS.entries())
      post.deliver(number, new Date(Date.now() - (at + 3) * 24 * 3_600_000))
    await using mailbox = await MailPlugin.start(post.options)
    await mailbox.listening()
    // They lie in the mailbox since today, whatever their dates say.
    const before = mailbox.news.length
    await mailbox.device?.importPast(30)
    await until('the import', () => mailbox.status?.import?.state === 'done')
    expect(mailbox.status?.import).toEqual({ state: 'done', days: 30, seen: 3, total: 3 })
    expect(mailbox.news.slice(before).map(({ held }) => held)).toEqual(['imported', 'imported', 'imported'])
    await mailbox.device?.importPast(30)
    await expect(mailbox.device?.importPast(30)).rejects.toMatchObject({ code: 'HUB_MAIL_IMPORT' })
    await mailbox.device?.stopImport()
    expect(mailbox.status?.import?.state).toBe('stopped')
  })
})
