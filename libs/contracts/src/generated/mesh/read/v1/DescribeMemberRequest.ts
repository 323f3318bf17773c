// Original file: protos/mesh/read/v1/member_read_service.proto


export interface DescribeMemberRequest {
  'memberId'?: (string);
}

export interface DescribeMemberRequest__Output {
  'memberId': (string);
}
