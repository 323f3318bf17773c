// Original file: protos/flow/v1/flow_control_service.proto

import type { Refusal as _flow_v1_Refusal, Refusal__Output as _flow_v1_Refusal__Output } from '../../flow/v1/Refusal.ts';

export interface ListRefusalsResponse {
  'refusals'?: (_flow_v1_Refusal)[];
}

export interface ListRefusalsResponse__Output {
  'refusals': (_flow_v1_Refusal__Output)[];
}
