// A moment as the command line writes it: local to the home, sortable.

/** `2026-11-23 14:05` */
export const dateWordsOf = (wall: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  }).format(wall)
