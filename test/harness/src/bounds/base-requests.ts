// Sound requests of every public method, one for each kind of rule: what bad ones differ from in
// one field.
import { ACCOUNT } from './bound.ts';

const PATHS = ['display_name', 'phone', 'email', 'level', 'home_channel', 'attributes'];
const PROFILE = { displayName: '李雷', phone: '+8613800000000', email: 'a@b.c', level: 3 };
const WRITE = { requestId: 'r', memberId: '5', expectedVersion: 0 };
const RULE = { ruleId: 'a-rule', description: 'tried', enforcePercent: 50 };
const SECOND = { seconds: 1 };
const LIMIT = { flow: { resource: '*', threshold: 5, warmUp: SECOND, queueTimeout: SECOND } };

export const BASE_REQUESTS: Readonly<Record<string, readonly object[]>> = {
  GetMember: [{ memberId: '5' }],
  BatchGetMembers: [{ memberIds: ['5'] }],
  LookupAccount: [{ account: ACCOUNT }],
  BatchLookupAccounts: [{ accounts: [ACCOUNT] }],
  SearchMembers: [{ status: 1, phone: '+8613800000000', createdAfter: { seconds: -1e9 } }],
  CheckOwnership: [{ account: ACCOUNT, memberIds: ['5'] }],
  RegisterMember: [{ requestId: 'r', account: ACCOUNT, profile: PROFILE }],
  UpdateMember: [
    { requestId: 'r', member: { memberId: '5', ...PROFILE }, updateMask: { paths: PATHS } },
  ],
  BindAccount: [{ ...WRITE, account: ACCOUNT }],
  UnbindAccount: [{ ...WRITE, account: ACCOUNT }],
  CloseMember: [WRITE],
  ListRules: [{}],
  PutRule: [
    LIMIT,
    { hotspot: { resource: '*', threshold: 5, key: 1, penalty: SECOND } },
    { degrade: { resource: '*', threshold: 1, strategy: 3, slowAfter: SECOND, openFor: SECOND } },
    { system: { costPerSecondMax: 5 } },
    { access: { resource: '*', allow: ['allowed'], deny: [] } },
  ].map((kind) => ({ rule: { ...RULE, ...kind }, validateOnly: true })),
  ReplaceRules: [{ rules: [{ ...RULE, ...LIMIT }], validateOnly: true }],
  RollBackRules: [{ revision: 1, validateOnly: true }],
  DeleteRule: [{ ruleId: 'no-such-rule' }],
  ListRuleHistory: [{}],
  PutCaller: [{ caller: { name: 'a-caller', trafficClass: 1, permissions: [1] } }],
  RotateCallerKey: [{ name: 'no-such-caller', overlap: SECOND }],
  DeleteCaller: [{ name: 'no-such-caller' }],
  ListCallers: [{}],
  WatchPolicy: [{ gatewayId: 'a-gateway' }],
  ListRefusals: [{}],
  WatchTraffic: [{}],
  ReportTraffic: [
    {
      gatewayId: 'a-gateway',
      resources: [{ resource: '*', caller: 'a-caller', passed: 5, responseTimeMeanMs: 1.5 }],
      hotValues: [{ resource: '*', value: '5', costPerSecond: 5 }],
      refusals: [{ resource: '*', caller: 'a-caller', ruleId: 'a-rule', retryAfter: SECOND }],
    },
  ],
  LeaseQuota: [
    {
      ...{ gatewayId: 'a-gateway', ruleId: 'no-such-rule', incarnation: 1, ask: 1, wanted: 5 },
      held: { grantId: 1, share: 5, fairShare: 5, usableFor: SECOND },
    },
  ],
};
