// What ffmpeg, another hand than ours, makes of what HomeKit was sent.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { joinAnnexB } from '@portico/rtp'

export const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0

/** What a decoder says of a stream: errors as text, and how many pictures. */
export function decoded(nals: readonly Uint8Array[]): { readonly errors: string; readonly pictures: number } {
  const input = joinAnnexB(nals)
  const args = ['-v', 'error', '-f', 'h264', '-i', '-', '-f', 'framecrc', '-']
  const { stdout, stderr } = spawnSync('ffmpeg', args, { input, encoding: 'utf8' })
  return { errors: stderr, pictures: stdout.split('\n').filter((line) => /^0,/.test(line)).length }
}

/** Tracks of a recording, as somebody else reads it. */
export function probed(file: Buffer): {
  readonly errors: string
  readonly codecs: string[]
  readonly seconds: number
} {
  const folder = mkdtempSync(join(tmpdir(), 'portico-recording-'))
  const path = join(folder, 'recording.mp4')
  writeFileSync(path, file)
  const ask = ['-v', 'error', '-show_entries', 'stream=codec_name:format=duration', '-of', 'csv=p=0', path]
  const { stdout } = spawnSync('ffprobe', ask, { encoding: 'utf8' })
  const lines = stdout.trim().split('\n')
  const { stderr } = spawnSync('ffmpeg', ['-v', 'error', '-i', path, '-f', 'null', '-'], { encoding: 'utf8' })
  rmSync(folder, { recursive: true })
  return { errors: stderr, codecs: lines.slice(0, -1), seconds: Number(lines.at(-1)) }
}
