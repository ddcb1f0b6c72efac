// The courier's page in every state and every language: what it says, what it never says, and that it is HTML that a
// browser without script can use.
import { describe, expect, test } from 'vitest'
import {
  type CourierPage,
  type CourierScene,
  languages,
  renderCourier,
  renderMain,
  wordsOf,
} from '../../src/courier/index.ts'
import { pageOf, scenes, textOf } from './scenes.ts'

const all = Object.entries(scenes)
const sceneOf = (name: string): CourierScene => {
  const scene = scenes[name]
  if (!scene) throw new Error(`no scene ${name}`)
  return scene
}
const render = (name: string, more: Partial<CourierPage> = {}): string =>
  renderCourier(pageOf(sceneOf(name), more))

const empty = new Set(['meta', 'input', 'path', 'circle', 'rect', 'link'])

/** Elements that are not closed, or closed and never opened. */
function unbalanced(page: string): readonly string[] {
  const open: string[] = []
  const faults: string[] = []
  for (const [tag, close, name = '', self] of page.matchAll(
    /<(\/?)([a-z][a-z0-9]*)\b(?:"[^"]*"|[^">])*?(\/?)>/g,
  )) {
    if (self === '/' || empty.has(name)) continue
    if (close !== '/') open.push(name)
    else if (open.pop() !== name) faults.push(tag)
  }
  return [...faults, ...open]
}

describe.each(languages)('in %s', (language) => {
  test.each(all)('%s', (_name, scene) => {
    const page = renderCourier(pageOf(scene, { language, simulated: true }))
    const words = wordsOf(language)
    expect(
      page.startsWith(`<!doctype html><html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">`),
    ).toBe(true)
    expect(page).toContain(`<title>${words.title}</title>`)
    expect(page).toContain('name="robots" content="noindex, nofollow"')
    expect(textOf(page)).toContain(words.simulated)
    expect(unbalanced(page)).toEqual([])
    expect(page.match(/<h1/g)).toHaveLength(1)
    const drawn = page.replace('<style>p{}</style>', '').replace('{n}', '')
    expect(drawn).not.toMatch(/undefined|\[object|NaN|\bnull\b| style=|<script>| on[a-z]+=|https?:|[{}]/)
  })
})

test.each(languages)(
  'in %s the days of the film are told before and after, and nowhere where none are',
  (language) => {
    const told = wordsOf(language).filmKept.split('{days}')
    expect(told).toHaveLength(2)
    for (const state of ['welcome, film kept', 'thanks, film kept'])
      for (const part of ['14', ...told]) expect(textOf(render(state, { language }))).toContain(part.trim())
    for (const state of ['welcome', 'thanks', 'door'])
      expect(textOf(render(state, { language }))).not.toContain(told[1]?.trim())
  },
)

test('the days are counted as the language counts them', () => {
  const daysIn = (language: (typeof languages)[number], filmDays: number): string =>
    textOf(renderCourier(pageOf({ ...sceneOf('welcome'), filmDays } as CourierScene, { language })))
  expect(daysIn('en', 1)).toContain('kept for 1 day and')
  expect(daysIn('pl', 14)).toContain('przez 14 dni,')
  expect(daysIn('uk', 22)).toContain('22 дні')
})

test('only a simulated home says that it is one', () => {
  expect(textOf(render('welcome'))).not.toContain('Simulated')
  expect(textOf(render('welcome', { simulated: true }))).toContain('Simulated')
})

test.each([
  ['refused, porch', 'A'],
  ['refused, scan', 'B'],
  ['refused, busy', 'C'],
  ['wait', 'C'],
  ['ended', 'D'],
  ['unknown pass', 'D'],
  ['ended, bell', 'E'],
  ['door, paused', 'E'],
  ['door, no code', 'B'],
  ['refused, keep', 'F'],
  ['leave', 'G'],
  ['close', 'G'],
  ['door, wrong number', 'H'],
] as const)('%s says %s, letter by letter', (name, letter) => {
  for (const language of languages) {
    const text = textOf(render(name, { language }))
    expect([language, text]).toEqual([language, expect.stringContaining(wordsOf(language)[letter])])
  }
})

test('each place of the ladder has its sentence, and only the porch is drawn', () => {
  for (const language of languages) {
    const words = wordsOf(language)
    const { useBox, useGarage, useNeighbour } = words
    for (const [place, sentence] of Object.entries({
      box: useBox,
      garage: useGarage,
      neighbour: useNeighbour,
    })) {
      const page = render(`refused, ${place}`, { language })
      expect([language, textOf(page)]).toEqual([language, expect.stringContaining(sentence)])
      expect(page).not.toContain('role="img"')
    }
  }
})

test('a PIN stands large and from left to right, with what it is for and how long it lasts', () => {
  for (const language of languages) {
    const page = render('pin', { language })
    expect(page).toContain('<bdi class="mono" dir="ltr">480 213</bdi>')
    for (const word of [wordsOf(language).pin, wordsOf(language).pinHint])
      expect(textOf(page)).toContain(word)
    expect(page).toContain('data-left="24300"')
    // It is for the eyes of whoever stands there: nothing says it aloud by itself, and no address holds it.
    expect(page.match(/480/g)).toHaveLength(1)
    expect(page).not.toContain('data-voice')
  }
})

test('after a no for which a place might pay, no place is drawn', () => {
  expect(render('refused, porch')).toContain(wordsOf('en').drawnPorch)
  expect(render('refused, keep')).not.toContain('role="img"')
})

test('whoever has to wait for somebody else is shown the bell: nothing there moves on by itself', () => {
  expect(textOf(render('refused, busy'))).toContain(`${wordsOf('en').C} ${wordsOf('en').E}`)
})

test('a refusal is an alert, and nothing else is', () => {
  const alerts = (name: string): boolean => render(name).includes('class="stack" role="alert"')
  expect(all.map(([name]) => name).filter(alerts)).toEqual([
    'door, wrong number',
    'door, no code',
    'door, paused',
    'refused, porch',
    'refused, box',
    'refused, garage',
    'refused, neighbour',
    'refused, scan',
    'refused, busy',
    'refused, keep',
    'ended',
    'ended, bell',
    'unknown pass',
  ])
})

test('whoever has not scanned is asked for nothing, and who has is asked for the whole number', () => {
  expect(render('door')).toContain('<input type="hidden" name="code" value="code" />')
  expect(render('door')).toMatch(/<form [^>]*method="post" action="\/d\/x">/)
  for (const name of ['door, no code', 'door, paused', 'welcome, no code', 'ended', 'thanks'])
    expect(render(name)).not.toContain('<form')
})

test('one tap says: I am at the door; another parcel is a way out only where a pass was brought along', () => {
  expect(render('welcome')).toMatch(/<form [^>]*method="post" action="\/c\/pass\/arrive">.*I am at the door/)
  expect(render('welcome')).not.toContain('another parcel')
  expect(render('welcome, remembered')).toContain('href="/d/x?t=code&amp;other=1"')
})

test('without script it looks again while something may change by itself, and never below a form', () => {
  const again = all.filter(([name]) => render(name).includes('http-equiv="refresh"')).map(([name]) => name)
  expect(again).toEqual(['wait', 'wait, long', 'pin', 'open', 'place', 'leave', 'close'])
  expect(render('wait')).toContain('<noscript><meta http-equiv="refresh" content="3" /></noscript>')
})

test('the bell is offered after ten seconds of waiting', () => {
  expect(render('wait')).toMatch(/id="bell" hidden>/)
  expect(render('wait, long')).toMatch(/id="bell" >.*Please ring the bell\./)
})

test('the line to do next is bold', () => {
  const bold = (name: string): string | undefined =>
    /<li aria-current="step"><span>\d<\/span>([^<]*)/.exec(render(name))?.[1]
  expect(['open', 'place', 'leave', 'close'].map(bold)).toEqual([
    'Put it down',
    'Put it down',
    'Step out',
    'Pull the door shut',
  ])
})

test('the ring shows whole seconds that are left, and only where they run', () => {
  expect(render('open')).toContain('<text class="n" x="50" y="57">25</text>')
  expect(render('close')).not.toContain('class="ring"')
})

test('what was done is over: no form, no stream, no look again', () => {
  expect(render('thanks')).toContain('<time>14:02</time>')
  expect(textOf(render('thanks'))).toContain('K7M2-ABCD')
  // The signed head of the house's journal, for whoever wants to hold it against the house one day.
  expect(textOf(render('thanks'))).toContain('812-3f9a01c27b')
  for (const name of ['thanks', 'ended']) expect(render(name)).not.toMatch(/<form|data-events|refresh/)
})

test('another language is a link to the same page, and keeps the scanned code', () => {
  const page = render('door', { path: '/d/x', query: { t: 'code' } })
  for (const language of languages) expect(page).toContain(`href="/d/x?t=code&amp;lang=${language}"`)
  expect(page).toMatch(/lang="ar"[^>]*dir="rtl"/)
})

test('whatever comes in stays text', () => {
  const bad = '"><script>alert(1)</script>'
  const scene: CourierScene = { kind: 'door', action: `/d/${bad}`, code: bad, letter: null }
  const page = renderCourier(pageOf(scene, { path: bad, query: { t: bad } }))
  expect(page).not.toContain('<script>')
  expect(unbalanced(page)).toEqual([])
})

test('without a build there is a page all the same', () => {
  expect(render('welcome', { script: null, style: '' })).not.toContain('<script')
})

test('what the stream tells is the very part that the page holds', () => {
  for (const [name, scene] of all) expect(render(name)).toContain(renderMain(scene, 'en'))
})
