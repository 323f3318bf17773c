// How a command ended, for scripts. The numbers are part of the command's promise and never change.

export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  tooManyRefused: 4,
  unavailable: 5,
  differences: 6,
  denied: 7,
  faults: 8,
  undecided: 9,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const EXIT_CODE_MEANINGS: Readonly<Record<ExitCode, string>> = {
  0: 'done; an import may have refused rows, but not more than --errors-max',
  1: 'failed: the message says what and what to do',
  2: 'the command was called wrongly, or the mesh refused a field of the request',
  3: 'a member, an account, a caller, a rule or a revision that was asked for does not exist',
  4: 'an import stopped because more rows were refused than --errors-max allows',
  5: 'the mesh, or a part of it that is needed, cannot be reached or does not serve now',
  6: 'index verify found differences between the record and the index',
  7: 'the key or the token is missing, unknown, or not permitted to do this',
  8: 'index doctor found a fault; warnings alone leave it at 0',
  9: 'index verify found no difference but could not decide on some keys: repeat it',
  130: 'interrupted; an import goes on from its checkpoint when it is repeated',
};
