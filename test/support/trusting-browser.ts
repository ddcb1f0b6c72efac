// A browser that trusts a house as a phone does whose owner installed its certificate, and speaks with a voice of tones.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { launchBrowser } from './browser.ts'
import type { HubProcess } from './hub-process.ts'
import { toneFile } from './tone.ts'

/** The name of the house; it leads to this machine. */
export const HOUSE_NAME = 'hub.lan'

/** Chromium on Linux trusts what stands in its user's NSS database, and `certutil` alone can write that. */
export const noTrust: string | null =
  process.platform === 'linux' && spawnSync('certutil', ['-H']).error === undefined
    ? null
    : 'a browser that trusts the house needs certutil (libnss3-tools)'

function run(command: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
}

export interface TrustingBrowser extends AsyncDisposable {
  readonly browser: Browser
}

export interface Trust {
  /** The house's certificate is installed. */
  readonly trusts: boolean
  /** What its owner says when a page asks for the microphone. */
  readonly microphone: 'allowed' | 'refused'
}

export async function trustingBrowser(
  hub: HubProcess,
  { trusts, microphone }: Trust = { trusts: true, microphone: 'allowed' },
): Promise<TrustingBrowser> {
  const home = mkdtempSync(join(tmpdir(), 'portico-trust-'))
  const database = join(home, '.pki/nssdb')
  mkdirSync(database, { recursive: true })
  run('certutil', '-d', `sql:${database}`, '-N', '--empty-password')
  if (trusts) {
    const file = join(home, 'house.pem')
    const written = hub.command('certificate', 'write', file, '--config', join(hub.folder, 'portico.yaml'))
    if (written.code !== 0) throw new Error(`no certificate: ${written.err}`)
    run('certutil', '-d', `sql:${database}`, '-A', '-t', 'C,,', '-n', 'house', '-i', file)
  }
  const voice = join(home, 'voice.wav')
  writeFileSync(voice, toneFile())
  const browser = await launchBrowser({
    home,
    args: [
      `--host-resolver-rules=MAP ${HOUSE_NAME} 127.0.0.1`,
      '--use-fake-device-for-media-stream',
      `--use-fake-ui-for-media-stream${microphone === 'refused' ? '=deny' : ''}`,
      `--use-file-for-fake-audio-capture=${voice}`,
    ],
  })
  return {
    browser,
    [Symbol.asyncDispose]: async () => {
      await browser.close()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
