// What stands in the codes on a label leads to the tracking number that a person would read there.
import { describe, expect, test } from 'vitest'
import { findNumbers } from '../../src/parcels/find-numbers.ts'
import { textOfCodes } from '../../src/parcels/scan/label-text.ts'

const numbersIn = (...codes: string[]): readonly string[] =>
  findNumbers(textOfCodes(codes)).map(({ number }) => number)

describe('a label', () => {
  test.each([
    ['of UPS', ['1Z999AA10123456784'], ['1Z999AA10123456784']],
    [
      'of the post, with its post code before',
      ['420902109400111202555842332669'],
      ['9400111202555842332669'],
    ],
    ['with a post code of nine', ['4209021012349400111202555842332669'], ['9400111202555842332669']],
    ['with separators', ['42090210\u001D9400111202555842332669'], ['9400111202555842332669']],
    ['with the sign of its code', [']C11Z999AA10123456784'], ['1Z999AA10123456784']],
    ['as a link', ['https://track.example/?id=RB123456785DE&x=1'], ['RB123456785DE']],
    ['twice the same', ['1Z999AA10123456784', '1Z999AA10123456784'], ['1Z999AA10123456784']],
    ['that says nothing', ['', '\u001D'], []],
  ])('%s', (_what, codes, numbers) => {
    expect(numbersIn(...codes)).toEqual(numbers)
  })
  test('with several codes offers each number that is in them', () => {
    expect(numbersIn('1Z999AA10123456784', 'RB123456785DE')).toEqual(['1Z999AA10123456784', 'RB123456785DE'])
  })
})
