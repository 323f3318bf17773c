// Batches of reads as mesh.read.v1.MemberReadService has them on the wire. Put together and taken
// apart here by field, because every read of every caller passes through, and members stay encoded.
// The layouts are those of member_read_service.proto.
import { WireReader, WireWriter } from '@member-mesh/contracts';

import type { TrafficClass } from '../../domain/caller.ts';
import {
  type Consistency,
  type ReadKey,
  type ReadLane,
  type ReadOrigin,
  type ReadOutcome,
  SOURCES,
} from '../../domain/read.ts';

/** Numbers of mesh.read.v1.ReadClass. */
const READ_CLASSES: Record<TrafficClass, number> = { order: 1, marketing: 2, ops: 3 };

/** Numbers of member.v1.Consistency. */
const CONSISTENCIES: Record<Consistency, number> = { current: 0, authoritative: 1, available: 2 };

/** What an item takes, about. */
const ITEM_BYTES = 32;

/** BatchReadRequest: { read_class = 1, consistency = 2, items = 3 }. */
export function encodeBatchRequest(lane: ReadLane, keys: readonly ReadKey[]): Buffer {
  const writer = new WireWriter((1 + keys.length) * ITEM_BYTES);
  writer.number(1, READ_CLASSES[lane.trafficClass]);
  writer.number(2, CONSISTENCIES[lane.consistency]);
  for (const key of keys) writer.message(3, () => writeItem(writer, key));
  return writer.finish();
}

/** ReadItem: { member_id = 1, account = 2, min_version = 3 }. */
function writeItem(writer: WireWriter, key: ReadKey): void {
  if (key.kind === 'member') {
    writer.text(1, key.memberId);
    writer.number(3, key.minVersion);
    return;
  }
  // AccountRef: { platform = 1, account_id = 2 }.
  writer.message(2, () => {
    writer.text(1, key.platform);
    writer.text(2, key.accountId);
  });
}

/** BatchReadResponse: { results = 1 }. Throws RangeError on bytes that are none. */
export function decodeBatchResponse(bytes: Buffer): ReadOutcome[] {
  const outcomes: ReadOutcome[] = [];
  const reader = new WireReader(bytes);
  while (reader.next()) {
    if (reader.field === 1) outcomes.push(outcomeIn(new WireReader(reader.bytes())));
  }
  return outcomes;
}

const NOTHING = Buffer.alloc(0);

/** ReadResult: { outcome = 1, member = 2, source = 3, staleness_bound = 4, detail = 5 }. */
function outcomeIn(result: WireReader): ReadOutcome {
  let outcome = 0;
  let member: Buffer = NOTHING;
  let source = 0;
  let stalenessBoundMs: number | undefined;
  let detail = '';
  while (result.next()) {
    if (result.field === 1) outcome = result.number();
    else if (result.field === 2) member = result.bytes();
    else if (result.field === 3) source = result.number();
    else if (result.field === 4) stalenessBoundMs = result.duration();
    else if (result.field === 5) detail = result.text();
  }
  const origin = originOf(source, stalenessBoundMs);
  switch (outcome) {
    case 1:
      return { kind: 'found', member, origin };
    case 2:
      return { kind: 'not-found', origin };
    case 3:
      return { kind: 'quarantined', origin };
    case 4:
      return { kind: 'too-old' };
    case 0:
    case 5:
      return { kind: 'unavailable', detail };
    case 6:
      return { kind: 'exhausted' };
    default:
      // An outcome of a later release proves nothing.
      return { kind: 'unavailable', detail: `unknown outcome ${outcome}` };
  }
}

function originOf(number: number, stalenessBoundMs: number | undefined): ReadOrigin {
  const source = SOURCES[number] ?? 'SOURCE_UNSPECIFIED';
  return stalenessBoundMs === undefined ? { source } : { source, stalenessBoundMs };
}
