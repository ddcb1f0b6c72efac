// The home on an MQTT broker, as Home Assistant discovers it. A process of its own.
export { default } from './bridge.ts'
export { mqttErrorCodes } from './errors.ts'
