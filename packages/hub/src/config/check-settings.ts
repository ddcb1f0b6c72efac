// The settings file from text to checked: every fault in it is found in one go, in the order of the file.
import { SettingsFile } from '@portico/protocol'
import type { CheckedSettings } from './checked-settings.ts'
import { hubError } from '../errors.ts'
import { type ListenOverrides, buildSettings } from './build-settings.ts'
import { checkBridges } from './bridge-checks.ts'
import { doorFaults, doorWarnings } from './door-checks.ts'
import { stillFaults } from './still-checks.ts'
import { carrierWords, surroundingFaults, surroundingWarnings } from './network-checks.ts'
import { mailboxFaults, mailboxWarnings } from './mail-checks.ts'
import { checkPlugins } from './plugin-checks.ts'
import { policyFaults } from './policy-checks.ts'
import { type SchemaFault, schemaFaults } from './schema-faults.ts'
import { parseSettings } from './settings-document.ts'
import { draftOf } from './settings-draft.ts'
import { type SettingsFault, faultText } from './settings-fault.ts'
import type { SettingsText } from './settings-text.ts'
import { viewSetupFaults } from './view-checks.ts'

export interface SettingsVerdict {
  /** null when there is any fault. */
  readonly settings: CheckedSettings | null
  /** Each a line of text: `portico.yaml:12: doors[0].lock: …` */
  readonly faults: readonly string[]
  readonly warnings: readonly string[]
}

export interface CheckOptions {
  /** Ids of the carriers that exist. */
  readonly carriers: readonly string[]
  readonly overrides: ListenOverrides
}

/** A file that is no settings file at all may have a fault in each line. */
const FAULTS_MAX = 50

/** Runs no driver and opens nothing. */
export async function checkSettings(
  { name, folder, text }: SettingsText,
  { carriers, overrides }: CheckOptions,
): Promise<SettingsVerdict> {
  const document = parseSettings(text)
  const texts = (faults: readonly SchemaFault[]): readonly string[] =>
    faults
      .map((fault): SettingsFault => ({ ...fault, line: document.lineOf(fault.path) }))
      .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
      .map((fault) => faultText(name, fault))
  if (document.faults.length > 0)
    return {
      settings: null,
      faults: bounded(document.faults.map((fault) => faultText(name, fault))),
      warnings: [],
    }
  if (document.value === null || document.value === undefined)
    return {
      settings: null,
      faults: [`${name}: it is empty: leave it out for the default home`],
      warnings: [],
    }
  const draft = draftOf(document.value)
  const {
    faults: pluginFaults,
    warnings: pluginWarnings,
    plugins,
  } = await checkPlugins(draft.devices, folder)
  const { faults: bridgeFaults, bridges } = await checkBridges(document.value, folder)
  const faults = [
    ...schemaFaults(SettingsFile, document.value).map((fault) => carrierWords(fault, carriers)),
    ...doorFaults(draft),
    ...stillFaults(draft, plugins),
    ...viewSetupFaults(draft),
    ...pluginFaults,
    ...mailboxFaults(document.value),
    ...bridgeFaults,
    ...policyFaults(
      document.value,
      draft.doors.map(({ id }) => id),
    ),
    ...surroundingFaults(draft, carriers),
  ]
  const warnings = texts([
    ...doorWarnings(draft),
    ...pluginWarnings,
    ...mailboxWarnings(document.value),
    ...surroundingWarnings(draft),
  ])
  if (faults.length > 0) return { settings: null, faults: bounded(texts(faults)), warnings }
  // cast: the schema has just found no fault in it
  const file = document.value as SettingsFile
  return {
    settings: buildSettings(file, { plugins, bridges, folder, carriers, overrides }),
    faults: [],
    warnings,
  }
}

/** Each once, and no more than somebody reads. */
function bounded(faults: readonly string[]): readonly string[] {
  const known = [...new Set(faults)]
  const more = known.length - FAULTS_MAX
  return more > 0 ? [...known.slice(0, FAULTS_MAX), `and ${more} more`] : known
}

/** @throws HubError `HUB_SETTINGS_INVALID` with all faults, one a line. */
export function settingsOf({ settings, faults }: SettingsVerdict): CheckedSettings {
  if (settings) return settings
  const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`
  throw hubError('HUB_SETTINGS_INVALID', `the settings have ${count}:\n${faults.join('\n')}`)
}
