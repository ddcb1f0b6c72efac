// The real home of the README: its settings and its plugin are what `portico check` takes, and one simulated device
// among them is what it refuses.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { portico } from '../support/hub-process.ts'

const readme = readFileSync(resolve(import.meta.dirname, '../../README.md'), 'utf8')
const [section = ''] = /^## A real lock and a real camera$[\s\S]*?(?=^## )/m.exec(readme) ?? []
const [camera = ''] = /^## A real camera and a bell$[\s\S]*?(?=^## )/m.exec(readme) ?? []
const folder = mkdtempSync(join(tmpdir(), 'portico-readme-'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The one block of this language. */
function block(language: string, text = section): string {
  const found = [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))]
  const [first] = found
  if (found.length !== 1 || first?.[1] === undefined) throw new Error(`${found.length} blocks of ${language}`)
  return first[1]
}

function check(settings: string): ReturnType<typeof portico> {
  mkdirSync(join(folder, 'my-home'), { recursive: true })
  writeFileSync(join(folder, 'my-home/config.json'), block('json'))
  writeFileSync(join(folder, 'my-home/plugin.js'), block('js'))
  writeFileSync(join(folder, 'portico.yaml'), settings)
  return portico(['check', '--config', join(folder, 'portico.yaml')])
}

test('the real camera and bell need nothing but a password, and the check says how to keep it', () => {
  writeFileSync(join(folder, 'camera.yaml'), block('yaml', camera))
  const { code, out, err } = portico(['check', '--config', join(folder, 'camera.yaml'), '--data', folder])
  expect(out).toContain('ok: a home, 1 door, 2 devices')
  expect(err.trim()).toBe(
    'warning: device porch has a user name and no password: portico secret porch keeps one',
  )
  expect(code).toBe(0)
})

test('its settings and its plugin are good', () => {
  const { code, out, err } = check(block('yaml'))
  expect(err).toBe('')
  expect(out).toContain('ok: a home, 1 door, 5 devices, 1 carrier')
  expect(code).toBe(0)
})

test('its plugin can be loaded', async () => {
  check(block('yaml'))
  // cast: what the README's block exports
  const { default: plugin } = (await import(join(folder, 'my-home/plugin.js'))) as {
    readonly default: { start(host: unknown): Promise<void> }
  }
  const added: unknown[] = []
  const devices = [{ id: 'porch', kind: 'camera', options: { rtsp: 'rtsp://192.168.1.21/stream' } }]
  await plugin.start({ devices, addCamera: (id: string, source: unknown) => added.push([id, source]) })
  expect(added).toEqual([
    [
      'porch',
      {
        rtsp: 'rtsp://192.168.1.21/stream',
        username: null,
        password: null,
        liveness: { method: 'none' },
      },
    ],
  ])
})

test('a simulated device among them is refused', () => {
  const mixed = block('yaml').replace(
    'plugin: ./my-home, kind: contact',
    'plugin: virtual-home, kind: contact, options: { door: front }',
  )
  const { code, err } = check(mixed)
  expect(code).toBe(2)
  expect(err).toContain('a home is one or the other as a whole')
})
