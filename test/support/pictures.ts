// Pictures of pages for whoever looks at them beside the drawings and says where they go. Tests are held to none of them.

/** Absent: nobody looks, and none is taken; each costs a tenth of a second. */
export const pictureFolder = process.env['PORTICO_SCREENSHOTS']

/** Points across for one px of a phone: as a phone has them, but in tests that nobody looks at, where each is drawn for nothing. */
export const SHARPNESS = pictureFolder === undefined && process.env['VITEST'] !== undefined ? 1 : 2
