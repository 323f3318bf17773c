// HTTP/2 as no library speaks it: frames made by hand on a plain socket.
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';

export const FRAME = {
  data: 0,
  headers: 1,
  priority: 2,
  rstStream: 3,
  settings: 4,
  ping: 6,
  goaway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;
export const END_STREAM = 1;
export const END_HEADERS = 4;
const CANCEL = 8;

export interface Frame {
  type: number;
  flags?: number;
  stream?: number;
  payload?: Buffer;
}

export function encodeFrame({ type, flags = 0, stream = 0, payload }: Frame): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload?.length ?? 0, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return payload ? Buffer.concat([head, payload]) : head;
}

/** Headers as HPACK literals, none indexed. */
function encodeHeaders(headers: Readonly<Record<string, string>>): Buffer {
  const text = (value: string): Buffer =>
    Buffer.concat([Buffer.of(value.length), Buffer.from(value)]);
  const literals = Object.entries(headers).flatMap(([name, value]) => [
    Buffer.of(0),
    text(name),
    text(value),
  ]);
  return Buffer.concat(literals);
}

export function callHeaders(path: string, more: Readonly<Record<string, string>> = {}): Buffer {
  return encodeHeaders({
    ...{ ':method': 'POST', ':scheme': 'http', ':authority': 'x', ':path': path },
    ...{ 'content-type': 'application/grpc', te: 'trailers', ...more },
  });
}

export const resetFrame = (stream: number): Frame => {
  return { type: FRAME.rstStream, stream, payload: Buffer.of(0, 0, 0, CANCEL) };
};

/** A connection that has said hello and reads whatever comes. */
export class RawPeer {
  readonly socket: Socket;
  readonly frames: Required<Frame>[] = [];
  /** Resolves when the server has closed the connection. */
  readonly closed: Promise<void>;
  #rest: Buffer = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.socket = socket;
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  /** `hello` is what is sent first; the preface and empty settings unless said otherwise. */
  static async connect(port: number, hello?: Buffer): Promise<RawPeer> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const peer = new RawPeer(socket);
    const settings = encodeFrame({ type: FRAME.settings });
    socket.write(hello ?? Buffer.concat([Buffer.from(PREFACE), settings]));
    return peer;
  }

  send(...frames: Frame[]): void {
    this.socket.write(Buffer.concat(frames.map(encodeFrame)));
  }

  /** Sends again and again, as fast as the server reads, until it closes; or so many times. */
  async flood(frames: readonly Frame[], timesMax: number): Promise<number> {
    const bytes = Buffer.concat(frames.map(encodeFrame));
    let gone = false;
    void this.closed.then(() => (gone = true));
    for (let times = 0; times < timesMax; times++) {
      if (gone) return times;
      if (this.socket.write(bytes)) continue;
      await Promise.race([once(this.socket, 'drain').catch(() => undefined), this.closed]);
    }
    return timesMax;
  }

  close(): void {
    this.socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= 9) {
      const length = this.#rest.readUIntBE(0, 3);
      if (this.#rest.length < 9 + length) return;
      this.frames.push({
        type: this.#rest.readUInt8(3),
        flags: this.#rest.readUInt8(4),
        stream: this.#rest.readUInt32BE(5),
        payload: this.#rest.subarray(9, 9 + length),
      });
      this.#rest = this.#rest.subarray(9 + length);
    }
  }
}
