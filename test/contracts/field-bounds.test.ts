// The table of bounds against the protos: it has every field, says of each what the comment says,
// and has nothing else.
import { describe, expect, it } from '@jest/globals';
import { loadContracts, protoComments, type ServiceContract } from '@member-mesh/contracts';
import { FIELD_BOUNDS, requestCases } from '@member-mesh/harness';

const contracts = loadContracts();
const { memberQuery, memberWrite, flowControl } = contracts.services;
const services: ServiceContract[] = [memberQuery, memberWrite, flowControl];
const comments = new Map([...protoComments('member/v1'), ...protoComments('flow/v1')]);

describe('the bounds of request fields', () => {
  it.each(services.map((service): [string, ServiceContract] => [service.name, service]))(
    'are there for every field of every request of %s',
    (_name, service) => {
      const { cases, covered } = requestCases(contracts, service);
      expect(covered.size).toBeGreaterThan(10);
      expect(cases.filter(({ passes }) => !passes).length).toBeGreaterThan(covered.size);
    },
  );

  it('are missed when a message gets a field that nobody bounded', () => {
    const before = contracts.packageDefinition['member.v1.GetMemberRequest']!;
    const type = structuredClone(before.type) as unknown as { field: object[] };
    type.field.push({ ...type.field[0], name: 'laterField', number: 99 });
    const added = { ...before, type } as unknown as typeof before;
    const packageDefinition = {
      ...contracts.packageDefinition,
      'member.v1.GetMemberRequest': added,
    };
    expect(() => requestCases({ ...contracts, packageDefinition }, memberQuery)).toThrow(
      'member.v1.GetMemberRequest.later_field (later_field) has no bound',
    );
  });

  it.each(Object.entries(FIELD_BOUNDS))('%s stand in its comment', (name, { says, of }) => {
    expect(comments.get(of ?? name)).toContain(says);
  });

  it('belong to fields that are there', () => {
    const covered = services.flatMap((service) => [...requestCases(contracts, service).covered]);
    const plain = Object.keys(FIELD_BOUNDS).filter((name) => !name.includes('/'));
    expect(plain.filter((name) => !covered.includes(name))).toEqual([]);
  });
});
