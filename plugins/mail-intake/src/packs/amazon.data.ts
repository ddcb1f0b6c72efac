// Amazon: no tracking number in any mail, only the order's, and the parcel of it in the links. The sentence counts more
// than the subject, which some countries use for several kinds. Known: the fixtures of the US, UK and German shops; from
// memory: the other languages.
import type { SenderPack } from './pack.ts'

export const amazon: SenderPack = {
  id: 'amazon',
  name: 'Amazon',
  carrier: 'amazon',
  domains: ['amazon.com', 'amazon.co.uk', 'amazon.de', 'amazon.fr', 'amazon.it', 'amazon.es', 'amazon.ca'],
  notices: ['shipment-tracking', 'order-update', 'versandbestaetigung'],
  standing: 'tested',
  dayOrder: 'dmy',
  numbers: [],
  order: /\b(?<order>\d{3}-\d{7}-\d{7})\b/,
  shipment: /[?&](?:shipmentId|orderingShipmentId)=(?<shipment>[A-Za-z0-9]{4,24})(?:&|$)/,
  merchants: [],
  kinds: [
    { status: 'delivered', body: /^Your package (?:has been|was) delivered[.!]?$/m },
    { status: 'delivered', subject: /^Geliefert: /, body: /^Ihr Paket wurde zugestellt\b/m },
    {
      status: 'out-for-delivery',
      body: /^Your package (?:with \d{1,3} items? )?(?:will be delivered|is arriving|will arrive) today[.!]?$/m,
      today: true,
    },
    { status: 'out-for-delivery', body: /^(?:Ihr|Dein) Paket (?:kommt|wird) heute\b/m, today: true },
    {
      status: 'in-transit',
      subject: /^Your Amazon\.[a-z.]{2,6} order #[0-9-]{19} has (?:shipped|been dispatched)$/,
      when: [/^Your package will arrive:?\n(?<date>[^\n]{5,40})$/m],
    },
  ],
}
