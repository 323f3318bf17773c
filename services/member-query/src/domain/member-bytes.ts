// Whether an encoded member lists an account, read off the bytes: a look-up hands the member on as
// it was committed and need not decode it whole. Field numbers are those of member.v1.Member
// (accounts = 9), AccountBinding (account = 1, quarantined = 3) and AccountRef.
import { type Account, WireReader } from '@member-mesh/contracts';

export type Listing = 'bound' | 'quarantined' | 'unlisted';

/**
 * How `member`, an encoded member.v1.Member, lists the account. Throws RangeError on malformed
 * bytes.
 */
export function listingOf(member: Buffer, account: Account): Listing {
  const fields = new WireReader(member);
  while (fields.next()) {
    if (fields.field !== 9) continue;
    const listing = listingIn(new WireReader(fields.bytes()), account);
    if (listing !== 'unlisted') return listing;
  }
  return 'unlisted';
}

/** What one binding says of the account. */
function listingIn(binding: WireReader, account: Account): Listing {
  let named = false;
  let quarantined = false;
  while (binding.next()) {
    if (binding.field === 1) named = isAccount(new WireReader(binding.bytes()), account);
    if (binding.field === 3) quarantined = binding.number() !== 0;
  }
  if (!named) return 'unlisted';
  return quarantined ? 'quarantined' : 'bound';
}

function isAccount(ref: WireReader, account: Account): boolean {
  let platform = '';
  let accountId = '';
  while (ref.next()) {
    if (ref.field === 1) platform = ref.text();
    if (ref.field === 2) accountId = ref.text();
  }
  return platform === account.platform && accountId === account.accountId;
}
