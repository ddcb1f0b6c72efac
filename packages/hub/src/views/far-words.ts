// A coarse distance in words.

/** "300 m", "2 km" */
export const farWords = (metres: number): string => (metres < 1_000 ? `${metres} m` : `${metres / 1_000} km`)
