// Bounds the frames that cost a peer nothing and this process a little: PING and SETTINGS. grpc-js
// has no keepalive enforcement; a peer that floods is sent away.
import { constants, type ServerHttp2Session } from 'node:http2';

import type { Clock } from '@member-mesh/kernel';

import type { ServerLimits } from './server-limits.ts';

const WHY = Buffer.from('too_many_pings');

export type ControlFrameLimits = Pick<
  ServerLimits,
  'controlFramesBurst' | 'controlFramesPerSecond'
>;

/** Ends the session when it has sent more than its budget. */
export function boundControlFrames(
  session: ServerHttp2Session,
  limits: ControlFrameLimits,
  clock: Clock,
): void {
  const { controlFramesBurst, controlFramesPerSecond } = limits;
  let left = controlFramesBurst;
  let countedMs = clock.monotonicMs();
  const count = (): void => {
    const nowMs = clock.monotonicMs();
    const refill = ((nowMs - countedMs) / 1_000) * controlFramesPerSecond;
    left = Math.min(controlFramesBurst, left + refill) - 1;
    countedMs = nowMs;
    if (left >= 0 || session.destroyed) return;
    session.goaway(constants.NGHTTP2_ENHANCE_YOUR_CALM, 0, WHY);
    session.destroy();
  };
  session.on('ping', count);
  session.on('remoteSettings', count);
}
