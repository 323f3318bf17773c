// The policy between flow-control and those who follow it: rules on the wire, and how the newest
// ones come into force.
export {
  PolicyFollower,
  type PolicyObserver,
  type PolicySource,
  type Revised,
} from './policy-follower.ts';
export {
  createPolicySource,
  type PolicySourceOptions,
  readRules,
  type ReadRules,
  type WatchClient,
} from './policy-source.ts';
export type { RuleDraft, StoredRule } from './rule.ts';
export { readRule, type ReadRule } from './rule-from-wire.ts';
export { wireRule } from './rule-to-wire.ts';
export {
  type ReportClient,
  type SecondReport,
  TrafficReporter,
  type TrafficReporterOptions,
} from './traffic-reporter.ts';
export { timeField } from './wire-times.ts';
export { type Choices, wireOf, wordOf } from './wire-words.ts';
