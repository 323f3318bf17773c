// Faults inside a process, for tests: named points between the steps of a protocol at which a
// process dies, hangs, dawdles or waits, and protections that are switched off to see them missed.
export { type FaultPlan, readFaultPlan } from './fault-plan.ts';
export { type FaultControl, Faults, noFaults, openFaults } from './faults.ts';
