// The log: JSON lines on standard output, and no secret in any of them.
import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino'
import { codeOf } from '@portico/ports'
import type { LogLevel } from '../config/environment.ts'

/** Keys that hold what opens, names or shows somebody, at the top of a line and one level down. */
const veiled = [
  'secret',
  'password',
  'token',
  'cookie',
  'link',
  'pass',
  'pin',
  'signature',
  'authorization',
  'headers',
  'body',
  'number',
  'trackingNumber',
  'label',
  'presence',
  'nonce',
  'rtsp',
  'source.rtsp',
  'jpeg',
  'bytes',
]

/** An operating failure tells its code and words; only our own bugs tell where they happened. */
function plainError(error: Error): object {
  const code = codeOf(error)
  if (!code?.startsWith('HUB_')) return stdSerializers.err(error)
  return { type: error.name, code, message: error.message }
}

export function createLog(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: plainError },
    redact: { paths: [...veiled, ...veiled.map((key) => `*.${key}`)], censor: '…' },
  }
  return destination ? pino(options, destination) : pino(options)
}
