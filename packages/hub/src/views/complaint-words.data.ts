// Sentences of a complaint in two languages. English and German are written with care; others wait for a native speaker.
import type { ReasonCode, VerdictName } from '@portico/core'

export const complaintLanguages = ['en', 'de'] as const

export type ComplaintLanguage = (typeof complaintLanguages)[number]

export interface ComplaintWords {
  readonly locale: string
  readonly parcel: string
  readonly carrier: string
  readonly sender: string
  /** By verdict; of the others nobody complains. */
  readonly opening: Partial<Record<VerdictName, string>>
  /** {time}: when. */
  readonly said: string
  readonly know: string
  /** What stands in the list, by reason; of the others nothing. {time}: when; {far}: how far. */
  readonly facts: Partial<Record<ReasonCode, string>>
  /** {hash}, {source} */
  readonly theirPhoto: string
  /** {hash}, {time} */
  readonly ourPhoto: string
  readonly signer: string
  /** {pin}, {line}, {hash} */
  readonly journal: string
  readonly closing: string
}

export const complaintWords: Readonly<Record<ComplaintLanguage, ComplaintWords>> = {
  en: {
    locale: 'en-GB',
    parcel: 'Parcel: {value}',
    carrier: 'Carrier: {value}',
    sender: 'Sender: {value}',
    opening: {
      'not-here': 'This parcel is shown as delivered. We do not have it.',
      'wrong-house': 'This parcel is shown as delivered. It was left at another door, not at ours.',
      taken: 'This parcel was left outside our door and taken by somebody unknown. We do not have it.',
      'doubtful-visit': 'We cannot confirm the delivery of this parcel.',
    },
    said: 'Your record says: delivered on {time}.',
    know: 'What we know:',
    facts: {
      'nothing-seen': 'A camera watched the place for parcels the whole time and saw nothing set down.',
      'nobody-looked': 'No camera watched the place at that time.',
      'visit-refused': 'Somebody came with it on {time} and was not let in.',
      'household-not-here': 'We looked for it ourselves on {time} and did not find it.',
      'household-not-my-door':
        'The photo that comes with the delivery does not show our door (looked at on {time}).',
      'position-apart': 'By your own record of {time} the courier was {far} or more away from our address.',
      'drop-seen': 'A camera saw something of its size set down on {time}.',
      'drop-unsure': 'A camera may have seen something set down on {time}.',
      'drop-gone': 'It was gone from the picture on {time}, and nobody of this household took it.',
      'said-elsewhere': 'Another of your records says that it was left elsewhere ({time}).',
      'carrier-silent-hour': 'No delivery was recorded within an hour of the visit.',
      'label-again': 'Somebody came a second time with the label of this parcel.',
    },
    theirPhoto: 'Your photo, SHA-256 {hash}',
    ourPhoto: 'Our picture of {time}, SHA-256 {hash}',
    signer: 'The name given as recipient: {value}',
    journal: 'Our records are sealed: key {pin}, line {line}, {hash}',
    closing: 'Please find out where it was left, and tell us what happens next.',
  },
  de: {
    locale: 'de-DE',
    parcel: 'Sendung: {value}',
    carrier: 'Zusteller: {value}',
    sender: 'Absender: {value}',
    opening: {
      'not-here': 'Diese Sendung gilt als zugestellt. Wir haben sie nicht.',
      'wrong-house':
        'Diese Sendung gilt als zugestellt. Sie wurde an einer anderen Tür abgelegt, nicht an unserer.',
      taken:
        'Diese Sendung wurde vor unserer Tür abgelegt und von Unbekannten mitgenommen. Wir haben sie nicht.',
      'doubtful-visit': 'Die Zustellung dieser Sendung können wir nicht bestätigen.',
    },
    said: 'Laut Ihrer Sendungsverfolgung wurde sie am {time} zugestellt.',
    know: 'Was wir wissen:',
    facts: {
      'nothing-seen': 'Eine Kamera hat die Ablagestelle die ganze Zeit beobachtet; es wurde nichts abgelegt.',
      'nobody-looked': 'Zu dieser Zeit hat keine Kamera die Ablagestelle beobachtet.',
      'visit-refused': 'Am {time} kam jemand mit der Sendung und wurde nicht eingelassen.',
      'household-not-here': 'Wir haben am {time} selbst nachgesehen und sie nicht gefunden.',
      'household-not-my-door': 'Das Foto zur Zustellung zeigt nicht unsere Tür (angesehen am {time}).',
      'position-apart':
        'Nach Ihren eigenen Daten vom {time} war der Zusteller {far} oder mehr von unserer Adresse entfernt.',
      'drop-seen': 'Eine Kamera hat am {time} gesehen, wie etwas in dieser Größe abgelegt wurde.',
      'drop-unsure': 'Eine Kamera hat am {time} möglicherweise etwas gesehen, das abgelegt wurde.',
      'drop-gone': 'Am {time} lag es nicht mehr dort; aus unserem Haushalt hat es niemand genommen.',
      'said-elsewhere': 'Eine andere Angabe von Ihnen lautet, sie sei woanders abgegeben worden ({time}).',
      'carrier-silent-hour': 'Innerhalb einer Stunde nach dem Besuch wurde keine Zustellung gemeldet.',
      'label-again': 'Jemand kam ein zweites Mal mit dem Etikett dieser Sendung.',
    },
    theirPhoto: 'Ihr Foto, SHA-256 {hash}',
    ourPhoto: 'Unser Bild vom {time}, SHA-256 {hash}',
    signer: 'Als Empfänger genannt: {value}',
    journal: 'Unsere Aufzeichnungen sind versiegelt: Schlüssel {pin}, Zeile {line}, {hash}',
    closing: 'Bitte klären Sie, wo die Sendung abgelegt wurde, und teilen Sie uns mit, wie es weitergeht.',
  },
}
