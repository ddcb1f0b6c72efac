// Goal: whenever the media process is killed, its film plays, with its marks. Method: three kills here; fifty, and how
// much is missing at the end, are `npm run test:film`.
import { describe, expect, it } from 'vitest'
import { killFilm } from './film-kills.ts'

describe('a film whose process was killed', () => {
  it.each([350, 800, 1_400])('%i ms after it was ordered plays', async (afterMs) => {
    const { plays, frames, marks } = await killFilm(`s_${afterMs}`, afterMs)
    expect(plays).toBe(true)
    expect(frames).toBeGreaterThan(3)
    expect(marks).toBeGreaterThan(0)
  })
})
