// Every scene of the courier's page, for tests that look at all of them.
import type { CourierPage, CourierScene, VisitScene } from '../../src/courier/index.ts'

const quiet: VisitScene = {
  kind: 'visit',
  state: 'ended',
  letter: null,
  place: null,
  pin: null,
  leftMs: null,
  wholeMs: null,
  reference: 'K7M2ABCD',
  head: null,
  time: null,
  filmDays: null,
  arrive: null,
  another: null,
  events: '/c/pass/events?page=en',
}

const arrive = { action: '/c/pass/arrive', code: 'code' }
const counted = { leftMs: 24_300, wholeMs: 30_000 }

export const scenes: Readonly<Record<string, CourierScene>> = {
  door: { kind: 'door', action: '/d/x', code: 'code', letter: null },
  'door, wrong number': { kind: 'door', action: '/d/x', code: 'code', letter: 'H' },
  'door, no code': { kind: 'door', action: '/d/x', code: null, letter: null },
  'door, paused': { kind: 'door', action: '/d/x', code: 'code', letter: 'E' },
  welcome: { ...quiet, state: 'welcome', arrive },
  'welcome, remembered': { ...quiet, state: 'welcome', arrive, another: '/d/x?t=code&other=1' },
  'welcome, no code': { ...quiet, state: 'welcome' },
  'welcome, film kept': { ...quiet, state: 'welcome', filmDays: 14 },
  'thanks, film kept': { ...quiet, state: 'thanks', filmDays: 14, events: null },
  wait: { ...quiet, state: 'wait', letter: 'C', leftMs: 57_000, wholeMs: 60_000 },
  'wait, long': { ...quiet, state: 'wait', letter: 'C', leftMs: 40_000, wholeMs: 60_000 },
  pin: { ...quiet, ...counted, state: 'pin', pin: '480213' },
  open: { ...quiet, ...counted, state: 'open' },
  place: { ...quiet, ...counted, state: 'place' },
  leave: { ...quiet, ...counted, state: 'leave', letter: 'G' },
  close: { ...quiet, state: 'close', letter: 'G' },
  thanks: { ...quiet, state: 'thanks', time: '14:02', head: '812-3f9a01c27b', events: null },
  'refused, porch': { ...quiet, state: 'refused', letter: 'A', place: 'porch' },
  'refused, box': { ...quiet, state: 'refused', letter: 'A', place: 'box' },
  'refused, garage': { ...quiet, state: 'refused', letter: 'A', place: 'garage' },
  'refused, neighbour': { ...quiet, state: 'refused', letter: 'A', place: 'neighbour' },
  'refused, scan': { ...quiet, state: 'refused', letter: 'B' },
  'refused, busy': { ...quiet, state: 'refused', letter: 'C' },
  'refused, keep': { ...quiet, state: 'refused', letter: 'F' },
  ended: { ...quiet, state: 'ended', letter: 'D', events: null },
  'ended, bell': { ...quiet, state: 'ended', letter: 'E', events: null },
  'unknown pass': { ...quiet, state: 'ended', letter: 'D', reference: null, events: null },
}

export const pageOf = (scene: CourierScene, more: Partial<CourierPage> = {}): CourierPage => ({
  scene,
  language: 'en',
  simulated: false,
  style: 'p{}',
  script: '/courier.js?v=1',
  path: '/c/pass',
  query: {},
  ...more,
})

/** What is read: without tags, and without what no one sees. */
export const textOf = (page: string): string =>
  page
    .replaceAll(/<(style|title|noscript|svg|details)[^>]*>.*?<\/\1>/gs, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&#39;', "'")
    .trim()
