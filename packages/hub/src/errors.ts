// Operating failures of the program: settings, keys, plugins, control, commands. Faces list theirs beside them.
import { HubError, type HubErrorDetails } from '@portico/ports'

export const hubErrorCodes = [
  /** The settings file cannot be read. */
  'HUB_SETTINGS_FILE',
  /** The settings file says something that cannot be; every fault is named. */
  'HUB_SETTINGS_INVALID',
  /** A variable of the environment has a value that cannot be. */
  'HUB_ENVIRONMENT_INVALID',
  /** A key file can be read by others. */
  'HUB_KEYS_UNSAFE',
  /** The home has a journal, but its key is not there. */
  'HUB_KEYS_MISSING',
  'HUB_KEYS_UNREADABLE',
  /** The file of the house's certificate authority holds something else. */
  'HUB_HTTPS_AUTHORITY',
  /** The network could not be asked for cameras. */
  'HUB_DISCOVERY_FAILED',
  /** A plugin did not start. */
  'HUB_PLUGIN_START',
  /** A plugin is not running, or its process does not answer. */
  'HUB_PLUGIN_DOWN',
  'HUB_PLUGIN_TIMEOUT',
  /** An unlock came after its last moment; the lock was never asked. */
  'HUB_PLUGIN_TOO_LATE',
  /** Too much waits for a plugin already. */
  'HUB_PLUGIN_BUSY',
  /** A plugin failed in a way of its own. */
  'HUB_PLUGIN_FAULT',
  /** No bridge of that name is in the settings. */
  'HUB_BRIDGE_UNKNOWN',
  /** Opening by a bridge whose program any other on this machine can speak to. */
  'HUB_BRIDGE_OPEN',
  /** The bridge has no such ability. */
  'HUB_BRIDGE_CANNOT',
  /** The door has no such device, or its plugin never offered it. */
  'HUB_DEVICE_MISSING',
  /** There is no such mailbox in the settings. */
  'HUB_MAIL_UNKNOWN',
  /** The edge of a door is not paired yet, or shows another key than the pinned one. */
  'HUB_EDGE_UNPAIRED',
  /** The running hub did not answer the command line. */
  'HUB_CONTROL_TIMEOUT',
  'HUB_CONTROL_MESSAGE',
  'HUB_CONTROL_BUSY',
  /** The control socket cannot be opened. */
  'HUB_CONTROL_SOCKET',
  /** The command line was used wrongly. */
  'HUB_COMMAND_USAGE',
  'HUB_COMMAND_FILE',
  /** A token, source or session of that name does not exist. */
  'HUB_COMMAND_UNKNOWN',
  /** A film is gone, closed for want of its key, or not the one that the journal names. */
  'HUB_COMMAND_MEDIA',
  /** There is no evidence of a visit that still goes on. */
  'HUB_COMMAND_UNFINISHED',
  /** The command needs a running hub. */
  'HUB_COMMAND_OFFLINE',
  /** The home said no to what a play asked, or the simulated door did not move. */
  'HUB_COMMAND_REFUSED',
  /** The shutdown did not end within its deadline. */
  'HUB_STOP_TIMEOUT',
] as const

export type HubErrorCode = (typeof hubErrorCodes)[number]

/** The one way to make an error of these rooms. */
export const hubError = (code: HubErrorCode, message: string, details?: HubErrorDetails): HubError =>
  new HubError(code, message, details)
