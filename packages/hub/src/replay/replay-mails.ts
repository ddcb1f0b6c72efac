// Runs saved mails through the intake of a home that is thrown away, in the order in which they were written.
import { wallTime, type WallTime } from '@portico/core'
import { type ReplayedMail, replayMail } from '@portico/plugin-mail-intake/replay'
import { systemTimeZone } from '../config/network-checks.ts'
import { mailReports, mailSource } from '../mail/mail-reports.ts'
import type { Replayed } from './replay-messages.ts'
import type { SavedMail } from './saved-message.ts'
import type { ThrowAwayHome } from './throw-away-home.ts'

interface Read {
  readonly mail: SavedMail
  readonly replayed: ReplayedMail
  readonly received: WallTime
}

/** It came a minute after it was written; without a date, now. */
async function readOne(mail: SavedMail, at: WallTime | null): Promise<Read> {
  const replayed = await replayMail(mail.raw, { timeZone: systemTimeZone() })
  const { sentAt } = replayed.content
  return { mail, replayed, received: at ?? wallTime(sentAt === null ? Date.now() : sentAt + 60_000) }
}

/** `at`: all come then; null: each at its own hour. */
export async function replayMails(
  home: ThrowAwayHome,
  mails: readonly SavedMail[],
  at: WallTime | null,
): Promise<readonly Replayed[]> {
  const read = await Promise.all(mails.map((mail) => readOne(mail, at)))
  const told: Replayed[] = []
  // One after the other, as they came.
  for (const each of read.toSorted((a, b) => a.received - b.received)) told.push(await replay(home, each))
  return told
}

async function replay(home: ThrowAwayHome, { mail, replayed, received }: Read): Promise<Replayed> {
  const { news, verdict } = replayed
  home.set(received)
  const told = {
    file: mail.file,
    source: news ? mailSource(news.sender) : 'mail',
    received,
    proof: 'not-kept' as const,
    readings: [readingOf(replayed)],
  }
  if (!news) return { ...told, result: verdict === 'untrusted' ? 'refused' : 'unreadable', why: verdict }
  const answers = []
  for (const report of mailReports({ news, body: mail.raw, raised: [] }))
    answers.push(await home.runtime.deliveries.report(report))
  const results = answers.map(({ result }) => result)
  return {
    ...told,
    result: (['accepted', 'kept'] as const).find((each) => results.includes(each)) ?? 'duplicate',
    why: answers.find(({ unarmed }) => unarmed !== null)?.unarmed ?? null,
  }
}

/** What an untrusted mail says is a claim, and stands nowhere. */
function readingOf({ verdict, content, news }: ReplayedMail): object {
  const { pack: _pack, ownDomain: _own, sample: _sample, verdict: _verdict, ...said } = content
  const blocked = news ? {} : { mustNotUnlock: true }
  if (verdict !== 'untrusted') return { verdict, ...said, ...blocked }
  return { verdict, carrier: null, status: null, trackingNumbers: [], ...blocked }
}
