// The check digits that carriers put into their numbers, so that a mistyped one is found before it is sent.

const ones = (digit: number): number => digit % 10

const digitsOf = (text: string): readonly number[] => Array.from(text, Number)

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0)

/** Digits from the right, the first of them and every second after it three times. */
function threefold(digits: readonly number[]): number {
  const sum = sumOf(digits.toReversed().map((digit, place) => (place % 2 === 0 ? digit * 3 : digit)))
  return ones(10 - ones(sum))
}

/** The check digit is the last character; the body is what stands before it. */
function split(number: string): { readonly body: string; readonly check: number } {
  return { body: number.slice(0, -1), check: Number(number.at(-1)) }
}

/** UPS: `1Z`, fifteen letters and digits, one check digit. A letter counts as its place in ASCII, less 63. */
export function isUps(number: string): boolean {
  if (!/^1Z[0-9A-Z]{15}[0-9]$/.test(number)) return false
  const { body, check } = split(number.slice(2))
  const values = Array.from(body, (letter) =>
    /[0-9]/.test(letter) ? Number(letter) : ones((letter.codePointAt(0) ?? 0) - 63),
  )
  const sum = sumOf(values.map((value, place) => (place % 2 === 0 ? value : value * 2)))
  return ones(10 - ones(sum)) === check
}

const POST_WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7]

/** Universal Postal Union S10: two letters, eight digits, one check digit, the country. */
export function isPost(number: string): boolean {
  if (!/^[A-Z]{2}[0-9]{9}[A-Z]{2}$/.test(number)) return false
  const { body, check } = split(number.slice(2, 11))
  const rest = 11 - (sumOf(digitsOf(body).map((digit, place) => digit * (POST_WEIGHTS[place] ?? 0))) % 11)
  return (rest === 10 ? 0 : rest === 11 ? 5 : rest) === check
}

const EXPRESS_WEIGHTS = [3, 1, 7]

/** FedEx Express: twelve digits. */
export function isFedExExpress(number: string): boolean {
  if (!/^[0-9]{12}$/.test(number)) return false
  const { body, check } = split(number)
  const sum = sumOf(digitsOf(body).map((digit, place) => digit * (EXPRESS_WEIGHTS[place % 3] ?? 0)))
  return ones(sum % 11) === check
}

/** FedEx Ground: fifteen digits. */
export function isFedExGround(number: string): boolean {
  if (!/^[0-9]{15}$/.test(number)) return false
  const { body, check } = split(number)
  return threefold(digitsOf(body)) === check
}

/** USPS: twenty-two digits that begin with 9, or twenty, which may stand for a longer one that begins with 91. */
export function isUsps(number: string): boolean {
  if (!/^(?:[0-9]{20}|9[0-9]{21})$/.test(number)) return false
  const { body, check } = split(number)
  const isRight = (digits: string): boolean => threefold(digitsOf(digits)) === check
  return isRight(body) || (number.length === 20 && isRight(`91${body}`))
}

/** DHL Express: ten digits, the last is what is left of the others divided by seven. */
export function isDhl(number: string): boolean {
  if (!/^[0-9]{10}$/.test(number)) return false
  const { body, check } = split(number)
  return Number(body) % 7 === check
}
