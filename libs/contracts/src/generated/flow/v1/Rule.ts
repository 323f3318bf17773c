// Original file: protos/flow/v1/flow_control_service.proto

import type { FlowRule as _flow_v1_FlowRule, FlowRule__Output as _flow_v1_FlowRule__Output } from '../../flow/v1/FlowRule.ts';
import type { HotspotRule as _flow_v1_HotspotRule, HotspotRule__Output as _flow_v1_HotspotRule__Output } from '../../flow/v1/HotspotRule.ts';
import type { DegradeRule as _flow_v1_DegradeRule, DegradeRule__Output as _flow_v1_DegradeRule__Output } from '../../flow/v1/DegradeRule.ts';
import type { SystemRule as _flow_v1_SystemRule, SystemRule__Output as _flow_v1_SystemRule__Output } from '../../flow/v1/SystemRule.ts';
import type { AccessRule as _flow_v1_AccessRule, AccessRule__Output as _flow_v1_AccessRule__Output } from '../../flow/v1/AccessRule.ts';

// Original file: protos/flow/v1/flow_control_service.proto

export const _flow_v1_Rule_Mode = {
  /**
   * as ENFORCE
   */
  MODE_UNSPECIFIED: 'MODE_UNSPECIFIED',
  MODE_ENFORCE: 'MODE_ENFORCE',
  /**
   * Decides and counts, refuses nobody.
   */
  MODE_SHADOW: 'MODE_SHADOW',
  MODE_OFF: 'MODE_OFF',
} as const;

export type _flow_v1_Rule_Mode =
  /**
   * as ENFORCE
   */
  | 'MODE_UNSPECIFIED'
  | 0
  | 'MODE_ENFORCE'
  | 1
  /**
   * Decides and counts, refuses nobody.
   */
  | 'MODE_SHADOW'
  | 2
  | 'MODE_OFF'
  | 3

export type _flow_v1_Rule_Mode__Output = typeof _flow_v1_Rule_Mode[keyof typeof _flow_v1_Rule_Mode]

export interface Rule {
  /**
   * Lower-case letters, digits and '-', at most 64. Unique over all kinds.
   */
  'ruleId'?: (string);
  /**
   * Empty for whatever is stored, else the one that must be: at most 64 bytes.
   */
  'etag'?: (string);
  /**
   * At most 1,024 bytes.
   */
  'description'?: (string);
  /**
   * One of the known values.
   */
  'mode'?: (_flow_v1_Rule_Mode);
  /**
   * Enforced for this share of callers, always the same ones, and shadow for the rest. 0 to 100; 0 is
   * 100.
   */
  'enforcePercent'?: (number);
  'flow'?: (_flow_v1_FlowRule | null);
  'hotspot'?: (_flow_v1_HotspotRule | null);
  'degrade'?: (_flow_v1_DegradeRule | null);
  'system'?: (_flow_v1_SystemRule | null);
  'access'?: (_flow_v1_AccessRule | null);
  /**
   * Exactly one.
   */
  'kind'?: "flow"|"hotspot"|"degrade"|"system"|"access";
}

export interface Rule__Output {
  /**
   * Lower-case letters, digits and '-', at most 64. Unique over all kinds.
   */
  'ruleId': (string);
  /**
   * Empty for whatever is stored, else the one that must be: at most 64 bytes.
   */
  'etag': (string);
  /**
   * At most 1,024 bytes.
   */
  'description': (string);
  /**
   * One of the known values.
   */
  'mode': (_flow_v1_Rule_Mode__Output);
  /**
   * Enforced for this share of callers, always the same ones, and shadow for the rest. 0 to 100; 0 is
   * 100.
   */
  'enforcePercent': (number);
  'flow'?: (_flow_v1_FlowRule__Output | null);
  'hotspot'?: (_flow_v1_HotspotRule__Output | null);
  'degrade'?: (_flow_v1_DegradeRule__Output | null);
  'system'?: (_flow_v1_SystemRule__Output | null);
  'access'?: (_flow_v1_AccessRule__Output | null);
  /**
   * Exactly one.
   */
  'kind'?: "flow"|"hotspot"|"degrade"|"system"|"access";
}
