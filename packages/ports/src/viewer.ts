// What the faces ask of the camera engine for those who look by WebRTC: an offer goes in, an answer comes out, and the
// pictures go their own way.

export interface ViewerOrder {
  /** Names the viewer from now on; never used again. */
  readonly viewer: string
  readonly camera: string
  /** SDP. */
  readonly offer: string
  /** Of this machine, at which the viewer may reach it; at least one. */
  readonly addresses: readonly string[]
  /** Asked (STUN) how the house is seen from outside; null: nobody is asked. */
  readonly stun: { readonly host: string; readonly port: number } | null
}

export interface ViewerEngine {
  /** Somebody may look soon: what serves viewers is loaded meanwhile, and let go again when nobody does. */
  expectViewers(): void
  /**
   * The answer. Rejects with `HUB_CAMERA_OFFER` for what is no offer of a viewer, `HUB_CAMERA_CODEC` when it cannot take
   * what the camera sends, `HUB_CAMERA_PRIVATE`, `HUB_CAMERA_UNKNOWN`, `HUB_CAMERA_NO_PICTURE` or a `HUB_MEDIA_…` error.
   */
  openViewer(order: ViewerOrder): Promise<string>
  /** Candidates as SDP has them, without `a=`. Harmless for a viewer that is gone. */
  trickle(viewer: string, candidates: readonly string[]): Promise<void>
  /** Harmless for one that is gone. */
  closeViewer(viewer: string): Promise<void>
  /** Told each viewer that ended by itself; null: all of them did. */
  onViewerGone(follower: (viewer: string | null, why: string) => void): Disposable
}
