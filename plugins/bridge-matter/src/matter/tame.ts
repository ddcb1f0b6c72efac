// What the library does to its process as it is imported, and must not: it reads a file in the home folder, arguments and
// environment, catches signals and sets the exit code. To be called before anything else of it is imported.
import { config } from '@matter/nodejs/config'

/** `folder`: where it looks for its files. */
export function tameLibrary(folder: string): void {
  config.defaultStoragePath = folder
  config.loadConfigFile = false
  config.loadProcessArgv = false
  config.loadProcessEnv = false
  config.trapProcessSignals = false
  config.trapUnhandledErrors = false
  config.setProcessExitCodeOnError = false
}
