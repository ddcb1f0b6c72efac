// What the simulated cameras see, for those who measure what can be made of it. The studio imports each file by itself.
export type { Canvas } from './canvas.ts'
export { FilmedScene } from './filmed-scene.ts'
export { LiveEncoder, parameterPair } from './h264-encoder.ts'
