// What is untrue in docs/errors.md: the page against the lists of codes, the catalogue of words, and what codes become.
import { type RefusalCode, alarmCodes, refusalCodes } from '@portico/core'
import { clientErrorCodes } from '@portico/client'
import { evidenceErrorCodes } from '@portico/evidence/seal'
import {
  courierHears,
  errorReply,
  exitCodeOf,
  exitCodes,
  httpErrorCodes,
  hubErrorCodes,
  ownersOwn,
  tellFailure,
} from '@portico/hub'
import { mediaErrorCodes } from '@portico/media'
import { mqttErrorCodes } from '@portico/plugin-bridge-mqtt'
import { carrierErrorCodes } from '@portico/plugin-carriers'
import { mailErrorCodes } from '@portico/plugin-mail-intake'
import { onvifErrorCodes } from '@portico/plugin-onvif'
import { virtualErrorCodes } from '@portico/plugin-virtual-home'
import { HubError } from '@portico/ports'
import { alarmWords, courierSentences, refusalWords, unprovedWords } from '@portico/protocol'
import { rtspErrorCodes } from '@portico/rtp'
import { runtimeErrorCodes } from '@portico/runtime'
import { storeErrorCodes } from '@portico/store-sqlite'
import { type Source, closeCodes, usesOf } from './source-codes.ts'
import { type Row, plain, rowsIn } from './tables.ts'

/** Their declaration is a literal in quotes. */
const listedFailures: readonly string[] = [
  ...carrierErrorCodes,
  ...clientErrorCodes,
  ...evidenceErrorCodes,
  ...hubErrorCodes,
  ...mediaErrorCodes,
  ...mailErrorCodes,
  ...mqttErrorCodes,
  ...onvifErrorCodes,
  ...rtspErrorCodes,
  ...runtimeErrorCodes,
  ...storeErrorCodes,
  ...virtualErrorCodes,
]
const failures: readonly string[] = [...listedFailures, ...httpErrorCodes]

/** By the section of the page that holds them. */
const sections: Readonly<Record<string, readonly string[]>> = {
  Refusals: refusalCodes,
  Alarms: alarmCodes,
  'Not proved': Object.keys(unprovedWords),
  'Operating failures': failures,
}

export const knownCodes: ReadonlySet<string> = new Set(Object.values(sections).flat())

const NONE = '–'
const OWN_ORDERS = 'Answers to what a person asked'

const nameOf = ({ cells }: Row): string => plain(cells.code)
const at = ({ line }: Row, what: string): string => `errors.md:${line}: ${what}`
const isCodeRow = ({ cells }: Row): boolean => 'code' in cells

/** A cell against what the code says. */
const differs = (row: Row, column: string, wanted: string): string[] =>
  row.cells[column] === wanted
    ? []
    : [at(row, `${nameOf(row)}: "${column}" is "${row.cells[column]}", not "${wanted}"`)]

function completeness(rows: readonly Row[]): string[] {
  return Object.entries(sections).flatMap(([section, codes]) => {
    const told = rows.filter((row) => row.section === section && isCodeRow(row))
    const names = told.map(nameOf)
    return [
      ...codes
        .filter((code) => !names.includes(code))
        .map((code) => `errors.md: ${section}: ${code} is missing`),
      ...told
        .filter((row) => !codes.includes(nameOf(row)))
        .map((row) => at(row, `there is no ${nameOf(row)}`)),
      ...told
        .filter((row, place) => names.indexOf(nameOf(row)) < place)
        .map((row) => at(row, `${nameOf(row)} stands here a second time`)),
    ]
  })
}

function order(rows: readonly Row[]): string[] {
  return rows.flatMap((row, place) => {
    const before = rows[place - 1]
    if (!before || before.group !== row.group || before.section !== row.section) return []
    if (!isCodeRow(row) || !isCodeRow(before) || nameOf(before) <= nameOf(row)) return []
    return [at(row, `${nameOf(row)} stands behind ${nameOf(before)}: sort the table`)]
  })
}

const emptyCells = (rows: readonly Row[]): string[] =>
  rows.flatMap((row) =>
    Object.entries(row.cells).flatMap(([column, cell]) =>
      cell === '' ? [at(row, `"${column}" is empty`)] : [],
    ),
  )

/** The next step in the catalogue's words, and more where more is known. */
const nextStep = (row: Row, next: string): string[] =>
  `${row.cells['what to do']} `.startsWith(`${next}. `)
    ? []
    : [at(row, `${nameOf(row)}: "what to do" does not begin with "${next}."`)]

function courierCell(code: RefusalCode): string {
  const { courier } = refusalWords[code]
  const { letter } = courierHears(code)
  return letter === courier ? courier : `${courier}, heard as ${letter}`
}

function refusals(rows: readonly Row[]): string[] {
  return refusalCodes.flatMap((code) =>
    rows
      .filter((row) => row.section === 'Refusals' && nameOf(row) === code)
      .flatMap((row) => [
        ...differs(row, 'owner reads', refusalWords[code].owner),
        ...differs(row, 'courier', courierCell(code)),
        ...nextStep(row, refusalWords[code].next),
        ...((row.group === OWN_ORDERS) === ownersOwn.has(code)
          ? []
          : [at(row, `${code}: whether the courier's page shows it decides its group`)]),
      ]),
  )
}

function alarms(rows: readonly Row[]): string[] {
  return alarmCodes.flatMap((code) =>
    rows
      .filter((row) => row.section === 'Alarms' && nameOf(row) === code)
      .flatMap((row) => [
        ...differs(row, 'owner reads', alarmWords[code].owner),
        ...differs(row, 'courier', alarmWords[code].courier ?? NONE),
        ...nextStep(row, alarmWords[code].act),
      ]),
  )
}

/** Rows of a section against a table of the code, by the column that names them. */
function tableFaults(rows: readonly Row[], { section, key, column, wanted }: TableOrder): string[] {
  const told = rows.filter((row) => row.section === section && key in row.cells)
  const names = told.map(({ cells }) => plain(cells[key]))
  const missing = Object.keys(wanted).filter((name) => !names.includes(name))
  return [
    ...missing.map((name) => `errors.md: ${section}: ${key} ${name} is missing`),
    ...told.flatMap((row, place) => {
      const name = names[place] ?? ''
      if (!Object.hasOwn(wanted, name)) return [at(row, `there is no ${key} ${name}`)]
      const words = wanted[name]
      if (names.indexOf(name) < place) return [at(row, `${key} ${name} stands here a second time`)]
      return words === null || words === undefined || row.cells[column] === words
        ? []
        : [at(row, `${key} ${name} says "${words}"`)]
    }),
  ]
}

interface TableOrder {
  readonly section: string
  readonly key: string
  readonly column: string
  /** Null: there is such a row, whatever it says. */
  readonly wanted: Readonly<Record<string, string | null>>
}

const anyWords = (names: readonly string[]): Record<string, null> =>
  Object.fromEntries(names.map((name) => [name, null]))

const silent = { print: async (): Promise<void> => {}, tell: (): void => {} }
const exitOf = (code: string): number => tellFailure(silent, new HubError(code, 'for its exit code'))
const statusOf = (code: string): number => errorReply(new HubError(code, 'for its status')).status

/** What every failure becomes that has none of its own: it may be left out where the code never gets there. */
const usualStatus: ReadonlySet<number> = new Set([500, 503])

function outcomes(rows: readonly Row[]): string[] {
  const wrong = (row: Row, column: 'HTTP' | 'exit', wanted: number, usual: boolean): string[] =>
    usual && row.cells[column] === NONE ? [] : differs(row, column, String(wanted))
  return rows
    .filter((row) => row.section === 'Operating failures' && failures.includes(nameOf(row)))
    .flatMap((row) => {
      const [status, exit] = [statusOf(nameOf(row)), exitOf(nameOf(row))]
      return [
        ...wrong(row, 'HTTP', status, usualStatus.has(status)),
        ...wrong(row, 'exit', exit, exit === exitCodes.FAILED),
      ]
    })
}

/** A code that nothing in the sources uses is kept for later, and says so. */
function reserved(rows: readonly Row[], sources: readonly Source[]): string[] {
  return rows.filter(isCodeRow).flatMap((row) => {
    const code = nameOf(row)
    const listings =
      Number(listedFailures.includes(code)) + Number([...ownersOwn].some((own) => own === code))
    const isUsed = usesOf(sources, code) > listings
    const saysReserved = row.cells['what happened']?.startsWith('Reserved: ') === true
    if (isUsed !== saysReserved) return []
    return [
      at(
        row,
        isUsed ? `${code} is in use: it is not reserved` : `${code}: nothing uses it: say "Reserved: "`,
      ),
    ]
  })
}

/** Codes that are mentioned between the tables, or within them. */
const mentions = (page: string): string[] =>
  [...page.matchAll(/`((?!PORTICO_)[A-Z]+(?:_[A-Z]+)+)`/g)].flatMap(([, code = '']) =>
    knownCodes.has(code) ? [] : [`errors.md: there is no ${code}`],
  )

export function findPageFaults(page: string, sources: readonly Source[]): string[] {
  const rows = rowsIn(page)
  const exits = [...Object.values(exitCodes), exitCodeOf('SIGINT'), exitCodeOf('SIGTERM')].map(String)
  return [
    ...completeness(rows),
    ...order(rows),
    ...emptyCells(rows),
    ...refusals(rows),
    ...alarms(rows),
    ...tableFaults(rows, {
      section: 'Sentences for couriers',
      key: 'letter',
      column: 'courier reads',
      wanted: courierSentences,
    }),
    ...tableFaults(rows, {
      section: 'Not proved',
      key: 'code',
      column: 'owner reads',
      wanted: unprovedWords,
    }),
    ...tableFaults(rows, { section: 'Exit codes', key: 'exit', column: 'means', wanted: anyWords(exits) }),
    ...tableFaults(rows, {
      section: 'Operating failures',
      key: 'close',
      column: 'what happened',
      wanted: anyWords(closeCodes(sources)),
    }),
    ...outcomes(rows),
    ...reserved(rows, sources),
    ...mentions(page),
  ]
}
