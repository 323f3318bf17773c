// A member as a file of members holds it: before it has an id, a version or a place in the record.

export interface ImportedAccount {
  platform: string;
  accountId: string;
}

export interface ImportedMember {
  displayName: string;
  phone: string;
  email: string;
  /** 0 to 9. */
  level: number;
  homeChannel: string;
  attributes: Record<string, string>;
  /** 1 to 32; the first is the one that registers. */
  accounts: ImportedAccount[];
}
