// A household's post: its mail server, a name server, and a sender whose key is published there.
import { Dovecot, type TokenLogin } from './dovecot.ts'
import { MailSender, upsToday } from './mail-sender.ts'
import { NameServer } from './name-server.ts'

export const ME = 'mara@example.net'
export const NUMBERS = ['1Z4R8V671222709141', '1Z4R8V671222709258', '1Z4R8V671222709365'] as const

/** Mail server, name server and a sender whose key is published. */
export class Post implements AsyncDisposable {
  readonly dovecot: Dovecot
  readonly names: NameServer
  readonly ups = new MailSender('ups.com')

  private constructor(dovecot: Dovecot, names: NameServer) {
    this.dovecot = dovecot
    this.names = names
    names.records.set(...this.ups.record)
  }

  /** @throws where there is no Dovecot */
  static async open(program: string | null, login?: TokenLogin): Promise<Post> {
    return new Post(await Dovecot.start(program ?? '', login), await NameServer.start())
  }

  get options(): Readonly<Record<string, unknown>> {
    return {
      host: '127.0.0.1',
      port: this.dovecot.port,
      security: 'plain',
      username: ME,
      timeZone: 'UTC',
      dns: [this.names.address],
    }
  }

  deliver(number: string, now = new Date(), to = ME): void {
    const day = now.toISOString().slice(0, 10)
    const [year = '', month = '', date = ''] = day.split('-')
    const when = [`${month}/${date}/${year}`, '1:30 PM', '3:30 PM'] as const
    this.dovecot.deliver(this.ups.write(upsToday({ number, to, now, when })))
  }

  /** As lines of a settings file; the password is `letters`. */
  get settings(): string {
    return `
mailboxes:
  post:
    host: 127.0.0.1
    port: ${this.dovecot.port}
    security: plain
    username: ${ME}
    dns: ["${this.names.address}"]
`
  }

  /** A true mail of UPS in words that nobody knows. */
  deliverStrange(number: string): void {
    this.dovecot.deliver(
      this.ups.write({
        from: 'UPS <mcinfo@ups.com>',
        to: ME,
        subject: 'Good news about your parcel',
        date: new Date(),
        messageId: `<${number}.strange@ups.com>`,
        html: `<p>Good news, Mara!</p><p>Something with your name on it is making moves.</p><p>Ref ${number}</p>`,
      }),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.names[Symbol.asyncDispose]()
    await this.dovecot[Symbol.asyncDispose]()
  }
}
