// The microphone, open only while a button is held: each frame of 20 ms as µ-law, with its loudness.

export interface VoiceFrame {
  readonly frame: Uint8Array<ArrayBuffer>
  /** From 0 to 1. */
  readonly level: number
}

/** Why there is none: the page is not safe, somebody said no, or nothing is plugged in. */
export type NoMicrophone = 'insecure' | 'denied' | 'missing'

export class MicrophoneError extends Error {
  override readonly name = 'MicrophoneError'
  readonly why: NoMicrophone

  constructor(why: NoMicrophone, cause?: unknown) {
    super(why, { cause })
    this.why = why
  }
}

/** Browsers give a microphone to safe pages alone: by HTTPS, or on the machine itself. */
export const mayHaveMicrophone = (): boolean =>
  isSecureContext && globalThis.AudioWorkletNode !== undefined && 'mediaDevices' in navigator

/** `prompt`: the browser will ask. Where it does not say, it is taken to ask. */
export async function microphonePermission(): Promise<PermissionState> {
  try {
    return (await navigator.permissions.query({ name: 'microphone' })).state
  } catch {
    return 'prompt'
  }
}

const WORKLET = '/talk-worklet.js'

async function streamOf(): Promise<MediaStream> {
  if (!mayHaveMicrophone()) throw new MicrophoneError('insecure')
  try {
    // Nothing sounds while somebody speaks: there is no echo to take out.
    const audio = { channelCount: 1, echoCancellation: false, noiseSuppression: true, autoGainControl: true }
    return await navigator.mediaDevices.getUserMedia({ audio })
  } catch (error) {
    const isRefused = error instanceof DOMException && error.name === 'NotAllowedError'
    throw new MicrophoneError(isRefused ? 'denied' : 'missing', error)
  }
}

/** Resolves when it is open. @throws MicrophoneError */
export async function openMicrophone(onFrame: (voice: VoiceFrame) => void): Promise<Disposable> {
  const stream = await streamOf()
  const context = new AudioContext()
  const close = (): void => {
    for (const track of stream.getTracks()) track.stop()
    void context.close().catch(() => {})
  }
  try {
    await context.audioWorklet.addModule(WORKLET)
    const voice = new AudioWorkletNode(context, 'voice')
    voice.port.addEventListener('message', ({ data }: MessageEvent<VoiceFrame>) => onFrame(data))
    voice.port.start()
    // It gives out silence, and is asked for it: so it runs.
    context.createMediaStreamSource(stream).connect(voice).connect(context.destination)
    await context.resume()
  } catch (error) {
    close()
    throw new MicrophoneError('missing', error)
  }
  return { [Symbol.dispose]: close }
}
