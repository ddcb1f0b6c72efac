// A sender of mails with a DKIM key made just now. It signs what it writes byte by byte (`simple/simple`), so that nothing
// of the code under test is needed to make a good signature.
import { createHash, generateKeyPairSync, sign } from 'node:crypto'

export interface WrittenMail {
  readonly from: string
  readonly to: string
  readonly subject: string
  readonly date: Date
  readonly messageId: string
  readonly html: string
}

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const two = (value: number): string => String(value).padStart(2, '0')

/** RFC 5322 section 3.3. */
export const mailDate = (at: Date): string =>
  `${weekdays[at.getUTCDay()]}, ${two(at.getUTCDate())} ${months[at.getUTCMonth()]} ${at.getUTCFullYear()} ` +
  `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`

export class MailSender {
  readonly #domain: string
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2_048 })

  constructor(domain: string) {
    this.#domain = domain
  }

  /** Where its key is published, and as what. */
  get record(): readonly [name: string, text: string] {
    const bytes = this.#keys.publicKey.export({ type: 'spki', format: 'der' })
    return [`test._domainkey.${this.#domain}`, `v=DKIM1; k=rsa; p=${bytes.toString('base64')}`]
  }

  write(mail: WrittenMail): string {
    const body = `${mail.html.replaceAll(/\r?\n/g, '\r\n')}\r\n`
    const header = [
      `From: ${mail.from}`,
      `To: ${mail.to}`,
      `Subject: ${mail.subject}`,
      `Date: ${mailDate(mail.date)}`,
      `Message-ID: ${mail.messageId}`,
      'MIME-Version: 1.0',
      'Content-Type: text/html; charset=utf-8',
    ]
    const names = header.map((line) => line.slice(0, line.indexOf(':')).toLowerCase())
    const hash = createHash('sha256').update(body).digest('base64')
    const bare = `DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d=${this.#domain}; s=test; h=${names.join(':')}; bh=${hash}; b=`
    const text = [...header.map((line) => `${line}\r\n`), bare].join('')
    const signature = sign('sha256', Buffer.from(text), this.#keys.privateKey).toString('base64')
    return [`${bare}${signature}`, ...header, '', body].join('\r\n')
  }
}

/** The zone in which it is about noon at this moment; the signs of these names are turned round (IANA, `etcetera`). */
export function noonZone(now: Date): string {
  const behind = now.getUTCHours() - 12
  return behind === 0 ? 'Etc/GMT' : `Etc/GMT${behind > 0 ? '+' : '-'}${Math.abs(behind)}`
}

interface UpsOrder {
  readonly number: string
  readonly to: string
  readonly now: Date
}

/** Day and time as UPS writes them at a place: `MM/DD/YYYY` and `1:30 PM`. */
function upsTimes(at: Date, timeZone: string): { readonly day: string; readonly time: string } {
  const day = at.toLocaleDateString('en-US', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  // Newer ICU writes a narrow blank before AM and PM.
  const time = at.toLocaleTimeString('en-US', { timeZone, hour: 'numeric', minute: '2-digit' })
  return { day, time: time.replaceAll(/\s/g, ' ') }
}

/** UPS says that a parcel comes today between two times; `zone`: from now on for three hours. */
export function upsToday(
  order: UpsOrder &
    (
      | {
          /** `MM/DD/YYYY` and two times like `1:30 PM`, at the home. */
          readonly when: readonly [day: string, start: string, end: string]
        }
      | { readonly zone: string }
    ),
): WrittenMail {
  const { number, to, now } = order
  const [day, start, end] = 'when' in order ? order.when : hoursFrom(now, order.zone)
  return {
    from: 'UPS <mcinfo@ups.com>',
    to,
    subject: 'UPS Update: Package Scheduled for Delivery Today',
    date: now,
    messageId: `<${number}.${now.getTime()}@ups.com>`,
    html: `<p>Hi,</p><h2>Your package is arriving today.</h2><p>From <b>HOLLOW OAK OUTFITTERS</b></p>
<p>Scheduled Delivery<br>Wednesday ${day}<br>${start} - ${end}</p>
<p><a href="https://wwwapps.ups.com/WebTracking/track?trackNums=${number}">Track</a></p><p>UPS Ground<br>${number}</p>`,
  }
}

function hoursFrom(now: Date, zone: string): readonly [string, string, string] {
  const { day, time } = upsTimes(now, zone)
  return [day, time, upsTimes(new Date(now.getTime() + 3 * 3_600_000), zone).time]
}

/** UPS says that a parcel was delivered at this minute. */
export function upsDelivered({ number, to, now, zone }: UpsOrder & { readonly zone: string }): WrittenMail {
  const { day, time } = upsTimes(now, zone)
  return {
    from: 'UPS <mcinfo@ups.com>',
    to,
    subject: 'Your UPS Package was delivered',
    date: now,
    messageId: `<${number}.delivered.${now.getTime()}@ups.com>`,
    html: `<p>Hello,</p><p>Your package has been delivered.</p><table>
<tr><td>Delivery Date:</td><td>Wednesday, ${day}</td></tr><tr><td>Delivery Time:</td><td>${time}</td></tr>
<tr><td>Left At:</td><td>Inside, front hall</td></tr><tr><td>Tracking Number:</td><td>${number}</td></tr></table>`,
  }
}
