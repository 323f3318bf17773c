import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, it } from '@jest/globals';

import { createPassingTracing, createTelemetry } from './index.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const carrier = { traceparent: `00-${TRACE}-b7ad6b7169203331-01`, other: 'dropped' };
const span = { name: 'work', kind: 'server' as const };

describe('tracing that is off', () => {
  it('hands the trace of a call on to what is called for it, and nothing else', async () => {
    const tracing = createPassingTracing();
    expect(tracing.inject()).toEqual({});
    await tracing.run(carrier, span, async () => {
      await Promise.resolve();
      expect(tracing.inject()).toEqual({ traceparent: carrier.traceparent });
    });
    expect(tracing.inject()).toEqual({});
  });
});

describe('tracing that is on', () => {
  it('continues the trace of a call and sends its spans', async () => {
    const bodies: Buffer[] = [];
    const collector = createServer((request, response) => {
      request.on('data', (part: Buffer) => bodies.push(part));
      request.on('end', () => response.end('{}'));
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    const { port } = collector.address() as AddressInfo;
    const { tracing } = await createTelemetry({
      service: 'gateway',
      name: 'gateway-a',
      center: 'a',
      logLevel: 'silent',
      otlpEndpoint: `http://127.0.0.1:${port}`,
    });
    const inside = await tracing.run(carrier, span, () => Promise.resolve(tracing.inject()));
    expect(inside.traceparent).toContain(TRACE);
    expect(inside.traceparent).not.toBe(carrier.traceparent);
    await tracing.close();
    const sent = JSON.parse(Buffer.concat(bodies).toString()) as object;
    expect(JSON.stringify(sent)).toContain(TRACE);
    expect(JSON.stringify(sent)).toContain('"work"');
    await new Promise((resolve) => collector.close(resolve).closeAllConnections());
  });
});
