// The two places where grpc-js hides the HTTP/2 servers that it makes. Its own options do not reach
// the bounds that Node has for a connection, and what it answers by itself, such as to a method
// that does not exist, has no details.
import type { Http2Server, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import type { IncomingHttpHeaders, ServerOptions } from 'node:http2';

import type { Server } from '@grpc/grpc-js';
import { invariant } from '@member-mesh/kernel';

interface Insides {
  commonServerOptions?: ServerOptions;
  http2Servers?: Map<Http2Server, unknown>;
}

export type OnStream = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void;

export interface Connections {
  onStream: (next: OnStream) => OnStream;
  onSession: (session: ServerHttp2Session) => void;
  connectionsMax: number;
}

/** Adds options of HTTP/2 servers to those that grpc-js sets. Before the server is bound. */
export function addHttp2Options(server: Server, options: ServerOptions): void {
  const { commonServerOptions } = server as unknown as Insides;
  invariant(commonServerOptions, 'grpc-js keeps the options of its HTTP/2 servers elsewhere');
  const settings = { ...commonServerOptions.settings, ...options.settings };
  Object.assign(commonServerOptions, options, { settings });
}

/** Stands before grpc-js on every server that was bound. */
export function standBefore(server: Server, { onStream, ...rest }: Connections): void {
  const { http2Servers } = server as unknown as Insides;
  invariant(http2Servers && http2Servers.size > 0, 'grpc-js keeps its HTTP/2 servers elsewhere');
  for (const http2Server of http2Servers.keys()) {
    const listeners = http2Server.listeners('stream') as OnStream[];
    const [next] = listeners;
    invariant(next && listeners.length === 1, 'grpc-js listens for streams in another way');
    http2Server.removeListener('stream', next);
    http2Server.on('stream', onStream(next));
    http2Server.on('session', rest.onSession);
    http2Server.maxConnections = rest.connectionsMax;
  }
}
