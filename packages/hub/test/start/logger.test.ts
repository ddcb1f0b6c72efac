// Goal: no secret, name or picture stands in a line of the log, and a failure stands there as what it is. Method: each kind
// of value planted where it would be logged, and a search in the text.
import { HubError } from '@portico/ports'
import { describe, expect, it } from 'vitest'
import { type LogLevel, logLevels } from '../../src/config/environment.ts'
import { createLog } from '../../src/start/logger.ts'

function logged(
  level: LogLevel,
  say: (log: ReturnType<typeof createLog>) => void,
): readonly Record<string, unknown>[] {
  const lines: string[] = []
  say(createLog(level, { write: (line) => void lines.push(line) }))
  // cast: what a log writes
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

describe('a line of the log', () => {
  it('tells time, level and message, and nothing of the machine', () => {
    const [line] = logged('info', (log) => log.info({ doorId: 'front' }, 'door is fit'))
    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      doorId: 'front',
      msg: 'door is fit',
    })
  })

  it.each([
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
    'jpeg',
    'bytes',
  ])('veils %s, at its top and one level down', (key) => {
    const planted = { planted: 'planted' }
    const lines = logged('info', (log) => {
      log.info({ [key]: 'planted', camera: 'hall' }, 'x')
      log.info({ [key]: planted, camera: 'hall' }, 'x')
      log.info({ order: { [key]: 'planted', camera: 'hall' } }, 'x')
      log.child({ [key]: 'planted' }).info({ camera: 'hall' }, 'x')
    })
    expect(lines).toHaveLength(4)
    expect(JSON.stringify(lines)).not.toContain('planted')
    for (const line of lines) expect(JSON.stringify(line)).toContain('"camera":"hall"')
  })

  it('veils the address of a camera within its source', () => {
    const rtsp = 'rtsp://anna:planted@10.0.0.7'
    const lines = logged('info', (log) => {
      log.info({ source: { rtsp } }, 'x')
      log.info({ camera: { source: { rtsp } } }, 'x')
    })
    expect(JSON.stringify(lines)).not.toContain('planted')
  })

  it('tells of an operating failure its code and words, not where it happened nor what was under it', () => {
    const cause = new Error('planted')
    const err = new HubError('HUB_CAMERA_LOST', 'camera hall: no picture', { cause })
    const [line] = logged('info', (log) => log.error({ err }, 'x'))
    expect(line?.['err']).toEqual({
      type: 'HubError',
      code: 'HUB_CAMERA_LOST',
      message: 'camera hall: no picture',
    })
  })

  it('tells of our own fault where it happened', () => {
    const [line] = logged('info', (log) => log.error({ err: new TypeError('x is undefined') }, 'x'))
    expect(line?.['err']).toMatchObject({
      type: 'TypeError',
      message: 'x is undefined',
      stack: expect.stringContaining('logger.test.ts'),
    })
  })

  it.each(logLevels)('is written from the level on that was asked for: %s', (level) => {
    const spoken = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const
    const lines = logged(level, (log) => {
      for (const each of spoken) log[each]({}, each)
    })
    const from = level === 'silent' ? spoken.length : spoken.indexOf(level)
    expect(lines.map(({ msg }) => msg)).toEqual(spoken.slice(from))
  })
})
