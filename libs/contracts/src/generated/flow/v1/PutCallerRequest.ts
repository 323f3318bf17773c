// Original file: protos/flow/v1/flow_control_service.proto

import type { Caller as _flow_v1_Caller, Caller__Output as _flow_v1_Caller__Output } from '../../flow/v1/Caller.ts';

export interface PutCallerRequest {
  /**
   * Required.
   */
  'caller'?: (_flow_v1_Caller | null);
}

export interface PutCallerRequest__Output {
  /**
   * Required.
   */
  'caller': (_flow_v1_Caller__Output | null);
}
