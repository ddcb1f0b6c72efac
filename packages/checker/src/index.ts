export { Checker, checkLines, checkText, rules } from './checker.ts'
export type { CheckOptions, Finding } from './finding.ts'
export type { Line } from './line.ts'
export type { Rule } from './rule.ts'
