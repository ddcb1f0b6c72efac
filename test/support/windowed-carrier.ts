// Loaded into the process of a hub before anything else of it: its first carrier names a window of three hours in every
// report, as carriers with live tracking do; it is EasyPost, which never does. Signatures stay as they are.
import { carriers } from '@portico/plugin-carriers'

const WINDOW_MS = 3 * 3_600_000

const [carrier] = carriers
if (!carrier) throw new Error('no carrier')
const parse = carrier.parse.bind(carrier)
const windowed: typeof parse = (body) => {
  const read = parse(body)
  if (!read.understood) return read
  const now = Date.now()
  const [from, to] = [now - 60_000, now + WINDOW_MS].map((at) => new Date(at).toISOString())
  const window = { from: from ?? '', to: to ?? '' }
  return { ...read, readings: read.readings.map((reading) => ({ ...reading, window })) }
}
Object.assign(carrier, { parse: windowed })
