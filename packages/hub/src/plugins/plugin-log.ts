// The log as a plugin's keeper uses it: pino's, a child that names the plugin.
import type { BaseLogger } from 'pino'

export type PluginLog = Pick<BaseLogger, 'debug' | 'info' | 'warn' | 'error'>
