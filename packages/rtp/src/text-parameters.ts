// Bodies of type text/parameters (RFC 2326 sections 10.8, 10.9 and C.1): one `name: value` a line, or bare names.
import { RtspError } from './errors.ts'

export const TEXT_PARAMETERS = 'text/parameters'

/** Throws `HUB_RTSP_VALUE` where a line break or an empty name would change the meaning. */
export function writeParameter(name: string, value: string): string {
  if (!/^[\w.-]+$/.test(name) || /[\r\n]/.test(value))
    throw new RtspError('HUB_RTSP_VALUE', `parameter ${JSON.stringify(name)} cannot be written`)
  return `${name}: ${value}\r\n`
}

/** Lines in their order; the value of a bare name is empty. */
export function readParameters(body: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  for (const line of body.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    const name = (colon < 0 ? line : line.slice(0, colon)).trim()
    if (name !== '') parameters.set(name, colon < 0 ? '' : line.slice(colon + 1).trim())
  }
  return parameters
}
