// FedEx (TrackingUpdates@fedex.com): several parcels and look-alikes of twelve digits in one mail, so that only a link or
// the subject names a number.
import type { SenderPack } from './pack.ts'

export const fedex: SenderPack = {
  id: 'fedex',
  name: 'FedEx',
  carrier: 'fedex',
  domains: ['fedex.com'],
  notices: ['trackingupdates'],
  standing: 'tested',
  dayOrder: 'mdy',
  numbers: [
    /^FedEx Shipment (?<number>\d{12,22})\b/,
    /[?&]track(?:ing)?numbers=(?<number>\d{12,22})(?:&|$)/i,
  ],
  masterNumber: /^MASTER TRACKING NUMBER\n(?<number>\d{12,22})$/m,
  merchants: [/^Your packages? from (?<merchant>[^\n]{2,60}?) (?:is|are) now out for delivery today\.$/m],
  kinds: [
    {
      status: 'delivered',
      subject: /^FedEx Shipment \d{12,22}: Your packages? (?:was|were|has been|have been) delivered$/,
    },
    {
      status: 'out-for-delivery',
      subject: /^FedEx Shipment \d{12,22}: Your packages? (?:is|are) now out for delivery today$/,
      today: true,
    },
  ],
}
