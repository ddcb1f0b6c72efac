// What a mailbox is in words: a person reads at once whether parcels may be missed.
import type { LiveEvent, MailboxView } from '@portico/protocol'
import { describe, expect, it } from 'vitest'
import { driftWords, importWords, isMailNews, stateWords } from '../../src/house/mail-words.ts'

const mailbox: MailboxView = {
  id: 'post',
  host: 'imap.example.net',
  folder: 'INBOX',
  state: 'listening',
  code: null,
  words: null,
  lastMail: null,
  untrusted: 0,
  overLimits: 0,
  senders: [],
  import: null,
}

describe('a mailbox', () => {
  it.each([
    [{ state: 'listening' }, 'It is read.'],
    [{ state: 'connecting' }, 'It connects.'],
    [
      { state: 'away', words: 'the mail server does not answer' },
      'It is not read: the mail server does not answer. This is tried again by itself.',
    ],
    [{ state: 'refused', words: 'wrong password' }, 'It is not read: wrong password.'],
    [{ state: 'silent' }, 'It is not read: its process says nothing.'],
  ] as const)('%j', (change, words) => {
    expect(stateWords({ ...mailbox, ...change })).toBe(words)
  })

  it('whose sender writes otherwise says how many are missed', () => {
    const sender = { sender: 'amazon', name: 'Amazon', seen: 12, understood: 0, drifted: true, sample: null }
    expect(driftWords(sender)).toContain('12 mails this week, 0 understood: the format changed')
  })

  it.each([
    [{ state: 'running', days: 30, seen: 0, total: 0 }, 'Looking for notices of 30 days.'],
    [{ state: 'running', days: 30, seen: 2, total: 9 }, '2 of 9 notices looked at.'],
    [{ state: 'done', days: 30, seen: 9, total: 9 }, '9 notices of 30 days were looked at.'],
    [{ state: 'stopped', days: 30, seen: 2, total: 9 }, 'Stopped after 2 of 9 notices.'],
  ] as const)('and its past: %j', (past, words) => {
    expect(importWords(past)).toBe(words)
  })

  it('is loaded again by what concerns it alone', () => {
    const event = (type: string, data: LiveEvent['data']): LiveEvent =>
      // cast: of an event only type and data are looked at
      ({ type, data }) as LiveEvent
    expect(isMailNews(event('SecurityNotice', { what: 'mail-drift' }))).toBe(true)
    expect(isMailNews(event('ParcelObserved', { source: 'mail-ups' }))).toBe(true)
    expect(isMailNews(event('ParcelObserved', { source: 'easypost' }))).toBe(false)
    expect(isMailNews(event('SecurityNotice', { what: 'storage-low' }))).toBe(false)
  })
})
