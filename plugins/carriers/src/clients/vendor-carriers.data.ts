// What each service calls a carrier that we know; of others EasyPost, AfterShip and 17TRACK find out by the number.

type Names = Readonly<Record<string, string>>

/** EasyPost's spelling of `Tracker.carrier`. */
export const easypostNames: Names = {
  ups: 'UPS',
  usps: 'USPS',
  fedex: 'FedEx',
  'dhl-express': 'DHLExpress',
  'royal-mail': 'RoyalMail',
}

/** AfterShip's courier slugs. */
export const aftershipNames: Names = {
  ups: 'ups',
  usps: 'usps',
  fedex: 'fedex',
  dhl: 'dhl',
  'dhl-de': 'dhl-germany',
  'dhl-express': 'dhl',
  'royal-mail': 'royal-mail',
  dpd: 'dpd',
}

/** 17TRACK's numbers of carriers. */
export const track17Numbers: Readonly<Record<string, number>> = {
  ups: 100_002,
  fedex: 100_003,
  'dhl-express': 100_001,
  'dhl-de': 7041,
  usps: 21_051,
}

/** Shippo's carrier tokens. */
export const shippoNames: Names = {
  ups: 'ups',
  usps: 'usps',
  fedex: 'fedex',
  'dhl-express': 'dhl_express',
  'dhl-de': 'dhl_germany',
  'royal-mail': 'royal_mail',
}

/** ShipEngine's carrier codes. */
export const shipengineNames: Names = {
  ups: 'ups',
  usps: 'usps',
  fedex: 'fedex',
  'dhl-express': 'dhl_express',
  'royal-mail': 'royal_mail',
}
