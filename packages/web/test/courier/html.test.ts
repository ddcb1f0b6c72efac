// The template escapes whatever is filled in, and nothing that came from outside becomes HTML.
import { expect, test } from 'vitest'
import { html } from '../../src/courier/html.ts'

const bad = `<script>alert("x")</script>&'`
const good = '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&amp;&#39;'

test('text is escaped, in elements and in attributes', () => {
  expect(html`<p title="${bad}">${bad}</p>`.text).toBe(`<p title="${good}">${good}</p>`)
})

test('what is HTML already goes in as it is, once, and so do lists of it', () => {
  const item = html`<li>${bad}</li>`
  expect(html`${[item, [item]]}`.text).toBe(`<li>${good}</li><li>${good}</li>`)
})

test('what only has the shape of HTML of ours does not pass for it', () => {
  // cast: as JSON from outside could be shaped
  const forged = JSON.parse('{"text":"<b>"}') as string
  expect(() => html`${forged}`).toThrow(TypeError)
})

test('nothing stands for false, true and null; numbers are numbers', () => {
  expect(html`${false}${true}${null}${0}`.text).toBe('0')
})
