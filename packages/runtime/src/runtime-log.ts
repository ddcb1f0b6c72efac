// The log as the runtime uses it: pino's, injected.
import type { BaseLogger } from 'pino'

export type RuntimeLog = Pick<BaseLogger, 'debug' | 'info' | 'warn' | 'error'>
