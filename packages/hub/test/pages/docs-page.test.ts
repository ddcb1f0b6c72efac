// The page of the API: every route of the description with its words and its right, one answer that loads nothing, and
// nothing of a description taken for HTML.
import { expect, test } from 'vitest'
import { docsPage } from '../../src/pages/docs-page.ts'
import { TestHub } from '../support/test-hub.ts'

test('every route stands on it, it loads nothing, and its policy lets it load nothing', async () => {
  await using hub = await TestHub.open()
  const headers = await hub.token('read')
  const { status, headers: told, bytes } = await hub.ask('GET /docs', { headers })
  expect([status, told['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  expect(told['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/)
  const page = bytes.toString()
  const { body } = await hub.ask('GET /api/v1/openapi.json', { headers })
  for (const [path, methods] of Object.entries<object>(body.paths))
    for (const method of Object.keys(methods))
      expect(page).toContain(`<code>${method.toUpperCase()} ${path}</code>`)
  expect(page).not.toMatch(/<script|<link|<img|src=|url\(/)
  expect((await hub.ask('GET /docs')).status).toBe(401)
})

test('words of a description are words', () => {
  const page = docsPage({
    info: { title: '<b>', version: '1' },
    paths: { '/x"y': { get: { summary: '<script>', 'x-portico-right': '<i>' } } },
  })
  expect(page).toContain('&lt;script&gt;')
  expect(page).not.toMatch(/<script|<b>|<i>/)
})
