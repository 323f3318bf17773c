// Original file: protos/mesh/record/v1/record_service.proto


export interface ReadMembersRequest {
  'memberIds'?: (string)[];
}

export interface ReadMembersRequest__Output {
  'memberIds': (string)[];
}
