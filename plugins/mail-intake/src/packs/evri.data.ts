// Evri, formerly Hermes in the UK (donotreply@myhermes.co.uk): hours without minutes. The sender after the change of name
// was not seen.
import type { SenderPack } from './pack.ts'

export const evri: SenderPack = {
  id: 'evri',
  name: 'Evri (Hermes)',
  carrier: 'evri',
  domains: ['myhermes.co.uk', 'evri.com'],
  notices: ['donotreply', 'do-not-reply'],
  standing: 'tested',
  dayOrder: 'dmy',
  numbers: [/[?&]barcode=(?<number>\d{16})(?:&|$)/, /^Tracking number\n(?<number>\d{16})$/m],
  merchants: [/^Your (?<merchant>[^\n]{2,60}?) parcel is (?:now )?with /m],
  kinds: [
    { status: 'delivered', subject: /^Your [^\n]{2,60} parcel has been delivered$/ },
    {
      status: 'out-for-delivery',
      subject: /^Your [^\n]{2,60} parcel is now with your local (?:Hermes|Evri) courier for delivery$/,
      when: [
        /^Between (?<start>\d{1,2}(?::\d\d)?[ap]m) and (?<end>\d{1,2}(?::\d\d)?[ap]m)\n(?<date>[^\n]{8,40})$/m,
      ],
      today: true,
    },
  ],
}
