// What never occurs in a simulation, and why: each is covered elsewhere.

export const notSimulated: Readonly<Record<string, string>> = {}
