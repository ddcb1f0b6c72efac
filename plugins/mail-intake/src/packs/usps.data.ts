// USPS: number and window in the subject; the daily digest of Informed Delivery mixes letters and parcels.
import type { SenderPack } from './pack.ts'

export const usps: SenderPack = {
  id: 'usps',
  name: 'USPS',
  carrier: 'usps',
  domains: ['usps.com'],
  notices: ['auto-reply', 'uspsinformeddelivery'],
  standing: 'tested',
  dayOrder: 'mdy',
  numbers: [/\b(?<number>9[2-5]\d{20})\b/],
  merchants: [],
  kinds: [
    {
      status: 'delivered',
      subject: /^USPS® Item Delivered\b/,
      body: /^Your item (?:was|has been) delivered\b/m,
    },
    {
      status: 'out-for-delivery',
      subject: /^USPS® Expected Delivery (?:on|by) /,
      body: /^Your item is out for delivery on /m,
      when: [
        /^USPS® Expected Delivery on (?<date>\p{L}+, \p{L}+ \d{1,2}, 20\d\d) Between (?<start>\d{1,2}:\d\d[ap]m) and (?<end>\d{1,2}:\d\d[ap]m)\b/u,
        /^USPS® Expected Delivery (?:on|by) (?<date>\p{L}+, \p{L}+ \d{1,2}, 20\d\d)\b/u,
      ],
    },
    {
      status: 'in-transit',
      subject: /^USPS® Expected Delivery (?:on|by) /,
      when: [/^USPS® Expected Delivery (?:on|by) (?<date>\p{L}+, \p{L}+ \d{1,2}, 20\d\d)\b/u],
    },
  ],
  digest: {
    subject: /^Your Daily Digest for /,
    status: 'in-transit',
    headings: [
      { line: /^Expected Today$/i, from: 0, to: 0 },
      { line: /^Expected 1-2 Days$/i, from: 1, to: 2 },
    ],
    letter: /\[image: Mailpiece\]/g,
  },
}
