// The commit whose code is played, so that a seed can be found again.
import { execFileSync } from 'node:child_process'

const git = (...args: readonly string[]): string =>
  execFileSync('git', args, {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()

/** For instance `1f2e3d4`, with `+` when files were changed since; `unknown` where there is no git. */
export function sourceCommit(): string {
  try {
    const changed = git('status', '--porcelain', '--untracked-files=no', '--', '../..') !== ''
    return `${git('rev-parse', '--short', 'HEAD')}${changed ? '+' : ''}`
  } catch {
    return 'unknown'
  }
}
