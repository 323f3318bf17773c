// Original file: protos/flow/v1/flow_control_service.proto

import type { Caller as _flow_v1_Caller, Caller__Output as _flow_v1_Caller__Output } from '../../flow/v1/Caller.ts';

export interface PutCallerResponse {
  'caller'?: (_flow_v1_Caller | null);
  'key'?: (string);
}

export interface PutCallerResponse__Output {
  'caller': (_flow_v1_Caller__Output | null);
  'key': (string);
}
