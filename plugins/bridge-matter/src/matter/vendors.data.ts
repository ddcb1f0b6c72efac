// Vendors of well-known controllers by their id, from memory: only for a name on the owner's page.
export const vendorNames: Readonly<Record<number, string>> = {
  0x10_0a: 'SmartThings',
  0x11_5f: 'Aqara',
  0x12_17: 'Amazon',
  0x13_49: 'Apple Home',
  0x13_4b: 'Home Assistant',
  0x13_84: 'Apple Keychain',
  0x60_06: 'Google Home',
}
