// RTCP sender reports (RFC 3550 section 6.4.1): what ties a camera's RTP time to its clock.

export interface SenderReport {
  readonly ssrc: number
  /** The camera's clock at `timestamp`, Unix ms. */
  readonly wallMs: number
  /** RTP time, 32 bit. */
  readonly timestamp: number
  readonly packets: number
  readonly bytes: number
}

const SENDER_REPORT = 200
/** Seconds from 1900 to 1970. */
const NTP_UNIX_S = 2_208_988_800
/** NTP seconds wrap in 2036; a small number means the era after (RFC 4330 section 3). */
const NTP_ERA_S = 2 ** 32

/** 64 bit NTP time, as two 32 bit numbers, in Unix ms. */
export function ntpToUnixMs(seconds: number, fraction: number): number {
  const era = seconds < NTP_UNIX_S ? NTP_ERA_S : 0
  return (seconds + era - NTP_UNIX_S) * 1000 + (fraction / 2 ** 32) * 1000
}

export function unixMsToNtp(wallMs: number): { readonly seconds: number; readonly fraction: number } {
  const whole = Math.floor(wallMs / 1000)
  const fraction = Math.round(((wallMs - whole * 1000) / 1000) * 2 ** 32)
  const carry = fraction >= 2 ** 32 ? 1 : 0
  return { seconds: (whole + carry + NTP_UNIX_S) % NTP_ERA_S, fraction: carry === 1 ? 0 : fraction }
}

/** The first sender report of a compound packet; null when there is none. */
export function parseSenderReport(bytes: Uint8Array): SenderReport | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  while (at + 4 <= bytes.length) {
    const end = at + 4 + 4 * view.getUint16(at + 2)
    if (view.getUint8(at) >> 6 !== 2 || end > bytes.length) return null
    if (view.getUint8(at + 1) === SENDER_REPORT && end - at >= 28)
      return {
        ssrc: view.getUint32(at + 4),
        wallMs: ntpToUnixMs(view.getUint32(at + 8), view.getUint32(at + 12)),
        timestamp: view.getUint32(at + 16),
        packets: view.getUint32(at + 20),
        bytes: view.getUint32(at + 24),
      }
    at = end
  }
  return null
}

/** A compound packet of the report and the empty source description that RFC 3550 section 6.1 asks for. */
export function buildSenderReport(report: SenderReport): Uint8Array {
  const bytes = new Uint8Array(28 + 12)
  const view = new DataView(bytes.buffer)
  const { seconds, fraction } = unixMsToNtp(report.wallMs)
  view.setUint32(0, 0x80_c8_00_06)
  view.setUint32(4, report.ssrc)
  view.setUint32(8, seconds)
  view.setUint32(12, fraction)
  view.setUint32(16, report.timestamp)
  view.setUint32(20, report.packets)
  view.setUint32(24, report.bytes)
  view.setUint32(28, 0x81_ca_00_02) // SDES of one source: CNAME, no characters, end
  view.setUint32(32, report.ssrc)
  view.setUint32(36, 0x01_00_00_00)
  return bytes
}
