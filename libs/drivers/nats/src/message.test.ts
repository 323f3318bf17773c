// The reply subject that carries the delivery facts, in both of its forms.
import { describe, expect, it } from '@jest/globals';

import { parseAckSubject } from './message.ts';

describe('the acknowledgement subject', () => {
  it.each([
    ['the short form', '$JS.ACK.STREAM.durable.2.41.7.1700000000123456789.5'],
    [
      'the form with a domain',
      '$JS.ACK.hub.hash.STREAM.durable.2.41.7.1700000000123456789.5.token',
    ],
  ])('tells deliveries, sequence and time in %s', (_, subject) => {
    const expected = { deliveries: 2, sequence: 41, timestampMs: 1_700_000_000_123 };
    expect(parseAckSubject(subject)).toEqual(expected);
  });

  it('is refused when it is something else', () => {
    expect(() => parseAckSubject('_INBOX.x')).toThrow();
  });
});
