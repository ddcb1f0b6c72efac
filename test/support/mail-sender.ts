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

/** UPS says that a parcel comes today between two times. */
export function upsToday(order: {
  readonly number: string
  readonly to: string
  readonly now: Date
  /** `MM/DD/YYYY` and two times like `1:30 PM`, at the home. */
  readonly when: readonly [day: string, start: string, end: string]
}): WrittenMail {
  const { number, to, now, when } = order
  const [day, start, end] = when
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
