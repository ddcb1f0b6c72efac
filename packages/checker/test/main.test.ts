// The command for an outsider: exit 0, 1 and 2, one line a finding.
import { expect, test } from 'vitest'
import { main } from '../src/main.ts'
import { good, lines, saying } from './story.ts'

function run(words: readonly string[], text: string | null): { code: number; out: string[] } {
  const out: string[] = []
  const code = main(words, {
    read: () => {
      if (text === null) throw new Error('no such file')
      return text
    },
    print: (line) => void out.push(line),
    tell: (line) => void out.push(line),
  })
  return { code, out }
}
const text = (story: typeof good): string =>
  lines(story)
    .map((line) => JSON.stringify(line))
    .join('\n')

test('clean', () => {
  expect(run(['x.jsonl', '--no-hashes'], text(good))).toEqual({ code: 0, out: ['clean'] })
})
test('findings', () => {
  const { code, out } = run(['x.jsonl', '--no-hashes'], text(saying('ClockNoted', { ok: false })))
  expect(code).toBe(1)
  expect(out[0]).toMatch(/^S8 line \d+ front: the clock is not trusted$/)
})
test.each([
  ['no file', [], 'x'],
  ['two files', ['a', 'b'], 'x'],
  ['a file that cannot be read', ['a'], null],
  ['an empty file', ['a'], '\n'],
] as const)('%s: 2', (_, words, content) => {
  expect(run(words, content).code).toBe(2)
})
test('it tells its rules', () => {
  const { code, out } = run(['--rules'], null)
  expect(code).toBe(0)
  expect(out).toContain('S1: at most one send per op (one permission, one opening)')
})
