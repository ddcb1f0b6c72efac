// UPS (mcinfo@ups.com): days in the American order; the number stands in a link and in the text, at times broken by
// invisible characters.
import type { SenderPack } from './pack.ts'

export const ups: SenderPack = {
  id: 'ups',
  name: 'UPS',
  carrier: 'ups',
  domains: ['ups.com'],
  notices: ['mcinfo', 'pkginfo'],
  standing: 'tested',
  dayOrder: 'mdy',
  numbers: [/\b(?<number>1Z[0-9A-Z]{16})\b/],
  merchants: [/^From (?<merchant>[^\n]{2,60})$/m],
  kinds: [
    {
      status: 'delivered',
      body: /^Your package has been delivered\.$/m,
      occurred: /^Delivery Date: ?(?<date>[^\n]{8,40})\nDelivery Time: ?(?<time>\d{1,2}:\d\d [AP]M)$/m,
    },
    {
      status: 'out-for-delivery',
      subject: /^UPS Update: Package Scheduled for Delivery Today$/,
      body: /^Your package is arriving today\.$/m,
      when: [
        /^Scheduled Delivery\n(?<date>[^\n]{8,40})\n(?<start>\d{1,2}:\d\d [AP]M) - (?<end>\d{1,2}:\d\d [AP]M)$/m,
        /^Scheduled Delivery\n(?<date>[^\n]{8,40})$/m,
      ],
      today: true,
    },
  ],
}
