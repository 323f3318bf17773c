// Original file: protos/member/v1/member.proto


/**
 * An identity on one platform. (platform, account_id) belongs to at most one member in the whole system.
 */
export interface AccountRef {
  /**
   * Lower-case letters, digits and '-', at most 32: "wechat", "app-ly", "app-elong", "alipay-mini".
   */
  'platform'?: (string);
  /**
   * The platform's own id of the person, 1 to 128 bytes without control characters, compared byte for
   * byte.
   */
  'accountId'?: (string);
}

/**
 * An identity on one platform. (platform, account_id) belongs to at most one member in the whole system.
 */
export interface AccountRef__Output {
  /**
   * Lower-case letters, digits and '-', at most 32: "wechat", "app-ly", "app-elong", "alipay-mini".
   */
  'platform': (string);
  /**
   * The platform's own id of the person, 1 to 128 bytes without control characters, compared byte for
   * byte.
   */
  'accountId': (string);
}
