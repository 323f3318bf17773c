// Flow control as decisions: state in, clock in, decision out.
export { SlidingWindow } from './windows/sliding-window.ts';
