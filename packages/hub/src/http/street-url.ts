// Where couriers come in from outside.
import type { CheckedSettings } from '../config/checked-settings.ts'

/** By the public address; without one by the name that was used to ask. */
export const streetUrl = (
  { publicUrl }: Pick<CheckedSettings, 'publicUrl'>,
  host: string | undefined,
  path: string,
): string => `${publicUrl ?? `http://${host ?? 'localhost'}`}${path}`
