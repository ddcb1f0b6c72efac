// What a home chooses of a camera's recordings, and their switches (HomeKit Secure Video, as the community describes it).
import { HAP, type HapCamera, tlv, u16, u32, u8 } from './hap-camera.ts'

export const FRAGMENT_MS = 4_000

/** 1280 × 720, four seconds from before, fragments of four, AAC-LC at 16,000 samples a second. */
export async function chooseRecording(camera: HapCamera): Promise<void> {
  const container = tlv([1, u8(0)], [2, tlv([1, u32(FRAGMENT_MS)])])
  const recording = tlv([1, u32(4_000)], [2, Buffer.concat([u32(3), u32(0)])], [3, container])
  const coding = tlv([1, u8(1)], [2, u8(0)], [3, u32(2_000)], [4, u32(4_000)])
  const video = tlv([1, u8(0)], [2, coding], [3, tlv([1, u16(1280)], [2, u16(720)], [3, u8(30)])])
  const audio = tlv([1, u8(0)], [2, tlv([1, u8(1)], [2, u8(0)], [3, u8(1)], [4, u32(24)])])
  await camera.writeTlv(HAP.selectedRecording, tlv([1, recording], [2, video], [3, audio]))
}

export const switchRecording = (camera: HapCamera, isOn: boolean): Promise<void> =>
  camera.write(HAP.recordingActive, isOn ? 1 : 0)
