// portico sample: a fresh, signed webhook, as a carrier would send it now.
import { parcelStatuses, wallTime } from '@portico/core'
import { didYouMean } from '../config/nearest-name.ts'
import { hubError } from '../errors.ts'
import { systemChance } from '../start/system-clock.ts'
import { askDesk } from './ask-desk.ts'
import type { Command } from './command.ts'
import { exitCodes } from './failure.ts'
import { type HomeOptions, homeHelp, homeOptions, homeOptionsOf, readWords, usage } from './options.ts'
import { shippedCarrier } from './read-settings.ts'

export const command: Command = {
  help: `portico sample SOURCE --number N [options]

Prints a webhook that SOURCE (for instance easypost) would send now, with its signature.

${homeHelp}
  --number N          the tracking number
  --status STATUS     ${parcelStatuses.slice(0, 5).join(', ')}, … (out-for-delivery)
  --secret TEXT       sign with this; else with the secret of the home
  --curl URL          print a curl command that sends it to the hub at URL
  --json              print { headers, body } as JSON`,

  async run({ args, terminal, environment }) {
    const text = { type: 'string' } as const
    const own = { number: text, status: text, secret: text, curl: text, json: { type: 'boolean' } } as const
    const words = readWords(args, { ...homeOptions, ...own }, { min: 1, max: 1, what: 'SOURCE' })
    const source = words.words[0] ?? ''
    const carrier = await shippedCarrier(source)
    const trackingNumber = words.text('number')
    if (trackingNumber === null || trackingNumber === '') throw usage('--number is missing')
    const wished = words.text('status') ?? 'out-for-delivery'
    const status = parcelStatuses.find((known) => known === wished)
    if (!status) throw usage(`no status "${wished}"${didYouMean(wished, parcelStatuses)}`)
    const secret = words.text('secret') ?? (await secretOf(source, homeOptionsOf(words), environment))
    const eventId = `evt_${Buffer.from(systemChance.bytes(16)).toString('hex')}`
    const sample = carrier.sample(
      { trackingNumber, status, occurredAt: wallTime(Date.now()), eventId },
      secret,
    )
    const url = words.text('curl')
    if (url !== null) await terminal.print(curlOf(url, source, sample))
    else if (words.flag('json')) await terminal.print(JSON.stringify(sample))
    else {
      for (const [name, value] of Object.entries(sample.headers)) await terminal.print(`${name}: ${value}`)
      await terminal.print(`\n${sample.body}`)
    }
    return exitCodes.OK
  },
}

async function secretOf(
  source: string,
  home: HomeOptions,
  environment: Parameters<typeof askDesk>[2],
): Promise<string> {
  const hooks = await askDesk(home, { type: 'hooks' }, environment)
  const hook = hooks.find((each) => each.source === source)
  if (!hook) throw hubError('HUB_COMMAND_UNKNOWN', `${source} is not on in this home: add it under carriers`)
  return hook.secret
}

interface Sample {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

function curlOf(url: string, source: string, { headers, body }: Sample): string {
  const hub = URL.parse(url)
  if (!hub) throw usage(`--curl must be an address like http://127.0.0.1:8080, not "${url}"`)
  const options = Object.entries(headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`)
  const place = quoted(`${hub.origin}/hooks/${source}`)
  return ['curl -sS -X POST', place, ...options, '--data-binary', quoted(body)].join(' ')
}

/** For a POSIX shell: nothing inside is looked at. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
