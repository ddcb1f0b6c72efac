// The code from the console that every loosening needs, checked the same way wherever one is asked for.
import type { Hub } from '../hub.ts'
import { httpError } from './http-errors.ts'

/** @throws HubError `HUB_RULES_CODE` or `HUB_HTTP_QUOTA` */
export function checkLooseningCode({ ruleCodes }: Hub, typed: string | undefined, by: string): void {
  if (typed === undefined)
    throw httpError('HUB_RULES_CODE', 'this needs a code from the console of the hub: portico rules code')
  switch (ruleCodes.take(typed, by)) {
    case 'good':
      return
    case 'wrong':
      throw httpError('HUB_RULES_CODE', 'this code is no good; make a new one with portico rules code')
    case 'too-often':
      throw httpError('HUB_HTTP_QUOTA', 'too many wrong codes; wait ten minutes')
  }
}
