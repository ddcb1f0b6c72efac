// Which tracking numbers are found in what people type and paste, and which are not taken for one.
import { assert, constantFrom, integer, nat, pre, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  isDhl,
  isFedExExpress,
  isFedExGround,
  isPost,
  isUps,
  isUsps,
} from '../../src/parcels/check-digits.ts'
import { FOUND_MAX, TEXT_MAX, findNumbers, guessWords } from '../../src/parcels/find-numbers.ts'

/** Published examples, each with a right check digit. */
const vectors = [
  ['UPS', '1Z999AA10123456784', isUps],
  ['UPS', '1Z5R89390357567127', isUps],
  ['Post', 'RB123456785GB', isPost],
  ['Post', 'RR473124829DE', isPost],
  ['FedEx', '986578788855', isFedExExpress],
  ['FedEx', '041441760228964', isFedExGround],
  ['USPS', '9400111202555842332669', isUsps],
  ['USPS', '71969010756003077385', isUsps],
  ['DHL', '3318810025', isDhl],
] as const

const otherDigit = (number: string, place: number, by: number): string =>
  number.slice(0, place) + ((Number(number[place]) + by) % 10) + number.slice(place + 1)

describe('check digits', () => {
  it.each(vectors)('%s %s is right', (_carrier, number, check) => {
    expect(check(number)).toBe(true)
  })

  it.each(vectors)('%s %s with another last digit is wrong', (_carrier, number, check) => {
    const last = number.search(/[0-9](?=[A-Z]*$)/)
    expect(check(otherDigit(number, last, 1))).toBe(false)
  })

  it('a UPS number with two digits exchanged is wrong', () => {
    expect(isUps('1Z999AA10123546784')).toBe(false)
  })
})

describe('finding numbers', () => {
  it.each(vectors)('%s %s is found as it stands', (carrier, number) => {
    expect(findNumbers(number)[0]).toEqual({ number, carrier, certainty: 'check' })
  })

  it.each(vectors)('%s %s is found in a mail', (carrier, number) => {
    const mail = `Dear customer,\nyour order 302-1 of 26.11.2026 is on its way: ${number}. It comes tomorrow.`
    expect(findNumbers(mail)).toEqual([{ number, carrier, certainty: 'check' }])
  })

  it('reads groups as labels print them, and small letters', () => {
    expect(findNumbers('1z 999 aa1 01 2345 6784')[0]?.number).toBe('1Z999AA10123456784')
    expect(findNumbers('RB 123 456 785 GB')[0]?.number).toBe('RB123456785GB')
    expect(findNumbers('9400-1112-0255-5842-3326-69')[0]?.carrier).toBe('USPS')
  })

  it('reads links', () => {
    const found = findNumbers('https://www.ups.com/track?loc=en&tracknum=1Z999AA10123456784&requester=WT/')
    expect(found).toEqual([{ number: '1Z999AA10123456784', carrier: 'UPS', certainty: 'check' }])
    expect(findNumbers('https://x.example/t?piececode=JJD0123%2045678&l=de')[0]?.carrier ?? null).toBeNull()
    expect(findNumbers('https://x.example/t?trackingNumber=00340434161094022115')[0]?.number).toBe(
      '00340434161094022115',
    )
  })

  it('Amazon has no check digit, and says so', () => {
    const [found] = findNumbers('TBA012345678901')
    expect(found?.certainty).toBe('form')
    expect(found && guessWords(found)).toBe('Looks like Amazon, not checked')
  })

  it('a UPS number with a wrong check digit is offered, and not as checked', () => {
    expect(findNumbers('see 1Z999AA10123456785 please')).toEqual([
      { number: '1Z999AA10123456785', carrier: 'UPS', certainty: 'form' },
    ])
  })

  it('telephone numbers, prices, dates and order numbers in a mail are not taken for one', () => {
    expect(
      findNumbers('Call 0301234567 or pay 12,99 EUR for order 302-8837465 of 2026-11-26, thanks'),
    ).toEqual([])
  })

  it('what nobody knows is offered when it is all there is, or when it is named', () => {
    expect(findNumbers(' abc-12345 ')).toEqual([{ number: 'ABC12345', carrier: null, certainty: 'whole' }])
    expect(findNumbers('Sendungsnummer: CH00112233X, viel Freude')[0]?.number).toBe('CH00112233X')
  })

  it('words, short numbers and nothing give nothing', () => {
    for (const text of ['', '   ', '12345', 'hello', 'where is my parcel today', '<b>'])
      expect(findNumbers(text)).toEqual([])
  })

  it('gives several, the surest first, each once', () => {
    const found = findNumbers('TBA012345678901 then 1Z999AA10123456784 and again 1Z999AA10123456784')
    expect(found.map(({ number }) => number)).toEqual(['1Z999AA10123456784', 'TBA012345678901'])
  })

  it('whatever is pasted: bounded, upper case, of a length the hub takes', () => {
    assert(
      property(string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const found = findNumbers(text)
        expect(found.length).toBeLessThanOrEqual(FOUND_MAX)
        for (const { number } of found) expect(number).toMatch(/^[0-9A-Z]{6,64}$/)
      }),
    )
  })

  it('a UPS number is found in any words around it', () => {
    const words = string({
      unit: constantFrom('a', 'b', ' ', '.', ',', '\n', ':', ';', '(', ')', '/', '?', '=', '<', '&'),
      maxLength: 200,
    })
    assert(
      property(words, words, (before, after) => {
        const numbers = findNumbers(`${before} 1Z999AA10123456784 ${after}`).map(({ number }) => number)
        expect(numbers).toContain('1Z999AA10123456784')
      }),
    )
  })

  it('one wrong digit anywhere is never called right', () => {
    const check = constantFrom(...vectors)
    assert(
      property(check, nat(30), integer({ min: 1, max: 9 }), ([carrier, number], place, by) => {
        const places = Array.from(number, (letter, at) => (/[0-9]/.test(letter) ? at : -1)).filter(
          (at) => at >= 0,
        )
        const at = places[place % places.length] ?? 0
        const wrong = otherDigit(number, at, by)
        // This sum notices one wrong digit always, that of UPS all but five more; those of the others most.
        pre(number.length === 22 || (carrier === 'UPS' && by !== 5))
        const right = findNumbers(wrong).filter(
          (each) => each.certainty === 'check' && each.carrier === carrier,
        )
        expect(right).toEqual([])
      }),
    )
  })

  it('a very long text is read to its bound and no further', () => {
    const long = `${'1 '.repeat(TEXT_MAX)}1Z999AA10123456784`
    expect(findNumbers(long).map(({ number }) => number)).not.toContain('1Z999AA10123456784')
  })
})
