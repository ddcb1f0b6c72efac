// What went wrong, as an answer: status, code and words; a failure of ours tells its code and nothing more.
import { HubError } from '@portico/ports'
import { errorCodes } from 'fastify'
import { describe, expect, test } from 'vitest'
import { errorReply } from '../../src/http/error-reply.ts'
import { httpErrorCodes, statusOfHttpError } from '../../src/http/http-errors.ts'

const reply = (code: string): ReturnType<typeof errorReply> => errorReply(new HubError(code, 'planted words'))

describe('a refused request', () => {
  test('keeps its code and its words, and every code of the faces has the status that is listed', () => {
    for (const code of httpErrorCodes) {
      const { status, body, retryAfter } = reply(code)
      expect([code, status]).toEqual([code, statusOfHttpError(code)])
      expect(body.code).toBe(code)
      expect(body.message === 'planted words').toBe(status < 500)
      expect(retryAfter).toBe(status === 503 ? 1 : null)
    }
  })
  test('has one status for each code, and they change only by somebody deciding so', () => {
    const byStatus: Record<string, string[]> = {}
    for (const code of httpErrorCodes) (byStatus[reply(code).status] ??= []).push(code)
    expect(byStatus).toMatchInlineSnapshot(`
      {
        "400": [
          "HUB_HTTP_BODY",
          "HUB_RULES_SENTENCE",
          "HUB_AREA_SHAPE",
          "HUB_WEBHOOK_URL",
        ],
        "401": [
          "HUB_HTTP_SIGN_IN",
          "HUB_HOOK_SIGNATURE",
        ],
        "403": [
          "HUB_HTTP_ORIGIN",
          "HUB_HTTP_PLAIN",
          "HUB_HTTP_FORBIDDEN",
          "HUB_RULES_CODE",
          "HUB_WEBHOOK_ADDRESS",
        ],
        "404": [
          "HUB_HTTP_NOT_FOUND",
          "HUB_PAIRING_CODE",
          "HUB_FACE_CODE",
        ],
        "408": [
          "HUB_HTTP_TIMEOUT",
        ],
        "409": [
          "HUB_FILM_HELD",
          "HUB_HTTP_UNFINISHED",
          "HUB_TOKEN_TAKEN",
          "HUB_TOKEN_LIMIT",
          "HUB_PEOPLE_LIMIT",
          "HUB_PEOPLE_ROLE",
          "HUB_PEOPLE_LAST",
          "HUB_PEOPLE_STAYS",
          "HUB_TALK_TAKEN",
          "HUB_DISPLAY_LIMIT",
          "HUB_FACE_LIMIT",
          "HUB_PIN_TAKEN",
          "HUB_PIN_LIMIT",
          "HUB_RULES_NOTHING",
          "HUB_AREA_WITNESS",
          "HUB_AREA_LEAF",
          "HUB_AREA_NOTHING",
          "HUB_WEBHOOK_LIMIT",
          "HUB_WEBHOOK_RUNS",
          "HUB_SOURCE_FIXED",
        ],
        "410": [
          "HUB_PAIRING_ENDED",
        ],
        "412": [
          "HUB_WHEP_MATCH",
        ],
        "413": [
          "HUB_HTTP_TOO_LARGE",
        ],
        "415": [
          "HUB_HTTP_MEDIA_TYPE",
        ],
        "416": [
          "HUB_HTTP_RANGE",
        ],
        "421": [
          "HUB_HTTP_HOST",
        ],
        "422": [
          "HUB_WHEP_RESTART",
        ],
        "428": [
          "HUB_WHEP_MATCH_MISSING",
        ],
        "429": [
          "HUB_HTTP_QUOTA",
          "HUB_PIN_CLOSED",
        ],
        "500": [
          "HUB_HTTP_FAULT",
          "HUB_HTTP_PORT_TAKEN",
          "HUB_HTTP_LISTEN",
          "HUB_HOOK_SOURCE",
        ],
        "503": [
          "HUB_HTTP_BUSY",
          "HUB_PAGES_MISSING",
        ],
      }
    `)
  })
  test('that the framework refuses is told by a code of ours, without its words', () => {
    const told: string[] = []
    for (const [name, Refusal] of Object.entries(errorCodes)) {
      const error = new Refusal()
      if (error.statusCode === undefined || error.statusCode >= 500) continue
      const { status, body } = errorReply(error)
      expect(status).toBeLessThan(500)
      if (name !== 'FST_ERR_VALIDATION') expect(body.message).not.toBe(error.message)
      told.push(`${name}: ${status} ${body.code}`)
    }
    expect(told.toSorted()).toMatchInlineSnapshot(`
      [
        "FST_ERR_BAD_URL: 400 HUB_HTTP_BODY",
        "FST_ERR_CTP_BODY_TOO_LARGE: 413 HUB_HTTP_TOO_LARGE",
        "FST_ERR_CTP_EMPTY_JSON_BODY: 400 HUB_HTTP_BODY",
        "FST_ERR_CTP_INSTANCE_ALREADY_STARTED: 400 HUB_HTTP_BODY",
        "FST_ERR_CTP_INVALID_CONTENT_LENGTH: 400 HUB_HTTP_BODY",
        "FST_ERR_CTP_INVALID_JSON_BODY: 400 HUB_HTTP_BODY",
        "FST_ERR_CTP_INVALID_MEDIA_TYPE: 415 HUB_HTTP_MEDIA_TYPE",
        "FST_ERR_INVALID_URL: 400 HUB_HTTP_BODY",
        "FST_ERR_MAX_PARAM_LENGTH: 404 HUB_HTTP_NOT_FOUND",
        "FST_ERR_NOT_FOUND: 404 HUB_HTTP_NOT_FOUND",
        "FST_ERR_ROUTE_MISSING_CONTENT: 400 HUB_HTTP_BODY",
        "FST_ERR_ROUTE_MISSING_CONTENT_TYPE: 400 HUB_HTTP_BODY",
        "FST_ERR_VALIDATION: 400 HUB_HTTP_BODY",
      ]
    `)
  })
  test('for a reason that has no code is a request that cannot be read', () => {
    expect(errorReply(Object.assign(new Error('planted words'), { statusCode: 418 }))).toEqual({
      status: 400,
      body: { code: 'HUB_HTTP_BODY', message: 'The request cannot be read.' },
      retryAfter: null,
    })
  })
})

describe('a failure of ours', () => {
  test.each([new Error('planted words'), 'planted words', null, undefined, { statusCode: 302 }, { code: 7 }])(
    'is a 500 and no word of it: %s',
    (thrown) => {
      expect(errorReply(thrown)).toEqual({
        status: 500,
        body: { code: 'HUB_HTTP_FAULT', message: 'The hub failed at this.' },
        retryAfter: null,
      })
    },
  )
  test.each([
    'HUB_JOURNAL_FULL',
    'HUB_MEDIA_GONE',
    'HUB_PLUGIN_BUSY',
    'HUB_DEVICE_MISSING',
    'HUB_VIRTUAL_LOST',
    'HUB_RUNTIME_STOPPED',
    'HUB_DOOR_FLOODED',
  ])('that passes may be tried again: %s', (code) => {
    expect(reply(code)).toEqual({
      status: 503,
      body: { code, message: 'This is not possible at the moment.' },
      retryAfter: 1,
    })
  })
  test('of a kind that nobody thought of tells its code', () => {
    expect(reply('HUB_INVENTED_LATER')).toMatchObject({ status: 500, body: { code: 'HUB_INVENTED_LATER' } })
  })
})
