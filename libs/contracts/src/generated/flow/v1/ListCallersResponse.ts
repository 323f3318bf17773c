// Original file: protos/flow/v1/flow_control_service.proto

import type { Caller as _flow_v1_Caller, Caller__Output as _flow_v1_Caller__Output } from '../../flow/v1/Caller.ts';

export interface ListCallersResponse {
  'callers'?: (_flow_v1_Caller)[];
}

export interface ListCallersResponse__Output {
  'callers': (_flow_v1_Caller__Output)[];
}
