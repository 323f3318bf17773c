// Cuts what an error says to what its reader can take. The naive answer puts everything into the
// trailers: a caller in another language then refuses the whole answer, because its metadata is
// over the 8 KiB that gRPC takes by default, and never sees the error at all.
import type { FieldViolation } from '@member-mesh/contracts';

/** Of the status message as it travels, percent-encoded. */
const HEADER_BYTES_MAX = 1_536;
/** Of all violations together: with the message, base64 and the other headers it stays in 8 KiB. */
const VIOLATIONS_BYTES_MAX = 3_000;
const FIELD_BYTES_MAX = 200;
const DESCRIPTION_BYTES_MAX = 300;
const MESSAGE_BYTES_MAX = 1_000;
const VIOLATION_OVERHEAD_BYTES = 8;
const CUT = '…';

/** The text in at most `bytesMax` bytes of UTF-8, with an ellipsis where it was cut. */
function cutTo(text: string, bytesMax: number, sizeOf: (text: string) => number): string {
  const whole = text.toWellFormed();
  // No character takes more than three bytes a code unit, or nine when they are percent-encoded.
  if (whole.length * sizeOf(CUT) <= bytesMax || sizeOf(whole) <= bytesMax) return whole;
  let size = sizeOf(CUT);
  let kept = '';
  for (const character of whole) {
    size += sizeOf(character);
    if (size > bytesMax) break;
    kept += character;
  }
  return `${kept}${CUT}`;
}

const utf8 = (text: string): number => Buffer.byteLength(text);
const encoded = (text: string): number => encodeURI(text).length;

/** A status message as the header takes it. */
export function fittingHeader(message: string): string {
  return cutTo(message, HEADER_BYTES_MAX, encoded);
}

/** A message of the details. */
export function fittingMessage(message: string): string {
  return cutTo(message, MESSAGE_BYTES_MAX, utf8);
}

/** As many violations as fit; a last one says how many more there are. */
export function fittingViolations(violations: readonly FieldViolation[]): FieldViolation[] {
  const told: FieldViolation[] = [];
  let size = 0;
  for (const violation of violations) {
    const field = cutTo(violation.field, FIELD_BYTES_MAX, utf8);
    const description = cutTo(violation.description, DESCRIPTION_BYTES_MAX, utf8);
    size += utf8(field) + utf8(description) + VIOLATION_OVERHEAD_BYTES;
    if (size > VIOLATIONS_BYTES_MAX) break;
    told.push({ field, description });
  }
  const left = violations.length - told.length;
  if (left > 0) told.push({ field: '', description: `and ${left} more bad field(s)` });
  return told;
}
