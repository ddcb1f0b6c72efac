// The policy that a settings file names, read alone: a whole settings file is as good as one with nothing else in it.
import { type Policy, plainPolicy } from '@portico/core'
import { SettingsFile } from '@portico/protocol'
import { hubError } from '../errors.ts'
import { sentenceIn } from '../views/sentences.ts'
import { policyFaults } from './policy-checks.ts'
import { type SchemaFault, schemaFaults } from './schema-faults.ts'
import { parseSettings } from './settings-document.ts'
import { type SettingsFault, faultText } from './settings-fault.ts'
import { readSettingsText } from './settings-text.ts'

export interface PolicyOrder {
  readonly file: string
  /** Ids of the doors of the home. */
  readonly doors: readonly string[]
}

const isOfPolicy = ({ path }: SchemaFault): boolean => path[0] === 'policy'

const policyIn = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'policy' in value ? value.policy : undefined

/** @throws HubError `HUB_SETTINGS_FILE`, `HUB_SETTINGS_INVALID` with all faults, one a line */
export function readPolicy({ file, doors }: PolicyOrder): Policy {
  const { name, text } = readSettingsText(file)
  const { value, faults, lineOf } = parseSettings(text)
  const wrong: readonly SettingsFault[] =
    faults.length > 0
      ? faults
      : [...schemaFaults(SettingsFile, value).filter(isOfPolicy), ...policyFaults(value, doors)].map(
          (fault) => ({ ...fault, line: lineOf(fault.path) }),
        )
  const policy = policyIn(value)
  if (wrong.length === 0 && policy === undefined)
    throw hubError('HUB_SETTINGS_INVALID', `${name}: there is no policy in it`)
  if (wrong.length > 0)
    throw hubError(
      'HUB_SETTINGS_INVALID',
      `the policy has a fault:\n${wrong.map((fault) => faultText(name, fault)).join('\n')}`,
    )
  // cast: the schema found no fault in it
  const { mode = 'owner', sentences = [] } = policy as NonNullable<SettingsFile['policy']>
  return { ...plainPolicy(mode), sentences: sentences.map(sentenceIn) }
}
