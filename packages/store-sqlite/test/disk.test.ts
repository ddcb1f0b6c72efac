// A real full disk and a real read-only disk: tiny file systems in memory, mounted in a mount namespace of the child
// alone, so that they vanish with it. Where the kernel allows no such namespace, the skip says so.
import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { startChild } from './support/child.ts'
import { tempFolder } from './support/temp-folder.ts'

/** A shell that mounts a disk of 2 MB at the folder, prepares it and becomes the command that follows. */
const onSmallDisk = (folder: string, prepare: string): readonly string[] => [
  'unshare',
  '--user',
  '--map-root-user',
  '--mount',
  'sh',
  '-c',
  `mount -t tmpfs -o size=2m tmpfs "$0" && ${prepare} && exec "$@"`,
  folder,
]

function canMount(): boolean {
  using folder = tempFolder()
  const [program, ...args] = [...onSmallDisk(folder.path, 'true'), 'true']
  return spawnSync(program, args).status === 0
}

const mountable = canMount()
if (!mountable) console.warn('SKIPPED: full and read-only disk: this machine allows no mount namespace')

test.skipIf(!mountable)(
  'a full disk refuses the batch whole, and takes it when there is room again',
  async () => {
    using folder = tempFolder()
    await using child = startChild('fill-disk.ts', [folder.path], {
      wrapper: onSmallDisk(folder.path, 'true'),
    })
    const line = await child.nextLine()
    if (line === null) throw new Error(await child.ending())
    const told: unknown = JSON.parse(line)
    expect(told).toMatchObject({ codes: ['HUB_JOURNAL_FULL', 'HUB_JOURNAL_FULL'] })
    const { acknowledged, headWhenFull, headAfter } = told as Readonly<Record<string, number>>
    expect(acknowledged).toBeGreaterThan(10)
    expect({ headWhenFull, headAfter }).toEqual({
      headWhenFull: acknowledged,
      headAfter: Number(acknowledged) + 1,
    })
  },
)

test.skipIf(!mountable)('a read-only disk is named as such', async () => {
  using folder = tempFolder()
  const wrapper = onSmallDisk(folder.path, 'mount -o remount,ro "$0"')
  await using child = startChild('hold-store.ts', [folder.path], { wrapper })
  expect(await child.nextLine()).toBeNull()
  const ending = await child.ending()
  expect(ending).toContain(`code: 'HUB_STORE_NOT_WRITABLE'`)
  expect(ending).toContain(`${folder.path}/journal.db cannot be written`)
})
