// One life of a plugin's process: the words that it may say, and that of all of them only a mail has bytes behind it.
import type { PluginTold, ToPlugin } from './plugin-messages.ts'
import { ProcessLife, type ProcessLifeOptions } from './process-life.ts'
import { readPluginMessage } from './read-plugin-message.ts'

const wire: ProcessLifeOptions<PluginTold>['wire'] = {
  read: readPluginMessage,
  mayTail: (message) => message.type === 'report' && message.report.kind === 'mail',
}

export class PluginLife extends ProcessLife<PluginTold, ToPlugin> {
  /** Starts the process. */
  constructor(options: Omit<ProcessLifeOptions<PluginTold>, 'wire' | 'env' | 'patience'>) {
    super({ ...options, wire })
  }
}
