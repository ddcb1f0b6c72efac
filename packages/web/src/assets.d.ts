// What the build makes files of, named by their address.
declare module '*.wasm?url' {
  const address: string
  export default address
}
