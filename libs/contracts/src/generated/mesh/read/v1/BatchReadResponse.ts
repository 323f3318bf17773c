// Original file: protos/mesh/read/v1/member_read_service.proto

import type { ReadResult as _mesh_read_v1_ReadResult, ReadResult__Output as _mesh_read_v1_ReadResult__Output } from '../../../mesh/read/v1/ReadResult.ts';

export interface BatchReadResponse {
  'results'?: (_mesh_read_v1_ReadResult)[];
}

export interface BatchReadResponse__Output {
  'results': (_mesh_read_v1_ReadResult__Output)[];
}
