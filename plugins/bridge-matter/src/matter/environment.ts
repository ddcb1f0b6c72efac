// The library's process-wide settings: its storage is ours, its log the hub's.
import { Environment, StorageService } from '@matter/main'
import type { BridgeHost } from '@portico/plugin-api'
import type { MatterOptions } from '../config.ts'
import { redirectLog } from './library-log.ts'
import { type BridgeDatabase, SqliteStore } from './store.ts'

export function prepareEnvironment(
  { storage, log }: Pick<BridgeHost, 'storage' | 'log'>,
  options: MatterOptions,
  database: BridgeDatabase,
): Environment {
  redirectLog(log)
  const environment = Environment.default
  environment.vars.set('storage.path', storage)
  if (options.interface !== null) environment.vars.set('mdns.networkInterface', options.interface)
  const service = environment.get(StorageService)
  service.registerDriver({ id: 'portico', create: (namespace) => new SqliteStore(database, namespace) })
  service.configuredDriver = 'portico'
  return environment
}
