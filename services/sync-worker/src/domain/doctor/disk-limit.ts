// Elasticsearch's disk watermarks: a share that may be used ("85%", "0.85") or the space that must
// stay free ("2gb").
import type { DiskLimits } from './sight.ts';

const UNIT_BYTES: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1024,
  mb: 1024 ** 2,
  gb: 1024 ** 3,
  tb: 1024 ** 4,
  pb: 1024 ** 5,
};

/** Bytes as Elasticsearch writes them, "2gb"; undefined when the text is none. */
function bytesOf(text: string): number | undefined {
  const groups = /^(?<number>\d+(?:\.\d+)?)(?<unit>[kmgtp]?b)$/i.exec(text.trim())?.groups;
  const unit = UNIT_BYTES[groups?.['unit']?.toLowerCase() ?? ''];
  return unit === undefined ? undefined : Number(groups?.['number']) * unit;
}

/** The share of a disk that may be used; undefined when the text is none. */
function shareOf(text: string): number | undefined {
  const groups = /^(?<number>\d+(?:\.\d+)?)(?<percent>%?)$/.exec(text.trim())?.groups;
  if (!groups) return undefined;
  const share = Number(groups['number']) / (groups['percent'] === '%' ? 100 : 1);
  return share <= 1 ? share : undefined;
}

/** How many bytes of a disk must stay free; undefined when the text is no watermark. */
export function freeBytesWanted(
  watermark: string,
  totalBytes: number,
  headroom = '',
): number | undefined {
  const share = shareOf(watermark);
  if (share === undefined) return bytesOf(watermark);
  return Math.min(totalBytes * (1 - share), bytesOf(headroom) ?? Infinity);
}

export type DiskState = 'enough' | 'low' | 'high' | 'flood';

/** The last watermark that the disk is past. */
export function diskStateOf(
  disk: { totalBytes: number; availableBytes: number },
  limits: DiskLimits,
): DiskState {
  const { totalBytes, availableBytes } = disk;
  const past = (['flood', 'high', 'low'] as const).find((mark) => {
    const wanted = freeBytesWanted(limits[mark], totalBytes, limits.headroom[mark]);
    return availableBytes < (wanted ?? 0);
  });
  return past ?? 'enough';
}
