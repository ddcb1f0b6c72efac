// What this process was given by the hub, for the programs that it starts: a way through a proxy, an authority to trust, and
// the limits of what they may read and write.

export const ownEnvironment = (): NodeJS.ProcessEnv => ({ ...process.env })
