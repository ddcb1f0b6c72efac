// Names and version that Homebridge knows the plugin by. A test holds them against package.json and config.schema.json.

export const PLUGIN = 'homebridge-portico'
export const PLATFORM = 'Portico'
export const VERSION = '0.1.0'
