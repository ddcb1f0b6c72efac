// Royal Mail (no-reply@royalmail.com): numbers of the postal union (S10) that end in GB, at times with blanks.
import type { SenderPack } from './pack.ts'

export const royalMail: SenderPack = {
  id: 'royal-mail',
  name: 'Royal Mail',
  carrier: 'royal-mail',
  domains: ['royalmail.com'],
  notices: ['no-reply'],
  standing: 'tested',
  dayOrder: 'dmy',
  numbers: [/\b(?<number>[A-Z]{2} ?\d{4} ?\d{4} ?\d ?GB)\b/],
  merchants: [
    /^Your Royal Mail parcel from (?<merchant>[^\n]{2,60}?) is to be delivered today$/m,
    /^We have your parcel from (?<merchant>[^\n]{2,60}?) and\b/m,
  ],
  kinds: [
    { status: 'delivered', subject: /^Your Royal Mail parcel (?:from [^\n]{2,60} )?has been delivered$/ },
    {
      status: 'out-for-delivery',
      subject: /^Your Royal Mail parcel from [^\n]{2,60} is to be delivered today$/,
      when: [
        /^Delivery is due:\n(?<date>[^\n]{8,40})\nbetween (?<start>\d{1,2}(?::\d\d)?[ap]m) and (?<end>\d{1,2}(?::\d\d)?[ap]m)$/m,
      ],
      today: true,
    },
  ],
}
